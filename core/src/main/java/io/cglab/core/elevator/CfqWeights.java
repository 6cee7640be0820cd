package io.cglab.core.elevator;

import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import io.cglab.core.device.Disk;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * CFQ's weights: two of each cgroup, and others for single disks (schedulers-and-devices.md 3.3, 7;
 * control-files.md 2.5). A new weight of the cgroup keeps those of the disks. All go with the
 * cgroup's io controller; a cgroup with the usual weights costs nothing.
 *
 * <p>That the weights of single disks live as long as CFQ is the disk's scheduler is taken from BFQ
 * (control-files.md 7.3) and not checked by a record.
 */
public final class CfqWeights implements TreeListener, BlkgListener, SchedulerListener {
  /** In place of a weight: no override. */
  public static final int NONE = 0;

  /** Whom a weight is for. A root has no siblings: its {@link #GROUP} is its {@link #LEAF}. */
  public enum Share {
    /** The whole group, against its siblings. */
    GROUP,
    /** The group's own tasks, against its children. */
    LEAF
  }

  /**
   * What a kind of hierarchy takes.
   *
   * @param usual the weight of a cgroup for which nothing was written; a root's is twice as much,
   *     but for that of the IO controller of 2009
   */
  public record Range(int lightest, int heaviest, int usual) {
    private static final Range V1 = new Range(10, 1000, 500);
    private static final Range V2 = new Range(1, 10_000, 100);

    /** The weights that a cgroup can have. */
    public static Range of(Cgroup cgroup) {
      return cgroup.hierarchy().isV2() ? V2 : V1;
    }

    public boolean includes(long weight) {
      return weight >= lightest && weight <= heaviest;
    }
  }

  /** The weights for one kind of share. */
  private static final class Weights {
    final Map<Cgroup, Integer> defaults = new LinkedHashMap<>();
    int[] overrides = new int[0]; // beside BlkgTable's columns; rows beyond the end have none

    void forget(int blkg) {
      if (blkg < overrides.length) {
        overrides[blkg] = NONE;
      }
    }
  }

  private final BlkgTable blkgs;
  private final Elevators elevators;
  private final Map<Share, Weights> weights = new EnumMap<>(Share.class);

  /** The weights of all cgroups and records of a table, on the disks of {@code elevators}. */
  public CfqWeights(BlkgTable blkgs, Elevators elevators) {
    this.blkgs = blkgs;
    this.elevators = elevators;
    for (Share share : Share.values()) {
      weights.put(share, new Weights());
    }
    blkgs.addListener(this);
    elevators.addListener(this);
  }

  private Weights of(Share share, Cgroup cgroup) {
    Weights of = weights.get(cgroup.isRoot() ? Share.LEAF : share);
    assert of != null : share;
    return of;
  }

  /**
   * True if CFQ is the disk's scheduler, without which its records have no overrides. Under the IO
   * controller of 2009 any scheduler of single queues will do, and overrides outlive it.
   */
  public boolean isActive(Disk disk) {
    Scheduler scheduler = elevators.of(disk).scheduler();
    return scheduler == Scheduler.CFQ || (isV10() && scheduler.isSingleQueue());
  }

  private boolean isV10() {
    return elevators.cfqFlavor() == CfqFlavor.V10;
  }

  /** The weight of a cgroup on disks without an override. */
  public int defaultOf(Share share, Cgroup cgroup) {
    Integer written = of(share, cgroup).defaults.get(cgroup);
    return written == null ? usual(cgroup) : written;
  }

  private int usual(Cgroup cgroup) {
    int usual = Range.of(cgroup).usual();
    return cgroup.isRoot() && !isV10() ? 2 * usual : usual;
  }

  /** Sets the weight of a cgroup, within its {@link Range}; overrides stay. */
  public void setDefault(Share share, Cgroup cgroup, int weight) {
    assert Range.of(cgroup).includes(weight) : weight;
    if (weight == usual(cgroup)) {
      of(share, cgroup).defaults.remove(cgroup);
    } else {
      of(share, cgroup).defaults.put(cgroup, weight);
    }
  }

  /** The override of a record, or {@link #NONE}. */
  public int override(Share share, int blkg) {
    int[] overrides = of(share, blkgs.cgroup(blkg)).overrides;
    return blkg < overrides.length ? overrides[blkg] : NONE;
  }

  /** Sets the override of a record on an active disk; {@link #NONE} removes it. */
  public void setOverride(Share share, int blkg, int weight) {
    assert isActive(blkgs.disk(blkg)) : "not on cfq: " + blkgs.disk(blkg).name();
    Cgroup cgroup = blkgs.cgroup(blkg);
    assert weight == NONE || Range.of(cgroup).includes(weight) : weight;
    Weights of = of(share, cgroup);
    if (blkg >= of.overrides.length) {
      of.overrides = Arrays.copyOf(of.overrides, Math.max(blkgs.rows(), of.overrides.length * 2));
    }
    of.overrides[blkg] = weight;
  }

  /** The weight that counts for a record. */
  public int weight(Share share, int blkg) {
    int override = override(share, blkg);
    return override == NONE ? defaultOf(share, blkgs.cgroup(blkg)) : override;
  }

  @Override
  public void switched(Disk disk, Scheduler before, Scheduler now) {
    if (before == Scheduler.CFQ && !isV10()) {
      for (int blkg = 0; blkg < blkgs.rows(); blkg++) {
        if (blkgs.isUsed(blkg) && blkgs.disk(blkg) == disk) {
          created(blkg);
        }
      }
    }
  }

  @Override
  public void created(int blkg) {
    for (Weights of : weights.values()) {
      of.forget(blkg);
    }
  }

  @Override
  public void offline(Cgroup cgroup, Controller controller) {
    if (controller == Controller.IO) {
      removed(cgroup);
    }
  }

  @Override
  public void removed(Cgroup cgroup) {
    for (Weights of : weights.values()) {
      of.defaults.remove(cgroup);
    }
  }
}
