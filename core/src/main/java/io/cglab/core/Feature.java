package io.cglab.core;

/** What a kernel may be built without, as far as control files tell (control-files.md 2). */
public enum Feature {
  /** Limits of bytes and I/Os per second: io.max, blkio.throttle. */
  THROTTLE,
  /** Latency targets: io.latency. */
  IOLATENCY,
  /** Proportional shares of modelled device time: io.weight, io.cost. */
  IOCOST,
  /** A priority class for each cgroup: io.prio.class, blkio.prio.class. */
  IOPRIO,
  /** The BFQ scheduler with its groups: io.bfq.weight, blkio.bfq. */
  BFQ,
  /** BFQ's debugging statistics, which need {@link #BFQ}. */
  BFQ_DEBUG,
  /** Pressure stall information: the pressure files. */
  PSI
}
