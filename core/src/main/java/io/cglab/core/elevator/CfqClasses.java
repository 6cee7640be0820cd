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
 * effort, 3 idle. Siblings of a better class are served before all others, whatever their weights
 * are; a group's own tasks are best effort beside its child groups.
 */
public final class CfqClasses implements TreeListener, BlkgListener {
  /** In place of a class: no override. */
  public static final int NONE = 0;

  public static final int REAL_TIME = 1;
  public static final int BEST_EFFORT = 2;
  public static final int IDLE = 3;

  private static final int LEVELS = 38; // digits of a long, in base 3
  private static final long[] WORTH = new long[LEVELS + 1];

  static {
    WORTH[LEVELS] = 1;
    for (int level = LEVELS - 1; level >= 0; level--) {
      WORTH[level] = 3 * WORTH[level + 1];
    }
  }

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
   * A number by which groups are put in order before anything else: that of a group is less than
   * that of another where its class, or that of an ancestor, is better at the level where the two
   * part.
   */
  long band(int blkg) {
    long band = 0;
    if (overridden > 0 || !defaults.isEmpty()) {
      for (int at = blkg; at != BlkgTable.NONE; at = blkgs.parent(at)) {
        Cgroup cgroup = blkgs.cgroup(at);
        int ioClass = override(at) == NONE ? defaultOf(cgroup) : override(at);
        if (!cgroup.isRoot() && cgroup.level() <= LEVELS) {
          band += (ioClass - BEST_EFFORT) * WORTH[cgroup.level()];
        }
      }
    }
    return band;
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
