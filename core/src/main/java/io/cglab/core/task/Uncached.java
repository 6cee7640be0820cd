package io.cglab.core.task;

import io.cglab.core.cgroup.Task;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.Inode;
import org.jspecify.annotations.Nullable;

/**
 * Files without a page cache: what is read or written is read from or written to the disk at once,
 * in whole blocks, as direct I/O of the caller. So there is never anything to sync but a disk's own
 * cache.
 */
public final class Uncached implements BufferedIo {
  private static final int BLOCK = FileSystem.BLOCK_BYTES;

  private final Surroundings in;

  public Uncached(Surroundings in) {
    this.in = in;
  }

  @Override
  public Run read(Task task, Inode inode, long offset, int bytes) {
    return transfer(task, Job.direct(inode), offset, bytes);
  }

  @Override
  public Run write(Task task, Inode inode, long offset, int bytes) {
    return transfer(task, Job.direct(inode).writes(), offset, bytes);
  }

  private Run transfer(Task task, Job job, long offset, int bytes) {
    long from = offset / BLOCK * BLOCK;
    long to = (offset + bytes + BLOCK - 1) / BLOCK * BLOCK;
    return start(task, job.buffered(true).offset(from).blockSize((int) (to - from)).count(1));
  }

  @Override
  public Run fsync(Task task, Inode inode, boolean dataOnly) {
    return start(task, Job.direct(inode).flushes());
  }

  @Override
  public Run sync(Task task, @Nullable FileSystem only) {
    return new Finished(task, in.clock().nowNs());
  }

  @Override
  public Run start(Task task, Job job) {
    return DirectIo.start(in, task, job, job.files().stream().map(Target::of).toList());
  }
}
