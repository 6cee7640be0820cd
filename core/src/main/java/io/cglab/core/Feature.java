package io.cglab.core;

/**
 * What a kernel may have or lack, by its version and by what it was built with, as far as control
 * files and their neighbours tell (control-files.md 2). A {@link Profile} names those of a version;
 * a distribution may leave some out. Versions are those of the specification's notes and of the
 * kernels' own documentation; only Linux 6.12 is checked by a record.
 */
public enum Feature {
  /** Limits of bytes and I/Os per second: io.max, blkio.throttle. */
  THROTTLE,
  /** Latency targets: io.latency (since 4.19). */
  IOLATENCY,
  /** Proportional shares of modelled device time: io.weight, io.cost (since 5.4). */
  IOCOST,
  /** A priority class for each cgroup: io.prio.class, blkio.prio.class (since 5.14). */
  IOPRIO,
  /**
   * Throttling of buffered writes: queue/wbt_lat_usec (since 4.10). No profile has it by itself:
   * the recorded kernel was built without.
   */
  WBT,
  /** The BFQ scheduler with its groups: io.bfq.weight, blkio.bfq (since 4.12). */
  BFQ,
  /** BFQ's debugging statistics, which need {@link #BFQ}. */
  BFQ_DEBUG,
  /** Pressure stall information: the pressure files (since 4.20). */
  PSI,
  /**
   * The CFQ scheduler with its groups: blkio.weight and its family, and io.weight, which a kernel
   * with {@link #IOCOST} has from there (until 5.0).
   */
  CFQ,
  /** CFQ's debugging statistics, which need {@link #CFQ}. */
  CFQ_DEBUG,
  /** The CFQ scheduler without groups (until 2.6.32). */
  CFQ_FLAT,
  /** The anticipatory scheduler (until 2.6.32). */
  ANTICIPATORY,
  /**
   * The "IO scheduler based IO controller" in its tenth version, of September 2009, which was never
   * merged: groups by disk time below which noop, anticipatory, deadline or CFQ choose requests.
   */
  IO_CONTROLLER_V10,
  /** v2's freezer: cgroup.freeze, and frozen in cgroup.events (since 5.2). */
  FREEZER_V2,
  /** cgroup.kill (since 5.14). */
  KILL,
  /** cpu.stat.local, and nice_usec in cpu.stat. */
  CPU_STAT_LOCAL,
  /** v2's root has io.stat and cpu.stat as well. */
  ROOT_STAT,
  /** Keys for each controller in cgroup.stat (6.12). */
  SUBSYS_COUNTS,
  /** A line in io.stat for a disk without I/O. */
  IDLE_IO_STAT,
  /** Discards are told apart from writes in v1's statistics. */
  DISCARD_STAT,
  /** Flushes in /proc/diskstats and in the stat file of a disk (since 5.5). */
  FLUSH_STAT,
  /**
   * Throttling and iolatency come to a disk when a file first names it; without, they are on every
   * disk from its creation.
   */
  LAZY_POLICIES,
  /** mq-deadline knows priorities: prio_aging_expire, async_depth (since 5.14 and 5.16). */
  DEADLINE_PRIO,
  /** queue/scheduler lists none first, whatever the scheduler is. */
  NONE_FIRST,
  /**
   * Files of a disk and its queue that came after 4.19: diskseq, io_timeout, stable_writes, those
   * of zones, virt_boundary_mask, dma_alignment.
   */
  NEWER_DISK_FILES,
  /** Mount options that came after 4.19: cgroup2's beside nsdelegate, v1's favordynmods. */
  NEWER_MOUNT_OPTIONS,
  /** memory.reclaim (since 5.19). */
  MEMORY_RECLAIM,
  /** v2 has the cpuset controller (since 5.0). */
  CPUSET_V2,
  /**
   * The cpu controller's files and keys that came after 4.19: cpu.idle, cpu.max.burst or
   * cpu.cfs_burst_us with the bursts in cpu.stat, cpu.uclamp.
   */
  NEWER_CPU_FILES,
  /**
   * The memory controller's files and keys of v2 that came after 4.19, beside {@link
   * #MEMORY_RECLAIM}: memory.peak, memory.events.local, memory.numa_stat, memory.swap.high,
   * memory.swap.peak, memory.zswap, oom_group_kill in memory.events, high in memory.swap.events.
   */
  NEWER_MEMORY_FILES,
  /**
   * The pids controller's files that came after 4.19: pids.peak, pids.events.local; without, v2's
   * pids.events counts where a fork was, as v1's does.
   */
  NEWER_PIDS_FILES
}
