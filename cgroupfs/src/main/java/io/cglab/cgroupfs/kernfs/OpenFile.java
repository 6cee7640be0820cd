package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.KernelException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An open file description without its offset, which kernfs keeps. */
public interface OpenFile {
  /**
   * Reads at {@code position} into {@code dst}; returns the bytes read, 0 at the end of the file.
   */
  int read(ByteBuffer dst, long position) throws KernelException;

  /**
   * One write(2) of all that remains in {@code src}; returns the bytes taken, which may be fewer.
   */
  int write(ByteBuffer src, long position) throws KernelException;

  /** One write(2) of nothing, which as a rule does nothing. */
  default void writeNothing() throws KernelException {}

  /** Size in bytes for lseek(SEEK_END); 0 for control files. */
  default long size() {
    return 0;
  }

  /**
   * poll(2): true where POLLPRI is reported now. The event of a trigger is taken by that; others
   * are a level, reported until the file is read.
   */
  default boolean hasEvent() {
    return false;
  }

  /**
   * Sets who is told when {@link #hasEvent} may have become true, so that a poll(2) can sleep. Once
   * too often is no error. It is called with the file system's lock held, from within whatever the
   * machine is doing, and must leave both alone.
   */
  default void onEvent(Runnable told) {}

  /** Where a write goes that is asked for at {@code position}: elsewhere only with O_APPEND. */
  default long writePosition(long position) {
    return position;
  }

  /** The farthest that lseek(2) goes. */
  default long farthest() {
    return size() == 0 ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  /** ftruncate(2) to a smaller or greater size; without effect on control files. */
  default void truncate(long size) throws KernelException {}

  /**
   * fsync(2).
   *
   * @param dataOnly fdatasync(2)
   */
  default void sync(boolean dataOnly) throws KernelException {}

  /**
   * What the last call has yet to wait for, which is then taken; null if it is over. Asked after
   * each call, close(2) too, before the lock is given back.
   */
  default @Nullable Pending takePending() {
    return null;
  }

  default void close() {}
}
