package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * {@link Files#copy(Path, Path, CopyOption...)} within one file system, from any mount to any
 * other. Copying is no system call: what it does to the target is unlink or rmdir of what is there,
 * and then open with O_EXCL or mkdir. So a control file is never the target of a copy, which would
 * have to replace it, and is refused with what these calls say; what is there stays as it was.
 */
final class CopyCall {
  private final KernFileSystem fs;
  private final KernPath source;
  private final KernPath target;
  private final List<CopyOption> options;

  private CopyCall(KernFileSystem fs, KernPath source, KernPath target, List<CopyOption> options) {
    this.fs = fs;
    this.source = source;
    this.target = target;
    this.options = options;
  }

  /**
   * Copies a file, or makes a directory like {@code source}.
   *
   * @throws IOException EEXIST if the target exists and is not to be replaced, EPERM for a control
   *     file that is, EACCES where nothing can be created, and what reading the source gives
   */
  static void copy(KernPath source, KernPath target, CopyOption... options) throws IOException {
    KernFileSystem fs = source.getFileSystem();
    new CopyCall(fs, source, target, Arrays.asList(options)).run();
  }

  private void run() throws IOException {
    boolean follow = !options.contains(LinkOption.NOFOLLOW_LINKS);
    boolean done = fs.at(source, follow, from -> fs.at(target, false, to -> copied(from, to)));
    if (done) {
      return;
    }
    PosixFileAttributes of = Files.readAttributes(source, PosixFileAttributes.class);
    if (of.isDirectory()) {
      makeRoom(true);
      Files.createDirectory(target);
    } else {
      byte[] content = Files.readAllBytes(source);
      makeRoom(false);
      create(content);
    }
    if (options.contains(StandardCopyOption.COPY_ATTRIBUTES)) {
      PosixFileAttributeView view =
          Files.getFileAttributeView(target, PosixFileAttributeView.class);
      view.setPermissions(of.permissions());
      view.setTimes(of.lastModifiedTime(), of.lastAccessTime(), null);
    }
  }

  /** Does it if both are in Jimfs or the same; returns whether it is done. */
  private boolean copied(Place from, Place to) throws IOException {
    Path fromJimfs = from.jimfs();
    Path toJimfs = to.jimfs();
    if (fromJimfs == null || toJimfs == null) {
      return fromJimfs == null && from.node() != null && from.names().equals(to.names());
    }
    boolean replaced = fs.isWatched() && Files.exists(toJimfs, LinkOption.NOFOLLOW_LINKS);
    Files.copy(fromJimfs, toJimfs, options.toArray(new CopyOption[0]));
    if (fs.isListenedTo()) {
      fs.tell(new FileOperation.Copy(source.toAbsolutePath(), target.toAbsolutePath()));
    }
    if (replaced && !from.names().equals(to.names())) {
      fs.watches().raise(to, StandardWatchEventKinds.ENTRY_DELETE);
    }
    if (!from.names().equals(to.names())) {
      fs.watches().raise(to, StandardWatchEventKinds.ENTRY_CREATE);
    }
    return true;
  }

  /** Takes away what is at the target, if it may be replaced and something can take its place. */
  private void makeRoom(boolean forDirectory) throws IOException {
    fs.at(
        target,
        false,
        to -> {
          Path jimfs = to.jimfs();
          boolean there =
              jimfs == null ? to.node() != null : Files.exists(jimfs, LinkOption.NOFOLLOW_LINKS);
          if (!there) {
            return to;
          }
          if (!options.contains(StandardCopyOption.REPLACE_EXISTING)) {
            throw new KernelException(Errno.EEXIST);
          }
          if (!forDirectory && to.node() instanceof Directory) {
            throw new KernelException(Errno.EACCES, "no file can be made in place of a cgroup");
          }
          TreeCalls.removePlace(fs, to, true, true);
          return to;
        });
  }

  private void create(byte[] content) throws IOException {
    Set<OpenOption> fresh = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    try (SeekableByteChannel channel = Files.newByteChannel(target, fresh)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }
  }
}
