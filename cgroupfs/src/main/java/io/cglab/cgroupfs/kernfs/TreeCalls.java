package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that change a tree: mkdir, rmdir, unlink, rename (control-files.md 5.1 to 5.3).
 */
final class TreeCalls {
  private TreeCalls() {}

  private static String lastName(KernPath path) {
    String[] names = path.names();
    return names.length == 0 ? "" : names[names.length - 1];
  }

  static void mkdir(KernFileSystem fs, KernPath path, int mode) throws IOException {
    if (fs.isListenedTo()) {
      fs.told(new FileOperation.Mkdir(path.toAbsolutePath(), mode), () -> makeAt(fs, path, mode));
    } else {
      makeAt(fs, path, mode);
    }
  }

  private static Place makeAt(KernFileSystem fs, KernPath path, int mode) throws IOException {
    int reduced = mode & ~fs.umask();
    return fs.at(
        path,
        false,
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs != null) {
            Files.createDirectory(
                jimfs, PosixFilePermissions.asFileAttribute(StatAttributes.permissionsOf(reduced)));
          } else {
            Directory parent = parentOfNew(fs, place);
            if (!parent.isAlive()) {
              throw new KernelException(Errno.ENOENT);
            }
            parent.mkdir(fs.caller(), place.name(), reduced);
          }
          fs.watches().raise(place, StandardWatchEventKinds.ENTRY_CREATE);
          return place;
        });
  }

  /**
   * The directory in which something new is made: EEXIST if the name is taken, EACCES without the
   * right to make anything there. Only for places outside Jimfs.
   */
  static Directory parentOfNew(KernFileSystem fs, Place place) throws KernelException {
    if (place.node() != null) {
      throw new KernelException(Errno.EEXIST);
    }
    Directory parent = place.holder();
    Access.checkDirectory(fs.caller(), parent, Access.WRITE | Access.SEARCH);
    return parent;
  }

  static void rmdir(KernFileSystem fs, KernPath path) throws IOException {
    remove(fs, path, true, false);
  }

  static void unlink(KernFileSystem fs, KernPath path) throws IOException {
    remove(fs, path, false, true);
  }

  /** rmdir of a directory, unlink of anything else. */
  static void delete(KernFileSystem fs, KernPath path) throws IOException {
    remove(fs, path, true, true);
  }

  private static void remove(KernFileSystem fs, KernPath path, boolean rmdir, boolean unlink)
      throws IOException {
    if (!fs.isListenedTo()) {
      removeAt(fs, path, rmdir, unlink);
      return;
    }
    Path named = path.toAbsolutePath();
    boolean directory = rmdir && (!unlink || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    fs.told(
        directory ? new FileOperation.Rmdir(named) : new FileOperation.Unlink(named),
        () -> removeAt(fs, path, rmdir, unlink));
  }

  private static Place removeAt(KernFileSystem fs, KernPath path, boolean rmdir, boolean unlink)
      throws IOException {
    return fs.at(
        path,
        false,
        place -> {
          checkDots(path, rmdir);
          removePlace(fs, place, rmdir, unlink);
          return place;
        });
  }

  /** Removes what is at a place: rmdir(2) of a directory, unlink(2) of anything else. */
  static void removePlace(KernFileSystem fs, Place place, boolean rmdir, boolean unlink)
      throws IOException, KernelException {
    Path jimfs = place.jimfs();
    Watches.Inode self = fs.isWatched() && isDirectory(place) ? Watches.Inode.of(place) : null;
    if (jimfs != null) {
      removeFromJimfs(place, jimfs, rmdir, unlink);
    } else {
      removeNode(fs, place, rmdir, unlink);
    }
    if (self != null) {
      fs.watches().removed(self);
    }
    fs.watches().raise(place, StandardWatchEventKinds.ENTRY_DELETE);
  }

  private static boolean isDirectory(Place place) {
    Path jimfs = place.jimfs();
    return jimfs == null
        ? place.node() instanceof Directory
        : Files.isDirectory(jimfs, LinkOption.NOFOLLOW_LINKS);
  }

  private static void checkDots(KernPath path, boolean rmdir) throws KernelException {
    String last = lastName(path);
    if (last.equals(".")) {
      throw new KernelException(rmdir ? Errno.EINVAL : Errno.EISDIR);
    }
    if (last.equals("..")) {
      throw new KernelException(rmdir ? Errno.ENOTEMPTY : Errno.EISDIR);
    }
  }

  private static void removeFromJimfs(Place place, Path jimfs, boolean rmdir, boolean unlink)
      throws IOException, KernelException {
    if (place.point() != null) {
      throw new KernelException(Errno.EBUSY, "something is mounted there or below");
    }
    boolean directory = Files.isDirectory(jimfs, LinkOption.NOFOLLOW_LINKS);
    if (directory && !rmdir) {
      throw new KernelException(Errno.EISDIR);
    }
    if (!directory && !unlink && Files.exists(jimfs, LinkOption.NOFOLLOW_LINKS)) {
      throw new KernelException(Errno.ENOTDIR);
    }
    try {
      Files.delete(jimfs);
    } catch (DirectoryNotEmptyException notEmpty) {
      throw new KernelException(Errno.ENOTEMPTY);
    }
  }

  private static void removeNode(KernFileSystem fs, Place place, boolean rmdir, boolean unlink)
      throws KernelException {
    if (place.isMountRoot()) {
      throw new KernelException(Errno.EBUSY, "it is a mount point; unmount it first");
    }
    Node node = place.existing();
    Directory parent = place.holder();
    if (node instanceof Directory) {
      if (!rmdir) {
        throw new KernelException(Errno.EISDIR);
      }
      Access.checkRemove(fs.caller(), parent, node);
      fs.interposer().removing(place.tree(), place.text());
      parent.rmdir(fs.caller(), place.name());
    } else {
      if (!unlink) {
        throw new KernelException(Errno.ENOTDIR);
      }
      Access.checkRemove(fs.caller(), parent, node);
      parent.unlink(fs.caller(), place.name());
    }
  }

  static void rename(KernFileSystem fs, KernPath source, KernPath target, CopyOption... options)
      throws IOException {
    if (fs.isListenedTo()) {
      fs.told(
          new FileOperation.Rename(source.toAbsolutePath(), target.toAbsolutePath()),
          () -> renameAt(fs, source, target, options));
    } else {
      renameAt(fs, source, target, options);
    }
  }

  private static Place renameAt(
      KernFileSystem fs, KernPath source, KernPath target, CopyOption... options)
      throws IOException {
    return fs.at(
        source,
        false,
        from ->
            fs.at(
                target,
                false,
                to -> {
                  renamePlace(fs, from, to, options);
                  return to;
                }));
  }

  private static void renamePlace(KernFileSystem fs, Place from, Place to, CopyOption... options)
      throws IOException, KernelException {
    if (!isSameTree(from.parentMount(), to.parentMount())) {
      throw new KernelException(Errno.EXDEV);
    }
    Path fromJimfs = from.jimfs();
    Path toJimfs = to.jimfs();
    if (fromJimfs != null && toJimfs != null) {
      renameInJimfs(fs, from, to, options);
      return;
    }
    if (fromJimfs != null || toJimfs != null) {
      throw new KernelException(Errno.EBUSY, "it is a mount point; unmount it first");
    }
    Node node = from.existing();
    if (isBelow(to.names(), from.names())) {
      throw new KernelException(Errno.EINVAL, "a directory cannot go into itself");
    }
    if (isBelow(from.names(), to.names())) {
      throw new KernelException(Errno.ENOTEMPTY);
    }
    if (from.names().equals(to.names())) {
      return;
    }
    Node there = to.node();
    if (there != null && node instanceof Directory != there instanceof Directory) {
      throw new KernelException(node instanceof Directory ? Errno.ENOTDIR : Errno.EISDIR);
    }
    if (from.point() != null || to.point() != null) {
      throw new KernelException(Errno.EBUSY, "something is mounted there or below");
    }
    Directory fromHolder = from.holder();
    Directory toHolder = to.holder();
    Access.checkRemove(fs.caller(), fromHolder, node);
    Access.checkDirectory(fs.caller(), toHolder, Access.WRITE | Access.SEARCH);
    fromHolder.rename(fs.caller(), from.name(), toHolder, to.name());
    raiseRenamed(fs, from, to);
  }

  /** Whether two directories are in one file system; null stands for Jimfs. */
  private static boolean isSameTree(@Nullable Mount one, @Nullable Mount other) {
    return one == null || other == null ? one == other : one.device() == other.device();
  }

  private static void renameInJimfs(KernFileSystem fs, Place from, Place to, CopyOption... options)
      throws IOException, KernelException {
    if (from.point() != null || to.point() != null) {
      throw new KernelException(Errno.EBUSY, "something is mounted there or below");
    }
    Path source = from.jimfs();
    Path target = to.jimfs();
    if (source != null && target != null) {
      Files.move(source, target, options);
      raiseRenamed(fs, from, to);
    }
  }

  private static void raiseRenamed(KernFileSystem fs, Place from, Place to) throws IOException {
    fs.watches().raise(from, StandardWatchEventKinds.ENTRY_DELETE);
    fs.watches().raise(to, StandardWatchEventKinds.ENTRY_CREATE);
  }

  private static boolean isBelow(List<String> names, List<String> above) {
    return names.size() > above.size() && names.subList(0, above.size()).equals(above);
  }
}
