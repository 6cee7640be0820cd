package io.cglab.cgroupfs.kernfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is mounted where, at one moment. Immutable, so that a path walk sees one table from its
 * start to its end. Mounts are kept in the order in which they were made; a later one covers what
 * was mounted at or below its point.
 */
final class MountTable {
  static final MountTable EMPTY = new MountTable(List.of());

  private final List<Mount> mounts;
  private final Point root = new Point();

  private MountTable(List<Mount> mounts) {
    this.mounts = List.copyOf(mounts);
    for (Mount mount : this.mounts) {
      Point point = root;
      for (String name : names(mount.point())) {
        point = point.below.computeIfAbsent(name, any -> new Point());
      }
      point.mount = mount;
      point.below.clear();
    }
  }

  /** A directory that is a mount point or an ancestor of one. */
  static final class Point {
    private final Map<String, Point> below = new HashMap<>();
    private @Nullable Mount mount;

    /** What covers this directory; null if only something below it is a mount point. */
    @Nullable Mount mount() {
      return mount;
    }

    /** The mount point, or ancestor of one, of this name; null if nothing is mounted there. */
    @Nullable Point below(String name) {
      return below.get(name);
    }

    boolean hasMountsBelow() {
      return !below.isEmpty();
    }
  }

  /** The root directory, where every walk starts. */
  Point root() {
    return root;
  }

  /** In the order in which they were mounted. */
  List<Mount> mounts() {
    return mounts;
  }

  MountTable with(Mount mount) {
    List<Mount> next = new ArrayList<>(mounts);
    next.add(mount);
    return new MountTable(next);
  }

  /** The table without {@code mount} itself (not one that equals it). */
  MountTable without(Mount mount) {
    List<Mount> next = new ArrayList<>(mounts);
    next.removeIf(each -> each == mount);
    return new MountTable(next);
  }

  /** Returns the point at these names, or null. */
  @Nullable Point find(List<String> names) {
    Point point = root;
    for (String name : names) {
      point = point.below(name);
      if (point == null) {
        return null;
      }
    }
    return point;
  }

  private static List<String> names(String path) {
    List<String> names = new ArrayList<>(List.of(path.split("/")));
    names.removeIf(String::isEmpty);
    return names;
  }
}
