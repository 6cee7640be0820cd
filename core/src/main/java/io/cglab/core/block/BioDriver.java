package io.cglab.core.block;

/**
 * A driver without requests that sends each bio on to other disks: what a volume is mapped to.
 * Sectors are those of its own disk, 512 B each.
 */
public interface BioDriver {
  /** Sectors from {@code sector} on that lie side by side on one member, at least 1. */
  long together(long sector);

  /** Index of the disk that {@code sector} lies on. */
  int memberDisk(long sector);

  /** Where on that disk it lies. */
  long memberSector(long sector);

  /** How many members there are; a flush goes to all of them. */
  int members();

  /** Index of the disk of a member. */
  int diskOf(int member);
}
