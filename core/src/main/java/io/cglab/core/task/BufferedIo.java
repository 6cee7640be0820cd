package io.cglab.core.task;

import io.cglab.core.cgroup.Task;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.Inode;
import io.cglab.core.writeback.CachedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing files and disks through memory. Each call is begun on behalf of a task, which
 * does one thing at a time, and its {@link Run} is done when the system call returns.
 */
public interface BufferedIo {
  /** The file of an inode. */
  CachedFile file(Inode inode);

  /** read(2) of bytes that are within the file, at least 1 and at most 1 GiB. */
  Run read(Task task, CachedFile file, long offset, int bytes);

  /**
   * write(2). The caller has {@link Inode#reserve reserved} the room, so all of it is taken, and
   * has {@link Inode#extendTo made the file as long}; at least 1 byte, at most 1 GiB. On a disk it
   * is within the disk.
   */
  Run write(Task task, CachedFile file, long offset, int bytes);

  /**
   * fsync(2) or fdatasync(2): what is dirty of a file is written.
   *
   * @param dataOnly fdatasync(2)
   */
  Run fsync(Task task, CachedFile file, boolean dataOnly);

  /** sync(2), or syncfs(2) of one file system. */
  Run sync(Task task, @Nullable FileSystem only);

  /**
   * A workload on files or on disks. It reserves room for what it writes, and makes files as long,
   * itself; it has them open, and where it is the last that closes a disk, what is dirty of that is
   * written before it is done.
   *
   * @param files those of the job, in its order
   */
  Run start(Task task, Job job, List<CachedFile> files);
}
