package io.cglab.core.task;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Op;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.file.Inode;
import org.jspecify.annotations.Nullable;

/**
 * What a workload reads or writes: a disk, a partition, or a file.
 *
 * @param firstSector where it begins on the disk; of no meaning for a file
 * @param sectors its length; of no meaning for a file
 * @param inode the file, or null
 */
public record Target(Disk disk, long firstSector, long sectors, @Nullable Inode inode) {
  private static final int SECTOR_SHIFT = 9;
  private static final int SECTOR_BYTES = 512;

  /** The disk itself, or the partition of this number on it. */
  public static Target of(Disk disk, DevNo dev) {
    Partition partition = disk.partition(dev);
    return partition == null
        ? new Target(disk, 0, disk.sectors(), null)
        : new Target(disk, partition.start(), partition.sectors(), null);
  }

  /** A file. */
  public static Target of(Inode inode) {
    return new Target(inode.fileSystem().disk(), 0, 0, inode);
  }

  /** How far a job can go in it, in bytes: a file grows as it is written to. */
  long length(Job job) {
    if (inode == null) {
      return sectors << SECTOR_SHIFT;
    }
    boolean grows = job.op() == Op.WRITE && !job.randomOffsets() && !job.asyncIo();
    long whole = (inode.size() + SECTOR_BYTES - 1) >> SECTOR_SHIFT << SECTOR_SHIFT;
    return grows ? Long.MAX_VALUE : whole;
  }

  /**
   * True for a direct write to a hole that the file system cannot fill without going through
   * memory.
   */
  boolean fallsBack(long offset, long bytes) {
    return inode != null
        && inode.fileSystem().type().fallsBackInHoles()
        && offset < inode.size()
        && !inode.isAllocated(offset, Math.min(bytes, inode.size() - offset));
  }

  /** What that costs more, in ns. */
  long fallbackNs() {
    return inode == null ? 0 : inode.fileSystem().layout().holeFallbackNs();
  }

  void open() {
    if (inode != null) {
      inode.open();
    }
  }

  void close() {
    if (inode != null) {
      inode.close();
    }
  }
}
