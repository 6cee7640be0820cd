package io.cglab.core.elevator;

import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The classes of groups under the IO controller of 2009 (dm-ioband.md 6.1): 1 real-time, 2 best
 * effort, 3 idle. Groups of a better class are served before all others, whatever their weights
 * are; no group is of a better class than its parent, and the root's own tasks are best effort.
 */
public final class CfqClasses implements TreeListener, BlkgListener {
  /** In place of a class: no override. */
  public static final int NONE = 0;

  public static final int REAL_TIME = 1;
  public static final int BEST_EFFORT = 2;
  public static final int IDLE = 3;

  private final BlkgTable blkgs;
  private final Map<Cgroup, Integer> defaults = new LinkedHashMap<>();
  private int[] overrides = new int[0]; // beside BlkgTable's columns; rows beyond the end have none
  private int overridden;

  /** All groups are best effort. */
  public CfqClasses(BlkgTable blkgs) {
    this.blkgs = blkgs;
    blkgs.addListener(this);
  }

  /** The class of a cgroup on disks without an override. */
  public int defaultOf(Cgroup cgroup) {
    return defaults.getOrDefault(cgroup, BEST_EFFORT);
  }

  /** Sets the class of a cgroup, {@link #REAL_TIME} to {@link #IDLE}; overrides stay. */
  public void setDefault(Cgroup cgroup, int ioClass) {
    assert ioClass >= REAL_TIME && ioClass <= IDLE : ioClass;
    if (ioClass == BEST_EFFORT) {
      defaults.remove(cgroup);
    } else {
      defaults.put(cgroup, ioClass);
    }
  }

  /** The override of a record, or {@link #NONE}. */
  public int override(int blkg) {
    return blkg < overrides.length ? overrides[blkg] : NONE;
  }

  /** Sets the override of a record; {@link #NONE} removes it. */
  public void setOverride(int blkg, int ioClass) {
    assert ioClass >= NONE && ioClass <= IDLE : ioClass;
    if (blkg >= overrides.length) {
      overrides = Arrays.copyOf(overrides, Math.max(blkgs.rows(), overrides.length * 2));
    }
    overridden += (ioClass == NONE ? 0 : 1) - (overrides[blkg] == NONE ? 0 : 1);
    overrides[blkg] = ioClass;
  }

  /**
   * The class that counts for a record: the worst of its own and those of its ancestors below the
   * root.
   */
  int effective(int blkg) {
    if (overridden == 0 && defaults.isEmpty()) {
      return BEST_EFFORT;
    }
    int worst = blkgs.cgroup(blkg).isRoot() ? BEST_EFFORT : REAL_TIME;
    for (int at = blkg; at != BlkgTable.NONE; at = blkgs.parent(at)) {
      Cgroup cgroup = blkgs.cgroup(at);
      if (!cgroup.isRoot()) {
        worst = Math.max(worst, override(at) == NONE ? defaultOf(cgroup) : override(at));
      }
    }
    return worst;
  }

  @Override
  public void created(int blkg) {
    if (override(blkg) != NONE) {
      setOverride(blkg, NONE);
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
