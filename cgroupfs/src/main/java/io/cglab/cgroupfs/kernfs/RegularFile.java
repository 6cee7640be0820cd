package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/** A file whose content is made on demand. */
public non-sealed interface RegularFile extends Node {
  /** open(2); the mode bits are checked already. */
  OpenFile open(Caller caller, boolean read, boolean write) throws KernelException;

  /** As {@link #open(Caller, boolean, boolean)} with all flags, most of which mean nothing here. */
  default OpenFile open(Caller caller, OpenFlags flags) throws KernelException {
    if (flags.direct()) {
      throw new KernelException(Errno.EINVAL, "a control file has no direct I/O");
    }
    return open(caller, flags.read(), flags.write());
  }

  /** False where the super-user may not override missing mode bits at open (sysfs). */
  default boolean rootOverridesMode() {
    return true;
  }
}
