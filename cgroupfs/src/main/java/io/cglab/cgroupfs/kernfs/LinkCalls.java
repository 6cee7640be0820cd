package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;

/**
 * link(2), symlink(2) and readlink(2). A pseudo tree refuses links with EPERM once all else is
 * right (control-files.md 5.3).
 */
final class LinkCalls {
  private LinkCalls() {}

  static void symlink(KernFileSystem fs, KernPath link, Path target) throws IOException {
    if (fs.isListenedTo()) {
      fs.told(
          new FileOperation.Symlink(link.toAbsolutePath(), target),
          () -> symlinkAt(fs, link, target));
    } else {
      symlinkAt(fs, link, target);
    }
  }

  private static Place symlinkAt(KernFileSystem fs, KernPath link, Path target) throws IOException {
    return fs.at(
        link,
        false,
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs == null) {
            Directory parent = TreeCalls.parentOfNew(fs, place);
            parent.symlink(fs.caller(), place.name(), target.toString());
            fs.watches().raise(place, StandardWatchEventKinds.ENTRY_CREATE);
            return place;
          }
          fs.linkWasMadeInJimfs();
          Files.createSymbolicLink(jimfs, KernPath.of(target).inner());
          fs.watches().raise(place, StandardWatchEventKinds.ENTRY_CREATE);
          return place;
        });
  }

  static void link(KernFileSystem fs, KernPath link, KernPath existing) throws IOException {
    if (fs.isListenedTo()) {
      fs.told(
          new FileOperation.Link(link.toAbsolutePath(), existing.toAbsolutePath()),
          () -> linkAt(fs, link, existing));
    } else {
      linkAt(fs, link, existing);
    }
  }

  private static Place linkAt(KernFileSystem fs, KernPath link, KernPath existing)
      throws IOException {
    return fs.at(
        existing,
        false,
        from ->
            fs.at(
                link,
                false,
                to -> {
                  linkPlace(fs, from, to);
                  return to;
                }));
  }

  private static void linkPlace(KernFileSystem fs, Place from, Place to)
      throws IOException, KernelException {
    Path fromJimfs = from.jimfs();
    Path toJimfs = to.jimfs();
    if (fromJimfs != null && toJimfs != null) {
      Files.createLink(toJimfs, fromJimfs);
      fs.watches().raise(to, StandardWatchEventKinds.ENTRY_CREATE);
      return;
    }
    requireExisting(from);
    if (toJimfs == null ? to.node() != null : Files.exists(toJimfs)) {
      throw new KernelException(Errno.EEXIST);
    }
    if (fromJimfs != null || toJimfs != null || from.tree().device() != to.tree().device()) {
      throw new KernelException(Errno.EXDEV);
    }
    Directory parent = TreeCalls.parentOfNew(fs, to);
    if (from.node() instanceof Directory) {
      throw new KernelException(Errno.EPERM);
    }
    parent.link(fs.caller(), to.name(), from.existing());
    fs.watches().raise(to, StandardWatchEventKinds.ENTRY_CREATE);
  }

  private static void requireExisting(Place place) throws KernelException {
    Path jimfs = place.jimfs();
    if (jimfs == null) {
      place.existing();
    } else if (!Files.exists(jimfs)) {
      throw new KernelException(Errno.ENOENT);
    }
  }

  static Path readlink(KernFileSystem fs, KernPath link) throws IOException {
    return fs.at(
        link,
        false,
        place -> {
          Path jimfs = place.jimfs();
          if (jimfs != null) {
            return new KernPath(fs, Files.readSymbolicLink(jimfs));
          }
          if (place.existing() instanceof Symlink symlink) {
            return fs.getPath(symlink.target());
          }
          throw new KernelException(Errno.EINVAL);
        });
  }
}
