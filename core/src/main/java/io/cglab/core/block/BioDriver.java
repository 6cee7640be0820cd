package io.cglab.core.block;

/**
 * A driver without requests that sends each bio on to other disks: what a volume is mapped to.
 * Sectors are those of its own disk, 512 B each.
 */
public interface BioDriver {
  /**
   * Asked before anything is sent on: true if the driver keeps the bio, as while it is suspended.
   * It owns the bio until it calls {@link BlockLayer#mapAgain}.
   */
  boolean keeps(int bio, long nowNs);

  /** Sectors from {@code sector} on that lie side by side on one member, at least 1. */
  long together(long sector, boolean write);

  /** Index of the disk that {@code sector} lies on; the driver's own if it lies on none. */
  int memberDisk(long sector, boolean write);

  /** Where on that disk it lies. */
  long memberSector(long sector, boolean write);

  /** How many members there are, at least 1; a flush goes to all of them. */
  int members();

  /** Index of the disk of a member. */
  int diskOf(int member);

  /**
   * Asked about each clone: true if the driver keeps it. It owns the clone until it calls {@link
   * BlockLayer#release} or {@link BlockLayer#end}.
   *
   * @param sector what it is a clone of, on the driver's disk
   */
  boolean keepsClone(int clone, long sector, long nowNs);

  /** As {@link #keepsClone}, for the clone of a flush that goes to a member. */
  boolean keepsFlush(int clone, int member, long nowNs);
}
