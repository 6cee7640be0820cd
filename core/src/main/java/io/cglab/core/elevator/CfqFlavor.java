package io.cglab.core.elevator;

/** The three CFQs of which tables and documents tell (schedulers-and-devices.md 3). */
public enum CfqFlavor {
  /** Linux 2.6.31 and before (3.2): queues only, whatever cgroup they are of. */
  FLAT(true, 4),

  /** Linux 2.6.33 to 4.20, as of 4.19 (3.3): groups by weight, each with three kinds of queues. */
  GROUPS(false, 8),

  /**
   * The IO controller of September 2009 (3.4): groups by weight, and below them CFQ's queues or one
   * queue for each group that noop, anticipatory or deadline put in order.
   */
  V10(true, 4);

  private final boolean countsTicks;
  private final long quantum;

  CfqFlavor(boolean countsTicks, long quantum) {
    this.countsTicks = countsTicks;
    this.quantum = quantum;
  }

  /** True if the disk is shared by groups. */
  boolean hasGroups() {
    return this != FLAT;
  }

  /** True if seeky queues and steady ones are served apart, and slices follow a latency. */
  boolean hasWorkloads() {
    return this == GROUPS;
  }

  /** True if all times are ticks; else ns. */
  boolean countsTicks() {
    return countsTicks;
  }

  /** Requests of a queue that may be in the driver, where nothing was written. */
  long quantum() {
    return quantum;
  }
}
