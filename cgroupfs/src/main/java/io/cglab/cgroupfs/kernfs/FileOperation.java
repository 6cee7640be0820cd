package io.cglab.cgroupfs.kernfs;

import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** A system call that changes files, as {@link OperationListener}s hear of it. */
public sealed interface FileOperation {
  /** The file, absolute, as the caller named it. */
  Path path();

  /** open(2) for writing. */
  record Open(Path path, Set<? extends OpenOption> options) implements FileOperation {
    public Open {
      options = Set.copyOf(options);
    }
  }

  /**
   * write(2) to an open file.
   *
   * @param bytes what was offered, read-only; valid while the listener is being told
   * @param position the offset that was written at; −1 for the end of the file
   */
  record Write(Path path, ByteBuffer bytes, long position) implements FileOperation {}

  /** ftruncate(2) of an ordinary file. */
  record Truncate(Path path, long size) implements FileOperation {}

  /**
   * mkdir(2).
   *
   * @param mode before the umask
   */
  record Mkdir(Path path, int mode) implements FileOperation {}

  record Rmdir(Path path) implements FileOperation {}

  record Unlink(Path path) implements FileOperation {}

  record Rename(Path path, Path to) implements FileOperation {}

  /** A copy of an ordinary file or directory; copies of other files are opens and writes. */
  record Copy(Path path, Path to) implements FileOperation {}

  /** link(2): {@code path} is the new name. */
  record Link(Path path, Path existing) implements FileOperation {}

  /** symlink(2): {@code path} is the new name. */
  record Symlink(Path path, Path target) implements FileOperation {}

  /**
   * chmod, chown or utimes.
   *
   * @param attribute as {@link java.nio.file.Files#setAttribute} names it, such as {@code
   *     posix:permissions}
   */
  record SetAttribute(Path path, String attribute, Object value) implements FileOperation {}
}
