package io.cglab.core.policy.iolatency;

import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.device.Disk;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * io.latency: the target of each (cgroup, disk) record (control-files.md 3.3). Nothing is kept of a
 * disk until somebody names it in an io.latency file ({@link #activate}).
 *
 * <p>Targets are unsigned ns: the kernel multiplies the microseconds that it is given by 1000
 * modulo 2^64.
 */
public final class LatencyTargets implements BlkgListener {
  /** No target. */
  public static final long NONE = 0;

  /** Told of what is written, after it is kept. */
  interface Listener {
    /** A disk's targets are kept from now on. */
    void activated(Disk disk);

    /** A record's target is another than before. */
    void targetChanged(int blkg);
  }

  private static final long NS_PER_MS = 1_000_000;
  private static final long SHORTEST_WINDOW_NS = 100 * NS_PER_MS;
  private static final long LONGEST_WINDOW_NS = 1000 * NS_PER_MS;
  private static final int TARGETS_IN_WINDOW_LOG2 = 4;

  private final BlkgTable blkgs;
  private final BitSet active = new BitSet(); // by index of the disk

  // Columns beside BlkgTable's; rows beyond their end are at their defaults.
  private long[] targetNs = new long[0];
  private final BitSet rotational = new BitSet();

  private @Nullable Listener listener;
  private long shortestWindowNs = SHORTEST_WINDOW_NS;

  /** The targets of all records of a table. */
  public LatencyTargets(BlkgTable blkgs) {
    this.blkgs = blkgs;
    blkgs.addListener(this);
  }

  /** True once an io.latency file has named the disk. */
  public boolean isActive(Disk disk) {
    return active.get(disk.index());
  }

  /** Begins to keep targets for the disk; does nothing the second time. */
  public void activate(Disk disk) {
    if (isActive(disk)) {
      return;
    }
    active.set(disk.index());
    for (int blkg = 0; blkg < blkgs.rows(); blkg++) {
      if (blkgs.isUsed(blkg) && blkgs.disk(blkg) == disk) {
        rotational.set(blkg, disk.isRotational());
      }
    }
    Listener told = listener;
    if (told != null) {
      told.activated(disk);
    }
  }

  /** Lets one listener know. */
  void setListener(Listener newListener) {
    listener = newListener;
  }

  /**
   * Another shortest window than the kernel's 100 ms, for records made from now on: for those who
   * want to see what it matters.
   */
  public void setShortestWindowNs(long ns) {
    shortestWindowNs = ns;
  }

  /** The target of a record in ns, unsigned; {@link #NONE} if it has none. */
  public long targetNs(int blkg) {
    return blkg < targetNs.length ? targetNs[blkg] : NONE;
  }

  /** Sets the target of a record on an active disk; {@link #NONE} removes it. */
  public void setTarget(int blkg, long ns) {
    assert isActive(blkgs.disk(blkg)) : "not active: " + blkgs.disk(blkg).name();
    if (blkg >= targetNs.length) {
      targetNs = Arrays.copyOf(targetNs, Math.max(blkgs.rows(), targetNs.length * 2));
    }
    put(blkg, ns);
  }

  private void put(int blkg, long ns) {
    if (targetNs[blkg] != ns) {
      targetNs[blkg] = ns;
      Listener told = listener;
      if (told != null) {
        told.targetChanged(blkg);
      }
    }
  }

  /**
   * Length of a record's measuring window in ns: 16 targets (modulo 2^64, as the kernel counts), at
   * least 100 ms and at most 1 s.
   */
  public long windowNs(int blkg) {
    long wanted = targetNs(blkg) << TARGETS_IN_WINDOW_LOG2;
    if (Long.compareUnsigned(wanted, shortestWindowNs) < 0) {
      return shortestWindowNs;
    }
    return Long.compareUnsigned(wanted, LONGEST_WINDOW_NS) > 0 ? LONGEST_WINDOW_NS : wanted;
  }

  /** True if the record measures means, as on disks that were rotational when it began. */
  public boolean measuresMean(int blkg) {
    return rotational.get(blkg);
  }

  @Override
  public void created(int blkg) {
    if (blkg < targetNs.length) {
      targetNs[blkg] = NONE;
    }
    Disk disk = blkgs.disk(blkg);
    rotational.set(blkg, isActive(disk) && disk.isRotational());
  }

  @Override
  public void offline(int blkg) {
    if (blkg < targetNs.length) {
      put(blkg, NONE);
    }
  }
}
