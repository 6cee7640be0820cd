package io.cglab.core.writeback;

import io.cglab.core.device.Disk;
import java.util.List;

/**
 * Where the pages of a file are on a disk, and how long it is. Pages are of 4096 bytes, counted
 * from the file's start.
 */
public interface Backing {
  /** There is no sector. */
  long NONE = -1;

  int PAGE_BYTES = 4096;

  /** The disk that it is on. */
  Disk disk();

  /** How many bytes the file has now. */
  long size();

  /** How many pages the file has now. */
  default long pages() {
    return (size() + PAGE_BYTES - 1) / PAGE_BYTES;
  }

  /**
   * Keeps room for bytes that are about to be written.
   *
   * @return for how many of them there is some
   */
  long reserve(long offset, long bytes);

  /** It is at least so long now. */
  void extendTo(long bytes);

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

  /** Bytes of these pages that are on the disk: of the last page of a disk perhaps a part. */
  default long bytes(long start, long end) {
    return (end - start) * PAGE_BYTES;
  }

  /** Somebody has it open. */
  void open();

  /** Somebody closes it. */
  void close();

  /** What is to be on the disk before the next {@link #close} ends. */
  default List<CachedFile> flushedByClosing() {
    return List.of();
  }
}
