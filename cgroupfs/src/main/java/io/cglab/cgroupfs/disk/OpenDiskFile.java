package io.cglab.cgroupfs.disk;

import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.OpenFlags;
import io.cglab.cgroupfs.kernfs.Pending;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.file.Inode;
import io.cglab.core.task.BufferedIo;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.writeback.CachedFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An open file on a disk. Content and size change when a call is made; the call then waits for what
 * it does in the block layer, or for the page cache.
 */
final class OpenDiskFile implements OpenFile {
  private static final int SECTOR = 512;

  /** What one call reads or writes at most. */
  private static final int LONGEST = 1 << 30;

  private final DiskFile file;
  private final Inode inode;
  private final OpenFlags flags;
  private final CallWait wait;

  OpenDiskFile(DiskFile file, OpenFlags flags) {
    this.file = file;
    this.inode = file.inode();
    this.flags = flags;
    wait = new CallWait(file.calls, flags);
    inode.open();
  }

  @Override
  public long size() {
    return inode.size();
  }

  @Override
  public long farthest() {
    return inode.fileSystem().type().maxFileBytes();
  }

  @Override
  public long writePosition(long position) {
    return flags.append() ? inode.size() : position;
  }

  @Override
  public int read(ByteBuffer dst, long position) throws KernelException {
    wait.requireAligned(position, dst.remaining());
    int count =
        (int) Math.max(0, Math.min(Math.min(dst.remaining(), LONGEST), inode.size() - position));
    if (count > 0) {
      file.content().read(dst, position, count);
      wait.set(
          flags.direct()
              ? direct(Job.direct(inode).reads(), position, count)
              : buffered().read(caller(), cached(), position, count));
    }
    return count;
  }

  @Override
  public int write(ByteBuffer src, long position) throws KernelException {
    wait.requireAligned(position, src.remaining());
    int wanted = Math.min(src.remaining(), LONGEST);
    file.requireRoom(position + wanted);
    int count = (int) inode.room(position, wanted);
    if (count == 0) {
      throw new KernelException(Errno.ENOSPC);
    }
    ByteBuffer taken = src.duplicate();
    taken.limit(taken.position() + count);
    file.content().write(taken, position);
    src.position(src.position() + count);
    file.modified();
    Run run;
    if (flags.direct()) {
      run = direct(Job.direct(inode).writes(), position, count);
    } else {
      inode.reserve(position, count);
      inode.extendTo(position + count);
      run = buffered().write(caller(), cached(), position, count);
    }
    wait.setWrite(run, () -> buffered().fsync(caller(), cached(), !flags.sync()));
    return count;
  }

  private Run direct(Job job, long position, int count) throws KernelException {
    int whole = (count + SECTOR - 1) / SECTOR * SECTOR;
    return file.calls.machine().start(caller(), job.offset(position).blockSize(whole).count(1));
  }

  private BufferedIo buffered() {
    return file.calls.machine().buffered();
  }

  private CachedFile cached() {
    return buffered().file(inode);
  }

  private Task caller() {
    return file.calls.caller();
  }

  @Override
  public void truncate(long size) throws KernelException {
    file.truncate(size);
  }

  @Override
  public void sync(boolean dataOnly) {
    wait.set(buffered().fsync(caller(), cached(), dataOnly));
  }

  @Override
  public @Nullable Pending takePending() {
    return wait.take();
  }

  @Override
  public void close() {
    inode.close();
  }
}
