package io.cglab.core.elevator;

import io.cglab.core.api.Op;
import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.device.Disk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What BFQ counts for the records of all disks that it schedules (schedulers-and-devices.md 4.9).
 *
 * <p>Three of the kernel's gauges never count, and so they do not here: group_wait_time and
 * empty_time for the reasons that 4.9 gives, and idle_time, which the record shows to be zero after
 * a thread was waited for between each of its I/Os.
 */
public final class BfqCounters implements BfqStats, BlkgListener, SchedulerListener {
  private static final long NS_PER_MS = 1_000_000;

  /** One record's counts. */
  private static final class Counts {
    final RwStat[] own = stats();
    final RwStat[] removed = stats();
    long queueSizes;
    long samples;
    long dequeues;
    long slotNs;

    private static RwStat[] stats() {
      RwStat[] stats = new RwStat[Counter.values().length];
      Arrays.setAll(stats, i -> new RwStat());
      return stats;
    }

    RwStat own(Counter counter) {
      return own[counter.ordinal()];
    }
  }

  private final BlkgTable blkgs;
  private @Nullable Counts[] rows = new @Nullable Counts[0];

  /** Counts nothing yet. */
  public BfqCounters(BlkgTable blkgs, Elevators elevators) {
    this.blkgs = blkgs;
    blkgs.addListener(this);
    elevators.addListener(this);
  }

  private Counts of(int blkg) {
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

  private @Nullable Counts known(int blkg) {
    return blkg < rows.length ? rows[blkg] : null;
  }

  // ---- what BFQ tells

  void inserted(int blkg, Op op, boolean sync, int sectors) {
    Counts counts = of(blkg);
    counts.own(Counter.SERVICED).add(op, sync, 1);
    counts.own(Counter.SERVICE_BYTES).add(op, sync, (long) sectors << 9);
    counts.own(Counter.QUEUED).add(op, sync, 1);
  }

  void merged(int blkg, Op op, boolean sync) {
    Counts counts = of(blkg);
    counts.own(Counter.QUEUED).add(op, sync, -1);
    counts.own(Counter.MERGED).add(op, sync, 1);
  }

  void dispatched(int blkg, Op op, boolean sync) {
    Counts counts = of(blkg);
    RwStat queued = counts.own(Counter.QUEUED);
    counts.queueSizes += queued.read() + queued.write() + queued.discard();
    counts.samples++;
    queued.add(op, sync, -1);
  }

  void completed(int blkg, Op op, boolean sync, long waitNs, long serviceNs) {
    Counts counts = of(blkg);
    counts.own(Counter.WAIT_TIME).add(op, sync, waitNs);
    counts.own(Counter.SERVICE_TIME).add(op, sync, serviceNs);
  }

  void dequeued(int blkg) {
    of(blkg).dequeues++;
  }

  void slotEnded(int blkg, long ns) {
    of(blkg).slotNs += ns;
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
    return switch (gauge) {
      case AVG_QUEUE_SIZE -> counts.samples == 0 ? 0 : counts.queueSizes / counts.samples;
      case DEQUEUE -> counts.dequeues;
      case GROUP_WAIT_TIME, IDLE_TIME, EMPTY_TIME -> 0;
    };
  }

  @Override
  public long slotMs(int blkg) {
    Counts counts = known(blkg);
    return counts == null ? 0 : counts.slotNs / NS_PER_MS;
  }

  @Override
  public void reset(int blkg) {
    Counts counts = known(blkg);
    if (counts != null) {
      counts.own(Counter.SERVICE_TIME).reset();
      counts.own(Counter.WAIT_TIME).reset();
      counts.own(Counter.MERGED).reset();
      counts.queueSizes = 0;
      counts.samples = 0;
      counts.dequeues = 0;
    }
  }

  // ---- the end of records

  @Override
  public void created(int blkg) {
    if (blkg < rows.length) {
      rows[blkg] = null;
    }
  }

  /** A removed cgroup's counts go to its parent, but for the two that the kernel loses. */
  @Override
  public void offline(int blkg) {
    Counts counts = known(blkg);
    int up = blkgs.parent(blkg);
    if (counts == null || up == BlkgTable.NONE) {
      return;
    }
    Counts parent = of(up);
    for (Counter counter : Counter.values()) {
      if (counter != Counter.SERVICED && counter != Counter.SERVICE_BYTES) {
        parent.removed[counter.ordinal()].add(counts.own(counter));
        parent.removed[counter.ordinal()].add(counts.removed[counter.ordinal()]);
      }
    }
  }

  @Override
  public void switched(Disk disk, Scheduler before, Scheduler now) {
    if (before == Scheduler.BFQ) {
      for (int blkg = 0; blkg < rows.length; blkg++) {
        if (rows[blkg] != null && blkgs.isUsed(blkg) && blkgs.disk(blkg) == disk) {
          rows[blkg] = null;
        }
      }
    }
  }
}
