package io.cglab.core.elevator;

import io.cglab.core.block.RwStat;

/**
 * What CFQ counts for each (cgroup, disk) record, by the rows of {@code BlkgTable}, while the disk
 * is scheduled by it (schedulers-and-devices.md 3.3, "Statistics"). Times are in ns.
 */
public interface CfqStats {
  /** Statistics by kind of operation. */
  enum Counter {
    /** Bytes of the bios submitted. */
    SERVICE_BYTES,
    /** Bios submitted. */
    SERVICED,
    /** From dispatch to completion. */
    SERVICE_TIME,
    /** From allocation to dispatch. */
    WAIT_TIME,
    /** Bios and requests merged into queued requests. */
    MERGED,
    /** Requests queued now. */
    QUEUED
  }

  /** Statistics that are one number. */
  enum Gauge {
    /** Disk time used, counted when a queue expires. */
    TIME,
    /** Queue lengths seen, summed and divided by how often one was looked at. */
    AVG_QUEUE_SIZE,
    GROUP_WAIT_TIME,
    IDLE_TIME,
    EMPTY_TIME,
    /** How often the group left the tree of busy ones. */
    DEQUEUE,
    /** Disk time used beyond the slices. */
    UNACCOUNTED_TIME,
    /** Sectors of the requests dispatched. */
    SECTORS,
    /** How often the group came to the tree of busy ones. */
    ENQUEUE
  }

  /** Adds what the record itself has counted. */
  void addOwn(int blkg, Counter counter, RwStat to);

  /** Adds what removed descendants had counted and left to the record. */
  void addRemoved(int blkg, Counter counter, RwStat to);

  /** Returns one number of the record itself. */
  long gauge(int blkg, Gauge gauge);

  /** Returns the {@link Gauge#TIME} that removed descendants left to the record. */
  long removedTime(int blkg);

  /** Sets what blkio.reset_stats resets to zero: all but {@link Counter#QUEUED}. */
  void reset(int blkg);
}
