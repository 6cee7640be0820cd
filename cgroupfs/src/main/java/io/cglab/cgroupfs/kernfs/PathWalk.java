package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One walk along one path, name by name, as path_resolution(7) has it: links are followed where
 * they are met, across mounts and into Jimfs; {@code ..} leaves the directory that was really
 * reached; each directory passed must be searchable. Runs under the file system's lock.
 */
final class PathWalk {
  /** A path of this many bytes or more is ENAMETOOLONG. There is no limit for one name. */
  private static final int PATH_MAX = 4096;

  private static final int MAX_LINKS = 40;

  private final KernFileSystem fileSystem;
  private final MountTable table;
  private final Caller caller;

  /** What is still to go, from {@link #at} on. */
  private String[] names;

  private int at;
  private int links;

  /** The canonical path so far, and the directory there: {@link #directory}, or null in Jimfs. */
  private final ArrayList<String> done;

  private @Nullable Mount mount;
  private @Nullable Directory directory;
  private MountTable.@Nullable Point point;

  private PathWalk(KernFileSystem fileSystem, String[] names) {
    this.fileSystem = fileSystem;
    this.table = fileSystem.table();
    this.caller = fileSystem.caller();
    this.names = names;
    this.done = new ArrayList<>(names.length);
    restart();
  }

  /**
   * Walks to {@code path}.
   *
   * @param follow whether a link as the last name is followed
   * @return the place; its last name need not exist
   * @throws KernelException ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG
   */
  static Place walk(KernFileSystem fileSystem, KernPath path, boolean follow)
      throws KernelException, IOException {
    checkLength(path.toString());
    return new PathWalk(fileSystem, path.names()).run(follow);
  }

  /** ENAMETOOLONG for a path that is longer than the kernel takes. */
  static void checkLength(String path) throws KernelException {
    // A char is at most three bytes, so that most paths need not be encoded to be measured.
    if (path.length() * 3 >= PATH_MAX && path.getBytes(StandardCharsets.UTF_8).length >= PATH_MAX) {
      throw new KernelException(Errno.ENAMETOOLONG);
    }
  }

  private void restart() {
    done.clear();
    at = 0;
    MountTable.Point root = table.root();
    point = root;
    mount = root.mount();
    directory = mount == null ? null : mount.root();
  }

  private Place run(boolean follow) throws KernelException, IOException {
    while (at < names.length) {
      String name = names[at++];
      Place place = null;
      if (name.equals(".")) {
        requireSearch();
      } else if (name.equals("..")) {
        requireSearch();
        up();
      } else if (directory == null) {
        place = stepInJimfs(name, follow);
      } else {
        place = step(directory, name, follow);
      }
      if (place != null) {
        return place;
      }
    }
    return here();
  }

  /** The place of the directory that the walk stands in. */
  private Place here() {
    if (directory == null) {
      return Place.inJimfs(done, fileSystem.jimfsPath(done), point);
    }
    return new Place(done, null, mount, null, mount, directory, point);
  }

  /** One name further in a pseudo tree; returns the place if it was the last name. */
  private @Nullable Place step(Directory from, String name, boolean follow) throws KernelException {
    Access.checkDirectory(caller, from, Access.SEARCH);
    MountTable.Point below = point == null ? null : point.below(name);
    Mount entered = below == null ? null : below.mount();
    Node node = entered == null ? from.lookup(name) : entered.root();
    boolean last = at == names.length;
    if (node == null && !last) {
      throw new KernelException(Errno.ENOENT);
    }
    if (node instanceof Symlink link && (follow || !last)) {
      follow(link.target());
      return null;
    }
    Mount parentMount = mount;
    done.add(name);
    point = below;
    mount = entered == null ? mount : entered;
    if (last) {
      return new Place(done, null, mount, entered == null ? from : null, parentMount, node, below);
    }
    if (!(node instanceof Directory next)) {
      throw new KernelException(Errno.ENOTDIR);
    }
    directory = next;
    return null;
  }

  /** One name further in Jimfs, or out of it onto a mount. */
  private @Nullable Place stepInJimfs(String name, boolean follow)
      throws KernelException, IOException {
    MountTable.Point below = point == null ? null : point.below(name);
    Mount entered = below == null ? null : below.mount();
    boolean last = at == names.length;
    done.add(name);
    point = below;
    if (entered != null) {
      mount = entered;
      directory = entered.root();
      return last ? new Place(done, null, mount, null, null, directory, below) : null;
    }
    if (fileSystem.mayHaveLinksInJimfs() && (follow || !last)) {
      Path path = fileSystem.jimfsPath(done);
      if (Files.isSymbolicLink(path)) {
        done.remove(done.size() - 1);
        point = table.find(done);
        follow(Files.readSymbolicLink(path).toString());
        return null;
      }
    }
    return last ? Place.inJimfs(done, fileSystem.jimfsPath(done), below) : null;
  }

  private void follow(String target) throws KernelException {
    if (++links > MAX_LINKS) {
      throw new KernelException(Errno.ELOOP);
    }
    if (target.isEmpty()) {
      throw new KernelException(Errno.ENOENT);
    }
    List<String> next = new ArrayList<>();
    for (String name : target.split("/", -1)) {
      if (!name.isEmpty()) {
        next.add(name);
      }
    }
    if (target.endsWith("/")) {
      next.add("."); // the target must be a directory
    }
    continueWith(next);
    if (target.startsWith("/")) {
      restart();
    }
  }

  /** Leaves the present directory by walking its canonical path again, without the last name. */
  private void up() {
    if (!done.isEmpty()) {
      continueWith(done.subList(0, done.size() - 1));
      restart();
    }
  }

  /** Makes {@code first} and then what was still to go the names to go. */
  private void continueWith(List<String> first) {
    String[] next = new String[first.size() + names.length - at];
    for (int i = 0; i < first.size(); i++) {
      next[i] = first.get(i);
    }
    System.arraycopy(names, at, next, first.size(), names.length - at);
    names = next;
    at = 0;
  }

  /** The present place must be a directory that the caller may search. */
  private void requireSearch() throws KernelException, IOException {
    if (directory != null) {
      Access.checkDirectory(caller, directory, Access.SEARCH);
    } else if (!done.isEmpty()) {
      requireDirectoryInJimfs(fileSystem.jimfsPath(done));
    }
  }

  private static void requireDirectoryInJimfs(Path path) throws KernelException, IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException missing) {
      throw new KernelException(Errno.ENOENT);
    }
    if (!attributes.isDirectory()) {
      throw new KernelException(Errno.ENOTDIR);
    }
  }
}
