package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.disk.DiskCalls;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.DeviceFile;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.OpenFlags;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;

/**
 * A disk or partition. Its content is not kept: it reads as zeros. Reads and writes go through
 * memory, or past it with O_DIRECT; they are I/O of the caller's task and take the virtual time
 * that the device and the limits of the task's cgroup give.
 */
final class BlockDevice extends HostNode implements DeviceFile {
  private static final int MODE = 0660;
  private static final int SECTOR = 512;

  private final DiskCalls calls;
  private final DevNo dev;
  private final long bytes;

  BlockDevice(DiskCalls calls, String name, DevNo dev, long sectors) {
    super("/dev/" + name, MODE);
    this.calls = calls;
    this.dev = dev;
    this.bytes = sectors * SECTOR;
  }

  @Override
  int rdev() {
    return dev.packed();
  }

  @Override
  public boolean isBlock() {
    return true;
  }

  @Override
  public OpenFile open(Caller caller, boolean read, boolean write) throws KernelException {
    return open(caller, new OpenFlags(read, write, false, false, false, false, false));
  }

  @Override
  public OpenFile open(Caller caller, OpenFlags flags) throws KernelException {
    return new OpenDevice(calls, dev, bytes, flags);
  }
}
