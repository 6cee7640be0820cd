package io.cglab.core.elevator;

import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import io.cglab.core.device.Disk;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * BFQ's weights: one of each cgroup, and others for single disks, which live as long as BFQ is the
 * disk's scheduler (control-files.md 3.6). All go with the cgroup's io controller; a cgroup with
 * the usual weight costs nothing.
 *
 * <p>The kernel's quirks are kept: a new weight of the cgroup erases its overrides, and removing an
 * override takes it out of the listing but leaves the group scheduled by it.
 */
public final class BfqWeights implements TreeListener, BlkgListener, SchedulerListener {
  public static final int LIGHTEST = 1;
  public static final int HEAVIEST = 1000;

  /** The weight of a cgroup for which nothing was written. */
  public static final int USUAL = 100;

  /** In place of a weight: no override. */
  public static final int NONE = 0;

  private final BlkgTable blkgs;
  private final Elevators elevators;
  private final Map<Cgroup, Integer> defaults = new LinkedHashMap<>();

  // Columns beside BlkgTable's. Rows beyond their end have no override and go by their cgroup's
  // weight, as do those whose effective weight is NONE.
  private int[] overrides = new int[0];
  private int[] effective = new int[0];
  private IntConsumer listener = blkg -> {};

  /** The weights of all cgroups and records of a table, on the disks of {@code elevators}. */
  public BfqWeights(BlkgTable blkgs, Elevators elevators) {
    this.blkgs = blkgs;
    this.elevators = elevators;
    blkgs.addListener(this);
    elevators.addListener(this);
  }

  /** Sets who is told of each record that is scheduled by another weight now. */
  void setListener(IntConsumer whenChanged) {
    listener = whenChanged;
  }

  /** True if BFQ is the disk's scheduler, without which its records have no overrides. */
  public boolean isActive(Disk disk) {
    return elevators.of(disk).scheduler() == Scheduler.BFQ;
  }

  /** The weight of a cgroup on disks without an override. */
  public int defaultOf(Cgroup cgroup) {
    return defaults.getOrDefault(cgroup, USUAL);
  }

  /**
   * Sets the weight of a cgroup, {@link #LIGHTEST} to {@link #HEAVIEST}, and erases its overrides.
   */
  public void setDefault(Cgroup cgroup, int weight) {
    check(weight);
    if (weight == USUAL) {
      defaults.remove(cgroup);
    } else {
      defaults.put(cgroup, weight);
    }
    for (int i = 0; i < cgroup.blkgCount(); i++) {
      forget(cgroup.blkg(i));
      listener.accept(cgroup.blkg(i));
    }
  }

  /** The override of a record, or {@link #NONE}. */
  public int override(int blkg) {
    return blkg < overrides.length ? overrides[blkg] : NONE;
  }

  /**
   * Sets the override of a record on an active disk. {@link #NONE} removes it; what the record is
   * scheduled by stays.
   */
  public void setOverride(int blkg, int weight) {
    assert isActive(blkgs.disk(blkg)) : "not on bfq: " + blkgs.disk(blkg).name();
    if (blkg >= overrides.length) {
      int rows = Math.max(blkgs.rows(), overrides.length * 2);
      overrides = Arrays.copyOf(overrides, rows);
      effective = Arrays.copyOf(effective, rows);
    }
    overrides[blkg] = weight;
    if (weight != NONE) {
      check(weight);
      effective[blkg] = weight;
      listener.accept(blkg);
    }
  }

  /** The weight that a record is scheduled by. */
  public int weight(int blkg) {
    int weight = blkg < effective.length ? effective[blkg] : NONE;
    return weight == NONE ? defaultOf(blkgs.cgroup(blkg)) : weight;
  }

  private static void check(int weight) {
    assert weight >= LIGHTEST && weight <= HEAVIEST : weight;
  }

  private void forget(int blkg) {
    if (blkg < overrides.length) {
      overrides[blkg] = NONE;
      effective[blkg] = NONE;
    }
  }

  @Override
  public void switched(Disk disk, Scheduler before, Scheduler now) {
    if (before == Scheduler.BFQ) {
      for (int blkg = 0; blkg < blkgs.rows(); blkg++) {
        if (blkgs.isUsed(blkg) && blkgs.disk(blkg) == disk) {
          forget(blkg);
        }
      }
    }
  }

  @Override
  public void created(int blkg) {
    forget(blkg);
  }

  @Override
  public void offline(Cgroup cgroup, Controller controller) {
    if (controller == Controller.IO) {
      defaults.remove(cgroup);
    }
  }

  @Override
  public void removed(Cgroup cgroup) {
    defaults.remove(cgroup);
  }
}
