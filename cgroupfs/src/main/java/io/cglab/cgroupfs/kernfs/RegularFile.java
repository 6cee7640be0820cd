package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.KernelException;

/** A file whose content is made on demand. */
public non-sealed interface RegularFile extends Node {
  /** open(2); the mode bits are checked already. */
  OpenFile open(Caller caller, boolean read, boolean write) throws KernelException;

  /** False where the super-user may not override missing mode bits at open (sysfs). */
  default boolean rootOverridesMode() {
    return true;
  }
}
