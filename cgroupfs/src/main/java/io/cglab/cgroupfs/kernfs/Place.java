package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a path leads. Either {@code jimfs} is set and Jimfs serves the place, whether or not
 * something is there; or {@code mount} is set, with {@code node} null if nothing has that name.
 *
 * @param names the canonical path: no links, no dots. Not to be changed.
 * @param jimfs the place in Jimfs
 * @param mount whose tree the place is in; a mount point is in the tree that is mounted there
 * @param parent the directory that holds the name; null for the root of a mount, and in Jimfs
 * @param parentMount whose tree {@code parent} is in; null if Jimfs's
 * @param node what is there
 * @param point not null if this is a mount point or an ancestor of one
 */
record Place(
    List<String> names,
    @Nullable Path jimfs,
    @Nullable Mount mount,
    @Nullable Directory parent,
    @Nullable Mount parentMount,
    @Nullable Node node,
    MountTable.@Nullable Point point) {

  static Place inJimfs(List<String> names, Path jimfs, MountTable.@Nullable Point point) {
    return new Place(names, jimfs, null, null, null, null, point);
  }

  /** The last name; {@code /} has none, and gives the empty string. */
  String name() {
    return names.isEmpty() ? "" : names.get(names.size() - 1);
  }

  /** The names of the directory that holds this place. */
  List<String> parentNames() {
    return names.isEmpty() ? names : names.subList(0, names.size() - 1);
  }

  String text() {
    return "/" + String.join("/", names);
  }

  /** True for the root of a mount. */
  boolean isMountRoot() {
    return point != null && point.mount() != null;
  }

  /** What is there; ENOENT if nothing is. Only for places outside Jimfs. */
  Node existing() throws KernelException {
    if (node == null) {
      throw new KernelException(Errno.ENOENT);
    }
    return node;
  }

  /** The directory there; ENOENT or ENOTDIR if none is. Only for places outside Jimfs. */
  Directory directory() throws KernelException {
    if (existing() instanceof Directory directory) {
      return directory;
    }
    throw new KernelException(Errno.ENOTDIR);
  }

  /** The directory that holds the name; EBUSY for the root of a mount. Not for Jimfs. */
  Directory holder() throws KernelException {
    if (parent == null) {
      throw new KernelException(Errno.EBUSY);
    }
    return parent;
  }

  /** The tree that the place is in. Only for places outside Jimfs. */
  Mount tree() {
    if (mount == null) {
      throw new IllegalStateException("not in a mounted tree: " + text());
    }
    return mount;
  }
}
