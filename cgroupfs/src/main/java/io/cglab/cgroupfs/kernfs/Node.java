package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/**
 * One object of a pseudo file system. Nodes are made on demand and hold no state of their own: two
 * look-ups of one name may give two objects for the same thing, with equal {@link Attributes#ino}.
 */
public sealed interface Node permits Directory, RegularFile, DeviceFile, Symlink {
  Attributes attributes();

  /**
   * False once the thing is gone (removed, hidden, or made anew under the same name). Operations on
   * descriptors that were opened before then answer ENODEV.
   */
  boolean isAlive();

  /** Bytes of the disk that it has, a multiple of 512; none but on a disk. */
  default long allocatedBytes() {
    return 0;
  }

  /** chmod(2); {@code mode} holds permission bits only. The caller's right to do so is checked. */
  default void chmod(int mode) throws KernelException {
    throw new KernelException(Errno.EPERM);
  }

  /** chown(2); −1 leaves an id as it is. The caller's right to do so is checked. */
  default void chown(int uid, int gid) throws KernelException {
    throw new KernelException(Errno.EPERM);
  }

  /** utimensat(2), in ns; {@link Long#MIN_VALUE} leaves a time as it is. */
  default void utimes(long atimeNs, long mtimeNs) throws KernelException {
    throw new KernelException(Errno.EPERM);
  }
}
