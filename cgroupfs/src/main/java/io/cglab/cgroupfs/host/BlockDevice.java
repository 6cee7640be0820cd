package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.DeviceFile;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.nio.ByteBuffer;

/**
 * A disk or partition. Its content is not kept: it reads as zeros. Each read and write is direct
 * I/O of the caller's task, in whole sectors, and takes the virtual time that the device and the
 * limits of the task's cgroup give.
 */
final class BlockDevice extends HostNode implements DeviceFile {
  private static final int MODE = 0660;
  private static final int SECTOR = 512;
  private static final int LONGEST = 1 << 30;

  private final Machine machine;
  private final Task outside;
  private final DevNo dev;
  private final long bytes;

  BlockDevice(Machine machine, Task outside, String name, DevNo dev, long sectors) {
    super("/dev/" + name, MODE);
    this.machine = machine;
    this.outside = outside;
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
  public OpenFile open(Caller caller, boolean read, boolean write) {
    return new Open(caller);
  }

  private final class Open implements OpenFile {
    private final Caller caller;

    Open(Caller caller) {
      this.caller = caller;
    }

    @Override
    public long size() {
      return bytes;
    }

    @Override
    public int read(ByteBuffer dst, long position) throws KernelException {
      int count = (int) Math.min(dst.remaining(), Math.max(0, bytes - position));
      if (count > 0) {
        Zeros.put(dst, transfer(Job.direct(dev).reads(), position, count));
      }
      return count;
    }

    @Override
    public int write(ByteBuffer src, long position) throws KernelException {
      int count = (int) Math.min(src.remaining(), Math.max(0, bytes - position));
      if (count == 0) {
        throw new KernelException(Errno.ENOSPC, "the end of the device is at byte " + bytes);
      }
      transfer(Job.direct(dev).writes(), position, count);
      src.position(src.position() + count);
      return count;
    }

    private int transfer(Job job, long position, int count) throws KernelException {
      long from = position / SECTOR * SECTOR;
      long to = (Math.min(position + count, position + LONGEST) + SECTOR - 1) / SECTOR * SECTOR;
      Task task = machine.tasks().find(caller.pid());
      Run run =
          machine.start(
              task == null || task.isDead() ? outside : task,
              job.offset(from).blockSize((int) (to - from)).count(1));
      while (!run.isDone()) {
        if (!machine.step()) {
          throw new KernelException(Errno.EINTR, "the I/O waits for something that never comes");
        }
      }
      if (run.error() != null) {
        throw new KernelException(Errno.EIO, "what the device is mapped to fails");
      }
      return count;
    }
  }
}
