package io.cglab.cgroupfs.disk;

import io.cglab.cgroupfs.kernfs.OpenFlags;
import io.cglab.cgroupfs.kernfs.Pending;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.task.Run;
import org.jspecify.annotations.Nullable;

/** What the last call on an open disk, or file of one, waits for once the lock is released. */
public final class CallWait {
  private static final int SECTOR = 512;

  private final DiskCalls calls;
  private final OpenFlags flags;
  private @Nullable Pending pending;

  /** Nothing yet. */
  public CallWait(DiskCalls calls, OpenFlags flags) {
    this.calls = calls;
    this.flags = flags;
  }

  /**
   * Refuses what direct I/O cannot do.
   *
   * @throws KernelException EINVAL if it is not in whole sectors
   */
  public void requireAligned(long position, int count) throws KernelException {
    if (flags.direct() && (position % SECTOR != 0 || count % SECTOR != 0)) {
      throw new KernelException(Errno.EINVAL, "direct I/O is in whole sectors of 512 bytes");
    }
  }

  /** The call waits for a run. */
  public void set(Run run) {
    pending = run.isDone() && run.error() == null ? null : () -> calls.await(run);
  }

  /** The call waits for a write, and then, with O_SYNC or O_DSYNC, until that is on the disk. */
  public void setWrite(Run write, DiskCalls.Start fsync) {
    if (flags.sync() || flags.dataSync()) {
      pending =
          () -> {
            calls.await(write);
            calls.finish(fsync);
          };
    } else {
      set(write);
    }
  }

  /** The call waits for something else. */
  public void set(Pending other) {
    pending = other;
  }

  /** What the call waits for, once; null for nothing. */
  public @Nullable Pending take() {
    Pending taken = pending;
    pending = null;
    return taken;
  }
}
