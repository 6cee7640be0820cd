package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.KernelException;

/** The rest of a system call that waits for something. */
@FunctionalInterface
public interface Pending {
  /**
   * Waits until it is over. The file system's lock is not held.
   *
   * @throws KernelException what the call answers in the end
   */
  void await() throws KernelException;
}
