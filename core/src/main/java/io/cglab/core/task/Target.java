package io.cglab.core.task;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Op;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.file.Inode;
import io.cglab.core.writeback.CachedFile;
import io.cglab.core.writeback.FileBacking;
import io.cglab.core.writeback.RawDevices;
import org.jspecify.annotations.Nullable;

/**
 * What a workload reads or writes: a disk, a partition, or a file.
 *
 * @param firstSector where it begins on the disk; of no meaning for a file
 * @param sectors its length; of no meaning for a file
 * @param dev of the disk or partition; of no meaning for a file
 * @param inode the file, or null
 */
public record Target(Disk disk, long firstSector, long sectors, DevNo dev, @Nullable Inode inode) {
  private static final int SECTOR_SHIFT = 9;
  private static final int SECTOR_BYTES = 512;

  /** The disk itself, or the partition of this number on it. */
  public static Target of(Disk disk, DevNo dev) {
    Partition partition = disk.partition(dev);
    return partition == null
        ? new Target(disk, 0, disk.sectors(), dev, null)
        : new Target(disk, partition.start(), partition.sectors(), dev, null);
  }

  /** A file. */
  public static Target of(Inode inode) {
    return new Target(inode.fileSystem().disk(), 0, 0, inode.fileSystem().dev(), inode);
  }

  /** What is cached of it; null for nothing. */
  @Nullable CachedFile cached(RawDevices devices) {
    return inode == null ? devices.cached(dev) : FileBacking.cached(inode);
  }

  /** How far a job can go in it, in bytes. */
  long length(Job job) {
    return inode == null
        ? length(job, sectors << SECTOR_SHIFT, true)
        : length(job, inode.size(), false);
  }

  /** The same for what has {@code bytes} now: a file grows as it is written to. */
  static long length(Job job, long bytes, boolean isFixed) {
    boolean grows = !isFixed && job.op() == Op.WRITE && !job.randomOffsets() && !job.asyncIo();
    return grows ? Long.MAX_VALUE : (bytes + SECTOR_BYTES - 1) >> SECTOR_SHIFT << SECTOR_SHIFT;
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
