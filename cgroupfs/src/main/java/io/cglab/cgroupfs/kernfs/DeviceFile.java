package io.cglab.cgroupfs.kernfs;

import io.cglab.core.api.KernelException;

/** A device node. */
public non-sealed interface DeviceFile extends Node {
  /** True for a block device, false for a character device. */
  boolean isBlock();

  /** open(2); the mode bits are checked already. */
  OpenFile open(Caller caller, boolean read, boolean write) throws KernelException;

  /** As {@link #open(Caller, boolean, boolean)} with all flags, which mean nothing to most. */
  default OpenFile open(Caller caller, OpenFlags flags) throws KernelException {
    return open(caller, flags.read(), flags.write());
  }
}
