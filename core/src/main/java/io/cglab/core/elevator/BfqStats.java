package io.cglab.core.elevator;

import io.cglab.core.block.RwStat;

/**
 * What BFQ counts for each (cgroup, disk) record, by the rows of {@code BlkgTable}, while the disk
 * is scheduled by it (control-files.md 4.5, 4.6). Times are in ns.
 */
public interface BfqStats {
  /** Statistics by kind of operation. */
  enum Counter {
    /** Bytes of the requests inserted. */
    SERVICE_BYTES,
    /** Requests inserted. */
    SERVICED,
    /** From dispatch to completion. */
    SERVICE_TIME,
    /** From allocation to dispatch. */
    WAIT_TIME,
    /** Bios merged into queued requests. */
    MERGED,
    /** Requests queued now. */
    QUEUED
  }

  /** Statistics that are one number. */
  enum Gauge {
    /** Queue lengths seen, summed and divided by how often one was looked at. */
    AVG_QUEUE_SIZE,
    GROUP_WAIT_TIME,
    IDLE_TIME,
    EMPTY_TIME,
    /** How often the group went out of service with nothing left to do. */
    DEQUEUE
  }

  /** Adds what the record itself has counted. */
  void addOwn(int blkg, Counter counter, RwStat to);

  /** Adds what removed descendants had counted and left to the record. */
  void addRemoved(int blkg, Counter counter, RwStat to);

  /** Returns one number of the record. */
  long gauge(int blkg, Gauge gauge);

  /**
   * How long queues of the record's own cgroup have been in service, in ms: the disk time that the
   * kernel's file for it has forgotten to count (schedulers-and-devices.md 4.9, time). A slot
   * counts when it ends.
   */
  long slotMs(int blkg);

  /**
   * Sets what blkio.reset_stats resets to zero: all but {@link Counter#SERVICE_BYTES}, {@link
   * Counter#SERVICED} and {@link Counter#QUEUED}.
   */
  void reset(int blkg);
}
