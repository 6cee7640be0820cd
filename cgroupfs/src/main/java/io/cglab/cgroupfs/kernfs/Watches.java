package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a file system that somebody watches. They are known by their inodes, as
 * inotify(7) knows them: a watch hears what is done through another mount of the same tree, and
 * goes on when its directory is renamed.
 */
final class Watches {
  /** The device of everything in Jimfs; mounts have others. */
  private static final int JIMFS_DEVICE = -1;

  private final Map<Inode, List<KernWatchService.Key>> keys = new ConcurrentHashMap<>();

  /**
   * A directory, whatever its path.
   *
   * @param device st_dev
   * @param ino inode number
   */
  record Inode(int device, long ino) {
    /** The directory that {@code place} is; ENOENT or ENOTDIR if none is there. */
    static Inode of(Place place) throws KernelException, IOException {
      Path jimfs = place.jimfs();
      return jimfs == null
          ? new Inode(place.tree().device(), place.directory().attributes().ino())
          : inJimfs(jimfs);
    }

    /** The directory that holds {@code place}; null if that is not in the same file system. */
    static @Nullable Inode holding(Place place) throws KernelException, IOException {
      Path jimfs = place.jimfs();
      if (jimfs != null) {
        Path parent = jimfs.getParent();
        return parent == null ? null : inJimfs(parent);
      }
      Directory parent = place.parent();
      return parent == null ? null : new Inode(place.tree().device(), parent.attributes().ino());
    }

    private static Inode inJimfs(Path directory) throws KernelException, IOException {
      BasicFileAttributes of =
          Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!of.isDirectory()) {
        throw new KernelException(Errno.ENOTDIR);
      }
      return new Inode(JIMFS_DEVICE, of.fileKey() instanceof Number key ? key.longValue() : 0);
    }
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  void add(KernWatchService.Key key) {
    keys.compute(
        key.inode(),
        (inode, present) -> {
          List<KernWatchService.Key> all = present == null ? new CopyOnWriteArrayList<>() : present;
          all.add(key);
          return all;
        });
  }

  void remove(KernWatchService.Key key) {
    keys.computeIfPresent(
        key.inode(),
        (inode, all) -> {
          all.remove(key);
          return all.isEmpty() ? null : all;
        });
  }

  /** Something happened to the entry {@code name} of a directory. */
  void raise(Inode directory, String name, WatchEvent.Kind<Path> kind) {
    for (KernWatchService.Key key : keys.getOrDefault(directory, List.of())) {
      key.raise(kind, name);
    }
  }

  /** Something happened to what is at {@code place}. */
  void raise(Place place, WatchEvent.Kind<Path> kind) throws IOException {
    if (isEmpty()) {
      return;
    }
    try {
      Inode directory = Inode.holding(place);
      if (directory != null) {
        raise(directory, place.name(), kind);
      }
    } catch (KernelException | NoSuchFileException gone) {
      return; // an open file whose directory went meanwhile: nobody can watch it any more
    }
  }

  /** A directory is gone: who watches it is told so by a key that is not valid any more. */
  void removed(Inode directory) {
    for (KernWatchService.Key key : keys.getOrDefault(directory, List.of())) {
      key.directoryRemoved();
    }
  }

  void close() {
    for (List<KernWatchService.Key> all : new ArrayList<>(keys.values())) {
      all.forEach(KernWatchService.Key::cancel);
    }
  }
}
