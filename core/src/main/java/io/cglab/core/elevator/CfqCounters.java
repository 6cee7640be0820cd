package io.cglab.core.elevator;

import io.cglab.core.api.Op;
import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.device.Disk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What CFQ counts for the records of all disks that it schedules (schedulers-and-devices.md 3.3,
 * "Statistics"). Records that are gone are {@link BlkgTable#NONE}: nothing is counted for them.
 */
public final class CfqCounters implements CfqStats, BlkgListener, SchedulerListener {
  private static final long NEVER = -1;

  /** One record's counts. */
  private static final class Counts {
    final RwStat[] own = stats();
    final RwStat[] removed = stats();
    long removedTimeNs;
    final long[] gauges = new long[Gauge.values().length];
    long queueSizes;
    long samples;
    long waitingSinceNs = NEVER;
    long idleSinceNs = NEVER;
    long emptySinceNs = NEVER;

    private static RwStat[] stats() {
      RwStat[] stats = new RwStat[Counter.values().length];
      Arrays.setAll(stats, i -> new RwStat());
      return stats;
    }

    RwStat own(Counter counter) {
      return own[counter.ordinal()];
    }

    void add(Gauge gauge, long amount) {
      gauges[gauge.ordinal()] += amount;
    }

    long queued() {
      RwStat queued = own(Counter.QUEUED);
      return queued.sync() + queued.async();
    }
  }

  private final BlkgTable blkgs;
  private @Nullable Counts[] rows = new @Nullable Counts[0];

  /** Counts nothing yet. */
  public CfqCounters(BlkgTable blkgs, Elevators elevators) {
    this.blkgs = blkgs;
    blkgs.addListener(this);
    elevators.addListener(this);
  }

  private @Nullable Counts known(int blkg) {
    return blkg >= 0 && blkg < rows.length ? rows[blkg] : null;
  }

  private @Nullable Counts of(int blkg) {
    if (blkg == BlkgTable.NONE) {
      return null;
    }
    if (blkg >= rows.length) {
      rows = Arrays.copyOf(rows, Math.max(blkgs.rows(), rows.length * 2));
    }
    Counts counts = rows[blkg];
    if (counts == null) {
      counts = new Counts();
      rows[blkg] = counts;
    }
    return counts;
  }

  // ---- what CFQ tells

  void submitted(int blkg, Op op, boolean sync, long bytes) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.own(Counter.SERVICED).add(op, sync, 1);
      counts.own(Counter.SERVICE_BYTES).add(op, sync, bytes);
    }
  }

  /**
   * A request is queued.
   *
   * @param served true if its group has the disk
   */
  void inserted(int blkg, Op op, boolean sync, boolean served, long now) {
    Counts counts = of(blkg);
    if (counts == null) {
      return;
    }
    counts.own(Counter.QUEUED).add(op, sync, 1);
    if (counts.emptySinceNs != NEVER) {
      counts.add(Gauge.EMPTY_TIME, now - counts.emptySinceNs);
      counts.emptySinceNs = NEVER;
    }
    if (!served && counts.waitingSinceNs == NEVER) {
      counts.waitingSinceNs = now;
    }
  }

  void merged(int blkg, Op op, boolean sync) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.own(Counter.MERGED).add(op, sync, 1);
    }
  }

  /** A request is part of another one. */
  void joined(int blkg, Op op, boolean sync) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.own(Counter.MERGED).add(op, sync, 1);
      counts.own(Counter.QUEUED).add(op, sync, -1);
    }
  }

  void dispatched(int blkg, Op op, boolean sync, int sectors) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.own(Counter.QUEUED).add(op, sync, -1);
      counts.add(Gauge.SECTORS, sectors);
    }
  }

  void completed(int blkg, Op op, boolean sync, long waitNs, long serviceNs) {
    Counts counts = known(blkg);
    if (counts != null) {
      counts.own(Counter.WAIT_TIME).add(op, sync, waitNs);
      counts.own(Counter.SERVICE_TIME).add(op, sync, serviceNs);
    }
  }

  /** A queue of the group gets its turn. */
  void activated(int blkg, long now) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.queueSizes += counts.queued();
      counts.samples++;
      if (counts.waitingSinceNs != NEVER) {
        counts.add(Gauge.GROUP_WAIT_TIME, now - counts.waitingSinceNs);
        counts.waitingSinceNs = NEVER;
      }
    }
  }

  /** A turn is over. */
  void used(int blkg, long usedNs, long beyondNs, long now) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.add(Gauge.TIME, usedNs);
      counts.add(Gauge.UNACCOUNTED_TIME, beyondNs);
      if (counts.queued() == 0 && counts.emptySinceNs == NEVER) {
        counts.emptySinceNs = now;
      }
    }
  }

  void idleBegins(int blkg, long now) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.idleSinceNs = now;
    }
  }

  void idleEnds(int blkg, long now) {
    Counts counts = of(blkg);
    if (counts != null && counts.idleSinceNs != NEVER) {
      counts.add(Gauge.IDLE_TIME, now - counts.idleSinceNs);
      counts.idleSinceNs = NEVER;
    }
  }

  void enqueued(int blkg) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.add(Gauge.ENQUEUE, 1);
    }
  }

  void dequeued(int blkg) {
    Counts counts = of(blkg);
    if (counts != null) {
      counts.add(Gauge.DEQUEUE, 1);
    }
  }

  // ---- what files show

  @Override
  public void addOwn(int blkg, Counter counter, RwStat to) {
    Counts counts = known(blkg);
    if (counts != null) {
      to.add(counts.own(counter));
    }
  }

  @Override
  public void addRemoved(int blkg, Counter counter, RwStat to) {
    Counts counts = known(blkg);
    if (counts != null) {
      to.add(counts.removed[counter.ordinal()]);
    }
  }

  @Override
  public long gauge(int blkg, Gauge gauge) {
    Counts counts = known(blkg);
    if (counts == null) {
      return 0;
    }
    if (gauge == Gauge.AVG_QUEUE_SIZE) {
      return counts.samples == 0 ? 0 : counts.queueSizes / counts.samples;
    }
    return counts.gauges[gauge.ordinal()];
  }

  @Override
  public long removedTime(int blkg) {
    Counts counts = known(blkg);
    return counts == null ? 0 : counts.removedTimeNs;
  }

  @Override
  public void reset(int blkg) {
    Counts counts = known(blkg);
    if (counts != null) {
      for (Counter counter : Counter.values()) {
        if (counter != Counter.QUEUED) {
          counts.own(counter).reset();
        }
      }
      Arrays.fill(counts.gauges, 0);
      counts.queueSizes = 0;
      counts.samples = 0;
    }
  }

  // ---- the end of records

  @Override
  public void created(int blkg) {
    if (blkg < rows.length) {
      rows[blkg] = null;
    }
  }

  /** A removed cgroup's counts go to its parent, which shows them with those of its descendants. */
  @Override
  public void offline(int blkg) {
    Counts counts = known(blkg);
    Counts parent = counts == null ? null : of(blkgs.parent(blkg));
    if (counts == null || parent == null) {
      return;
    }
    for (Counter counter : Counter.values()) {
      parent.removed[counter.ordinal()].add(counts.own(counter));
      parent.removed[counter.ordinal()].add(counts.removed[counter.ordinal()]);
    }
    parent.removedTimeNs += counts.gauges[Gauge.TIME.ordinal()] + counts.removedTimeNs;
  }

  @Override
  public void switched(Disk disk, Scheduler before, Scheduler now) {
    for (int blkg = 0; blkg < rows.length; blkg++) {
      if (rows[blkg] != null && blkgs.isUsed(blkg) && blkgs.disk(blkg) == disk) {
        rows[blkg] = null;
      }
    }
  }
}
