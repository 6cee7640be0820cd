package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.disk.CallWait;
import io.cglab.cgroupfs.disk.DiskCalls;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.OpenFlags;
import io.cglab.cgroupfs.kernfs.Pending;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.task.BufferedIo;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.writeback.CachedFile;
import io.cglab.core.writeback.RawDevices;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open disk or partition. A call waits for what it does in the block layer, or for the page
 * cache; whoever closes a disk last waits until what is dirty of it is written.
 */
final class OpenDevice implements OpenFile {
  private static final int LONGEST = 1 << 30;

  private final DiskCalls calls;
  private final DevNo dev;
  private final long bytes;
  private final OpenFlags flags;
  private final CachedFile cached;
  private final CallWait wait;

  /**
   * Opens it.
   *
   * @throws KernelException ENXIO if it is gone
   */
  OpenDevice(DiskCalls calls, DevNo dev, long bytes, OpenFlags flags) throws KernelException {
    this.calls = calls;
    this.dev = dev;
    this.bytes = bytes;
    this.flags = flags;
    wait = new CallWait(calls, flags);
    cached = devices().of(dev);
    cached.backing().open();
  }

  private RawDevices devices() {
    return calls.machine().rawDevices();
  }

  private BufferedIo buffered() {
    return calls.machine().buffered();
  }

  @Override
  public long size() {
    return bytes;
  }

  @Override
  public long writePosition(long position) {
    return flags.append() ? bytes : position;
  }

  @Override
  public int read(ByteBuffer dst, long position) throws KernelException {
    wait.requireAligned(position, dst.remaining());
    int count = fitting(dst.remaining(), position);
    if (count > 0) {
      Zeros.put(dst, count);
      wait.set(
          flags.direct()
              ? direct(Job.direct(dev).reads(), position, count)
              : buffered().read(calls.caller(), cached, position, count));
    }
    return count;
  }

  @Override
  public int write(ByteBuffer src, long position) throws KernelException {
    wait.requireAligned(position, src.remaining());
    int count = fitting(src.remaining(), position);
    if (count == 0) {
      throw new KernelException(Errno.ENOSPC, "the end of the device is at byte " + bytes);
    }
    src.position(src.position() + count);
    Run run =
        flags.direct()
            ? direct(Job.direct(dev).writes(), position, count)
            : buffered().write(calls.caller(), cached, position, count);
    wait.setWrite(run, () -> buffered().fsync(calls.caller(), cached, !flags.sync()));
    return count;
  }

  private int fitting(int wanted, long position) {
    return (int) Math.min(Math.min(wanted, LONGEST), Math.max(0, bytes - position));
  }

  private Run direct(Job job, long position, int count) throws KernelException {
    return calls.machine().start(calls.caller(), job.offset(position).blockSize(count).count(1));
  }

  @Override
  public void sync(boolean dataOnly) {
    wait.set(buffered().fsync(calls.caller(), cached, dataOnly));
  }

  @Override
  public @Nullable Pending takePending() {
    return wait.take();
  }

  @Override
  public void close() {
    List<CachedFile> last = devices().flushedByClosing(dev);
    last.removeIf(file -> file.dirtyPages() + file.writebackPages() == 0);
    if (last.isEmpty()) {
      devices().close(dev);
      return;
    }
    wait.set(
        () -> {
          try {
            for (CachedFile file : last) {
              calls.finish(() -> buffered().fsync(calls.caller(), file, false));
            }
          } catch (KernelException lost) {
            // close(2) of a disk does not tell; who wants to know calls fsync(2)
          } finally { // whoever was killed meanwhile has closed it, too
            calls.locked(() -> devices().close(dev));
          }
        });
  }
}
