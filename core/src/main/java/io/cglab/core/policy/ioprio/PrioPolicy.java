package io.cglab.core.policy.ioprio;

/**
 * What a cgroup does to the priority of its bios, in the order of the kernel's numbers. A priority
 * is class · 2¹³ + level; a larger value is a lower priority (throttle-and-qos.md 5).
 */
public enum PrioPolicy {
  /** Leaves it as it is. */
  NO_CHANGE {
    @Override
    public int applied(int prio) {
      return prio;
    }
  },
  /** Makes it real-time, level 4, unless it is real-time already. */
  PROMOTE_TO_RT {
    @Override
    public int applied(int prio) {
      return prio >> CLASS_SHIFT == REAL_TIME ? prio : REAL_TIME << CLASS_SHIFT | USUAL_LEVEL;
    }
  },
  /** Lowers real-time, and no class at all, to the best of best effort. */
  RESTRICT_TO_BE {
    @Override
    public int applied(int prio) {
      return Math.max(prio, BEST_EFFORT << CLASS_SHIFT);
    }
  },
  /** Makes it idle. */
  IDLE {
    @Override
    public int applied(int prio) {
      return Math.max(prio, IDLE_CLASS << CLASS_SHIFT);
    }
  },
  /** The former spelling of {@link #PROMOTE_TO_RT}: does the same and reads back as written. */
  NONE_TO_RT {
    @Override
    public int applied(int prio) {
      return PROMOTE_TO_RT.applied(prio);
    }
  };

  private static final int CLASS_SHIFT = 13;
  private static final int REAL_TIME = 1;
  private static final int BEST_EFFORT = 2;
  private static final int IDLE_CLASS = 3;
  private static final int USUAL_LEVEL = 4;

  /** The priority that a bio gets in place of its own. */
  public abstract int applied(int prio);
}
