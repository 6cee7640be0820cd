package io.cglab.core.pressure;

import io.cglab.core.cgroup.ActivityListener;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.TreeListener;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.sim.VirtualClock;
import org.jspecify.annotations.Nullable;

/**
 * How much the tasks of each v2 cgroup wait for I/O and for memory (throttle-and-qos.md 7). The
 * root's group is the whole system.
 *
 * <p>A task that begins something else costs a few additions in its cgroup and each above; a cgroup
 * in which nobody ever did anything, and that nobody asked about, has no state here.
 */
public final class Pressure implements ActivityListener, TreeListener {
  static final long NS_PER_US = 1000;
  private static final long NS_PER_SECOND = 1_000_000_000;

  private final VirtualClock clock;
  private final Ticks ticks;
  private final TimerWheel wheel;
  private final Hierarchy v2;

  /** Listens to nothing by itself: it is to be told of the tree and of what tasks do. */
  public Pressure(VirtualClock clock, Ticks ticks, TimerWheel wheel, Hierarchies hierarchies) {
    this.clock = clock;
    this.ticks = ticks;
    this.wheel = wheel;
    this.v2 = hierarchies.v2();
  }

  // ---- what is asked

  /** A line of one of the cgroup's pressure files, brought up to date. */
  public Reading read(Cgroup cgroup, PsiResource resource, Stall kind) {
    return group(cgroup).read(resource, kind, clock.nowNs());
  }

  /**
   * Sets a trigger.
   *
   * @param thresholdUs stall time in us, 1 to {@code windowUs}
   * @param windowUs within this time, at most 10 s
   * @param fine true to look ten times a window, false once in each period of the averages (2 s)
   * @param told called for each event that comes while none waits to be taken, from within the
   *     machine's event loop
   */
  public StallWatch watch(
      Cgroup cgroup,
      PsiResource resource,
      Stall kind,
      long thresholdUs,
      long windowUs,
      boolean fine,
      Runnable told) {
    PressureGroup group = group(cgroup);
    var watch =
        new StallWatch(
            this, group, resource, kind, thresholdUs * NS_PER_US, windowUs * NS_PER_US, fine, told);
    group.add(watch);
    return watch;
  }

  // ---- what it is told

  @Override
  public void changed(Task task, Task.Activity before, boolean memoryBefore) {
    long nowNs = clock.nowNs();
    for (PressureGroup at = group(task.cgroup(v2)); at != null; at = at.parent) {
      at.shift(before, memoryBefore, task.activity(), task.waitsForMemory(), nowNs);
    }
  }

  @Override
  public void moved(Task task, Cgroup from, Cgroup to) {
    Task.Activity activity = task.activity();
    boolean memory = task.waitsForMemory();
    if (to.hierarchy() != v2 || (activity == Task.Activity.SLEEPING && !memory)) {
      return;
    }
    long nowNs = clock.nowNs();
    Cgroup common = from.commonAncestor(to);
    for (PressureGroup at = group(from); at != null && at.cgroup != common; at = at.parent) {
      at.shift(activity, memory, Task.Activity.SLEEPING, false, nowNs);
    }
    for (PressureGroup at = group(to); at != null && at.cgroup != common; at = at.parent) {
      at.shift(Task.Activity.SLEEPING, false, activity, memory, nowNs);
    }
  }

  @Override
  public void created(Cgroup cgroup) {
    if (cgroup.hierarchy() == v2) {
      cgroup.setBornNs(clock.nowNs());
    }
  }

  @Override
  public void removed(Cgroup cgroup) {
    PressureGroup group = present(cgroup);
    if (group != null) {
      cgroup.setPressureState(null);
      group.end();
    }
  }

  @Override
  public void pressureSwitched(Cgroup cgroup) {
    PressureGroup group = present(cgroup);
    if (group != null) {
      group.setCounts(cgroup.pressure(), clock.nowNs());
    }
  }

  private static @Nullable PressureGroup present(Cgroup cgroup) {
    return (PressureGroup) cgroup.pressureState();
  }

  private PressureGroup group(Cgroup cgroup) {
    PressureGroup group = present(cgroup);
    if (group == null) {
      Cgroup parent = cgroup.parent();
      group = new PressureGroup(this, cgroup, parent == null ? null : group(parent));
      cgroup.setPressureState(group);
    }
    return group;
  }

  // ---- time

  TimerWheel wheel() {
    return wheel;
  }

  long nowNs() {
    return clock.nowNs();
  }

  long tick(long nowNs) {
    return ticks.at(nowNs);
  }

  /** Whole ticks in {@code ns}. */
  long ticks(long ns) {
    return ns * ticks.hz() / NS_PER_SECOND;
  }

  /** The period of the averages. */
  int periodTicks() {
    return 2 * ticks.hz() + 1;
  }

  long periodNs() {
    return periodTicks() * (NS_PER_SECOND / ticks.hz());
  }
}
