package io.cglab.core.writeback;

import io.cglab.core.device.Disk;

/**
 * Where the pages of a file are on a disk. Pages are of 4096 bytes, counted from the file's start.
 */
public interface Backing {
  /** There is no sector. */
  long NONE = -1;

  /** The disk that it is on. */
  Disk disk();

  /** How many pages the file has now. */
  long pages();

  /** The sector of its disk that a page is to be read from; {@link #NONE} if it reads as zeros. */
  long sectorToRead(long page);

  /** The sector that a page is written to; it has one after {@link #allocate}. */
  long sector(long page);

  /** Pages from {@code page} on that lie in a row on the disk, up to {@code most}; at least 1. */
  long run(long page, long most);

  /** Finds places for pages that are about to be written. */
  void allocate(long page, long pages);

  /** The most pages that writeback makes one bio of. */
  int mostBioPages();

  /** True if what is written back may be charged to the owner's cgroup, not the flusher's. */
  boolean isChargedToOwners();
}
