package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.KernelException;
import java.nio.ByteBuffer;

/**
 * Stands between the callers and the pseudo trees, and may spoil what passes: so that programs meet
 * what other kernels show, or what a test can hardly bring about. Called with the file system's
 * lock held; paths are canonical.
 */
public interface Interposer {
  /** Lets everything pass, and costs nothing. */
  Interposer NONE = new Interposer() {};

  /** Returns what a file shows in place of {@code text}, which is Latin-1. */
  default String shown(Mount tree, String path, String text) {
    return text;
  }

  /** Returns how many of {@code wanted} bytes one read(2) gives at most, 1 to {@code wanted}. */
  default int readLength(Mount tree, String path, int wanted) {
    return wanted;
  }

  /** A read(2) at {@code position} begins; it may be refused. */
  default void reading(Mount tree, String path, long position) throws KernelException {}

  /**
   * A write(2) begins; it may be refused.
   *
   * @param bytes what is written, read-only
   */
  default void writing(Mount tree, String path, ByteBuffer bytes) throws KernelException {}

  /** An rmdir(2) of a directory that exists begins; it may be refused. */
  default void removing(Mount tree, String path) throws KernelException {}
}
