package io.cglab.core.pressure;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task.Activity;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one cgroup and those below it: how many stall, how many run, and for how long there
 * were some of the first and none of the second, as on a single CPU (throttle-and-qos.md 7, SIM).
 */
final class PressureGroup implements EventHandler {
  private final Pressure in;
  final Cgroup cgroup;
  final @Nullable PressureGroup parent;
  private final Averages averages;
  private int timer;
  private boolean isTimed;

  private int stalled;
  private int running;

  /** Until when {@link #someNs}, {@link #fullNs} and {@link #busy} are counted. */
  private long countedNs;

  /**
   * CPU time of its tasks that is yet to pass on a single CPU: tasks that run at the same time,
   * each on a time line of its own, would have taken turns there.
   */
  private long queuedNs;

  private long someNs;
  private long fullNs;

  /** True if a task did anything since the timer fired last. */
  private boolean busy;

  private boolean counts;
  private @Nullable List<StallWatch> watches;

  PressureGroup(Pressure in, Cgroup cgroup, @Nullable PressureGroup parent) {
    this.in = in;
    this.cgroup = cgroup;
    this.parent = parent;
    averages = new Averages(cgroup.bornNs(), in.periodNs());
    timer = in.wheel().alloc(this, 0);
    countedNs = in.nowNs();
    counts = cgroup.pressure();
  }

  // ---- what tasks do

  /** A task of the group does {@code now} instead of {@code before}. */
  void shift(Activity before, Activity now, long nowNs) {
    count(nowNs);
    stalled += (now == Activity.STALLED ? 1 : 0) - (before == Activity.STALLED ? 1 : 0);
    running += (now == Activity.RUNNING ? 1 : 0) - (before == Activity.RUNNING ? 1 : 0);
    assert stalled >= 0 && running >= 0 : cgroup;
    if (stalled + running == 0) {
      queuedNs = 0; // who sleeps has had its turn
    }
    begin(nowNs);
  }

  private void count(long nowNs) {
    long ns = nowNs - countedNs;
    if (ns == 0) {
      return;
    }
    countedNs = nowNs;
    long idleNs = 0;
    if (running > 0) {
      queuedNs += (running - 1) * ns;
    } else {
      idleNs = Math.max(0, ns - queuedNs);
      queuedNs = Math.max(0, queuedNs - ns);
    }
    if (counts && stalled + running > 0) {
      busy = true;
      if (stalled > 0) {
        someNs += ns;
        fullNs += idleNs;
      }
    }
  }

  /** Starts the timers that what is going on now asks for. */
  private void begin(long nowNs) {
    if (!counts || stalled + running == 0) {
      return;
    }
    if (!isTimed) {
      isTimed = true;
      in.wheel().arm(timer, in.tick(nowNs) + in.periodTicks());
    }
    if (watches != null && stalled > 0) {
      for (int i = 0; i < watches.size(); i++) {
        StallWatch watch = watches.get(i);
        if (isStalled(watch.kind())) {
          watch.stallBegan(nowNs);
        }
      }
    }
  }

  private boolean isStalled(Stall kind) {
    return stalled > 0 && (kind == Stall.SOME || running == 0);
  }

  /** cgroup.pressure was written. */
  void setCounts(boolean on, long nowNs) {
    count(nowNs);
    counts = on;
    begin(nowNs);
  }

  /** All the time stalled, in ns. */
  long totalNs(Stall kind, long nowNs) {
    count(nowNs);
    return kind == Stall.SOME ? someNs : fullNs;
  }

  // ---- averages

  Reading read(Stall kind, long nowNs) {
    count(nowNs);
    averages.update(nowNs, someNs, fullNs);
    return new Reading(
        averages.get(kind, 0),
        averages.get(kind, 1),
        averages.get(kind, 2),
        totalNs(kind, nowNs) / Pressure.NS_PER_US);
  }

  /** The timer of the averages. It stops with the group's tasks. */
  @Override
  public void fire(int unused, long nowNs) {
    isTimed = false;
    count(nowNs);
    if (averages.update(nowNs, someNs, fullNs) && watches != null) {
      for (StallWatch watch : List.copyOf(watches)) { // who is told may close it
        watch.periodEnded(nowNs);
      }
    }
    if (busy) {
      busy = false;
      isTimed = true;
      in.wheel().arm(timer, in.tick(nowNs) + in.ticks(averages.nextNs() - nowNs) + 1);
    }
  }

  // ---- watches

  void add(StallWatch watch) {
    if (watches == null) {
      watches = new ArrayList<>(1);
    }
    watches.add(watch);
    begin(in.nowNs());
  }

  void remove(StallWatch watch) {
    if (watches != null) {
      watches.remove(watch);
    }
  }

  /** The cgroup is gone. */
  void end() {
    in.wheel().free(timer);
    timer = EventQueue.NONE;
    if (watches != null) {
      List.copyOf(watches).forEach(StallWatch::close);
    }
  }
}
