package io.cglab.core.pressure;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task.Activity;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one cgroup and those below it: what they wait for, and who of them runs
 * (throttle-and-qos.md 7).
 */
final class PressureGroup implements EventHandler {
  private final Pressure in;
  final Cgroup cgroup;
  final @Nullable PressureGroup parent;
  private final StallMeter io;
  private final StallMeter memory;
  private int timer;
  private boolean isTimed;

  /** Tasks that run or wait for something. */
  private int active;

  /** Until when the meters have counted. */
  private long countedNs;

  /** True if a task did anything since the timer fired last. */
  private boolean busy;

  private boolean counts;
  private @Nullable List<StallWatch> watches;

  PressureGroup(Pressure in, Cgroup cgroup, @Nullable PressureGroup parent) {
    this.in = in;
    this.cgroup = cgroup;
    this.parent = parent;
    io = new StallMeter(cgroup.bornNs(), in.periodNs());
    memory = new StallMeter(cgroup.bornNs(), in.periodNs());
    timer = in.wheel().alloc(this, 0);
    countedNs = in.nowNs();
    counts = cgroup.pressure();
  }

  private StallMeter meter(PsiResource resource) {
    return resource == PsiResource.IO ? io : memory;
  }

  // ---- what tasks do

  /** A task of the group does {@code now} instead of {@code before}, or waits for memory or not. */
  void shift(Activity before, boolean memoryBefore, Activity now, boolean memoryNow, long nowNs) {
    count(nowNs);
    io.shift(
        one(now == Activity.STALLED) - one(before == Activity.STALLED),
        one(now == Activity.RUNNING) - one(before == Activity.RUNNING));
    memory.shift(
        one(memoryNow) - one(memoryBefore),
        one(isProductive(now, memoryNow)) - one(isProductive(before, memoryBefore)));
    active += one(isActive(now, memoryNow)) - one(isActive(before, memoryBefore));
    begin(nowNs);
  }

  private static int one(boolean is) {
    return is ? 1 : 0;
  }

  private static boolean isProductive(Activity activity, boolean waitsForMemory) {
    return activity == Activity.RUNNING && !waitsForMemory;
  }

  private static boolean isActive(Activity activity, boolean waitsForMemory) {
    return activity != Activity.SLEEPING || waitsForMemory;
  }

  private void count(long nowNs) {
    long ns = nowNs - countedNs;
    if (ns == 0) {
      return;
    }
    countedNs = nowNs;
    io.pass(ns, counts);
    memory.pass(ns, counts);
    busy |= counts && active > 0;
  }

  /** Starts the timers that what is going on now asks for. */
  private void begin(long nowNs) {
    if (!counts || active == 0) {
      return;
    }
    if (!isTimed) {
      isTimed = true;
      in.wheel().arm(timer, in.tick(nowNs) + in.periodTicks());
    }
    if (watches != null) {
      for (int i = 0; i < watches.size(); i++) {
        StallWatch watch = watches.get(i);
        if (meter(watch.resource()).isStalled(watch.kind())) {
          watch.stallBegan(nowNs);
        }
      }
    }
  }

  /** cgroup.pressure was written. */
  void setCounts(boolean on, long nowNs) {
    count(nowNs);
    counts = on;
    begin(nowNs);
  }

  /** All the time stalled, in ns. */
  long totalNs(PsiResource resource, Stall kind, long nowNs) {
    count(nowNs);
    return meter(resource).totalNs(kind);
  }

  // ---- averages

  Reading read(PsiResource resource, Stall kind, long nowNs) {
    updateAverages(nowNs);
    return meter(resource).read(kind);
  }

  private boolean updateAverages(long nowNs) {
    count(nowNs);
    memory.updateAverages(nowNs);
    return io.updateAverages(nowNs);
  }

  /** The timer of the averages. It stops with the group's tasks. */
  @Override
  public void fire(int unused, long nowNs) {
    isTimed = false;
    if (updateAverages(nowNs) && watches != null) {
      for (StallWatch watch : List.copyOf(watches)) { // who is told may close it
        watch.periodEnded(nowNs);
      }
    }
    if (busy) {
      busy = false;
      isTimed = true;
      in.wheel().arm(timer, in.tick(nowNs) + in.ticks(io.nextNs() - nowNs) + 1);
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
