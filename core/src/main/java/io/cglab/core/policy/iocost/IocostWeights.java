package io.cglab.core.policy.iocost;

import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * io.weight: a weight of each cgroup, and others for single disks (control-files.md 3.4). They go
 * with the cgroup's io controller; a cgroup with the usual weight costs nothing.
 */
public final class IocostWeights implements TreeListener, BlkgListener {
  public static final int LIGHTEST = 1;
  public static final int HEAVIEST = 10_000;

  /** The weight of a cgroup for which nothing was written. */
  public static final int USUAL = 100;

  /** In place of a weight: no override. */
  public static final int NONE = 0;

  private final BlkgTable blkgs;
  private final Map<Cgroup, Integer> defaults = new LinkedHashMap<>();
  private IntConsumer listener = blkg -> {};
  private int[] overrides = new int[0]; // beside BlkgTable's columns; rows beyond the end have none

  /** The weights of all cgroups and records of a table. */
  public IocostWeights(BlkgTable blkgs) {
    this.blkgs = blkgs;
    blkgs.addListener(this);
  }

  /** Calls {@code newListener} with each record whose weight was written. */
  void setListener(IntConsumer newListener) {
    listener = newListener;
  }

  /** The weight of a cgroup on disks without an override. */
  public int defaultOf(Cgroup cgroup) {
    return defaults.getOrDefault(cgroup, USUAL);
  }

  /** Sets the weight of a cgroup, {@link #LIGHTEST} to {@link #HEAVIEST}; overrides stay. */
  public void setDefault(Cgroup cgroup, int weight) {
    check(weight);
    if (weight == USUAL) {
      defaults.remove(cgroup);
    } else {
      defaults.put(cgroup, weight);
    }
    for (int i = 0; i < cgroup.blkgCount(); i++) {
      listener.accept(cgroup.blkg(i));
    }
  }

  /** The override of a record, or {@link #NONE}. */
  public int override(int blkg) {
    return blkg < overrides.length ? overrides[blkg] : NONE;
  }

  /** Sets the override of a record; {@link #NONE} removes it. */
  public void setOverride(int blkg, int weight) {
    if (weight != NONE) {
      check(weight);
    }
    if (blkg >= overrides.length) {
      overrides = Arrays.copyOf(overrides, Math.max(blkgs.rows(), overrides.length * 2));
    }
    overrides[blkg] = weight;
    listener.accept(blkg);
  }

  /** The weight that counts for a record. */
  public int weight(int blkg) {
    int override = override(blkg);
    return override == NONE ? defaultOf(blkgs.cgroup(blkg)) : override;
  }

  private static void check(int weight) {
    assert weight >= LIGHTEST && weight <= HEAVIEST : weight;
  }

  @Override
  public void created(int blkg) {
    if (blkg < overrides.length) {
      overrides[blkg] = NONE;
    }
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
