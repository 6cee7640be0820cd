package io.cglab.core.dm;

/**
 * How the sectors of one line of a table lie on its members; sectors count from the line's start.
 */
interface Target {
  /** Sectors from {@code sector} on that lie side by side on one member, at least 1. */
  long together(long sector, boolean write);

  /** Index of the disk that {@code sector} lies on; the mapped device's own if it lies on none. */
  int memberDisk(long sector, boolean write);

  /** Where on that disk it lies. */
  long memberSector(long sector, boolean write);

  /** How many members there are, at least 1. */
  int members();

  /** Index of the disk of a member. */
  int diskOf(int member);

  /** True if the target keeps the clone, and sends it on or ends it later. */
  default boolean keeps(int clone, long nowNs) {
    return false;
  }

  /** The device was suspended: what is held stays. */
  default void suspended(long nowNs) {}

  /** The device goes on. */
  default void resumed(long nowNs) {}

  /** The table goes: what is held goes on, in order. */
  default void released(long nowNs) {}
}
