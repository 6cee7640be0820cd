package io.cglab.core.policy.iocost;

/**
 * Weights of the active groups of a disk, and each one's part of it (throttle-and-qos.md 4.4). A
 * change walks up from its group as long as something changes; a part is worked out when somebody
 * asks after a change, its ancestors' with it.
 */
final class WeightTree {
  private long generation;
  private boolean held;
  private boolean changed;

  /**
   * Sets the weights of a group. A leaf's inuse ends up between 1 and {@code active}; an inner
   * group's follows from its children, whatever {@code inuse} says.
   *
   * @param active 0 for a group that is idle
   */
  void set(IocostGroup group, long active, long inuse) {
    long used =
        !group.listed && group.childActive > 0
            ? innerInuse(group, active)
            : Math.min(Math.max(inuse, 1), active);
    group.lastInuse = group.inuse;
    if (active == group.active && used == group.inuse) {
      return;
    }
    IocostGroup child = group;
    long newActive = active;
    long newInuse = used;
    for (IocostGroup up = group.parent; up != null; up = up.parent) {
      up.childActive += newActive - child.active;
      up.childInuse += newInuse - child.inuse;
      child.active = newActive;
      child.inuse = newInuse;
      newActive = up.childActive > 0 ? up.weight : 0;
      newInuse = up.childActive > 0 ? innerInuse(up, newActive) : 0;
      if (up.parent == null || (newActive == up.active && newInuse == up.inuse)) {
        break;
      }
      child = up;
    }
    changed = true;
    if (!held) {
      commit();
    }
  }

  private static long innerInuse(IocostGroup group, long active) {
    return (active * group.childInuse + group.childActive - 1) / group.childActive;
  }

  private void commit() {
    if (changed) {
      generation++;
      changed = false;
    }
  }

  /** From here on, parts stay those of {@link #refresh}, whatever is set. */
  void hold() {
    held = true;
  }

  /** What was set since {@link #hold} counts. */
  void release() {
    held = false;
    commit();
  }

  /** Brings a group's parts up to date. */
  void refresh(IocostGroup group) {
    IocostGroup up = group.parent;
    if (up == null || group.generation == generation) {
      return;
    }
    refresh(up);
    group.hwa = up.childActive == 0 ? up.hwa : up.hwa * group.active / up.childActive;
    group.hwi = up.childInuse == 0 ? up.hwi : up.hwi * group.inuse / up.childInuse;
    group.generation = generation;
  }

  /** The part that a group would have if it used its whole weight and all others were the same. */
  static long most(IocostGroup group) {
    long part = IocostGroup.WHOLE;
    long inuse = group.active;
    IocostGroup child = group;
    for (IocostGroup up = group.parent; up != null; up = up.parent) {
      long sum = up.childInuse + inuse - child.inuse;
      part = part * inuse / sum;
      inuse = (up.active * sum + up.childActive - 1) / up.childActive;
      child = up;
    }
    return Math.max(1, part);
  }
}
