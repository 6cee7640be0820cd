package io.cglab.core.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Task.Activity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Triggers (throttle-and-qos.md 7): when there is an event, and how often. */
class StallWatchTest {
  private static final long MS = 1_000_000;

  private final Machine machine = Machine.boot(MachineConfig.plain());
  private final List<Long> toldMs = new ArrayList<>();
  private Cgroup a = machine.hierarchies().v2().root();
  private Task task = machine.tasks().init();

  @BeforeEach
  void aTask() throws Exception {
    a = machine.hierarchies().v2().mkdir(a, "a");
    task = machine.tasks().fork(task);
    machine.tasks().moveProcess(task, a);
  }

  private StallWatch watch(Stall kind, int thresholdMs, int windowMs, boolean fine) {
    return machine
        .pressure()
        .watch(
            a,
            PsiResource.IO,
            kind,
            thresholdMs * 1000L,
            windowMs * 1000L,
            fine,
            () -> toldMs.add(machine.nowNs() / MS));
  }

  private void activity(Activity activity, int fromMs, int toMs) {
    machine.at(fromMs * MS, () -> machine.tasks().setActivity(task, activity));
    machine.at(toMs * MS, () -> machine.tasks().setActivity(task, Activity.SLEEPING));
  }

  @Test
  void anEventComesWithinATenthOfTheWindowAfterTheThreshold() {
    StallWatch watch = watch(Stall.SOME, 150, 1000, true);
    activity(Activity.STALLED, 3000, 3400);
    machine.advanceTo(5000 * MS);
    assertThat(toldMs).hasSize(1);
    assertThat(toldMs.get(0)).isBetween(3150L, 3260L);
    assertThat(watch.takeEvent()).isTrue();
    assertThat(watch.takeEvent()).as("once").isFalse();
  }

  @Test
  void belowTheThresholdThereIsNone() {
    watch(Stall.SOME, 150, 1000, true);
    for (int at = 1000; at < 20_000; at += 1500) {
      activity(Activity.STALLED, at, at + 140);
    }
    machine.advanceTo(30_000 * MS);
    assertThat(toldMs).isEmpty();
  }

  @Test
  void stallsOfOneWindowAddUp() {
    watch(Stall.SOME, 150, 1000, true);
    for (int at = 1000; at < 1800; at += 100) {
      activity(Activity.STALLED, at, at + 30);
    }
    machine.advanceTo(5000 * MS);
    assertThat(toldMs).hasSize(1);
    assertThat(toldMs.get(0)).isBetween(1430L, 1650L);
  }

  @Test
  void thereIsAtMostOneAWindow() {
    StallWatch watch = watch(Stall.FULL, 100, 1000, true);
    activity(Activity.STALLED, 1000, 11_000);
    for (int ms = 1000; ms <= 11_000; ms += 10) {
      machine.advanceTo(ms * MS);
      watch.takeEvent();
    }
    assertThat(toldMs).hasSizeBetween(8, 10);
    for (int i = 1; i < toldMs.size(); i++) {
      assertThat(toldMs.get(i) - toldMs.get(i - 1)).isBetween(1000L, 1210L);
    }
    machine.advanceTo(60_000 * MS);
    assertThat(toldMs.get(toldMs.size() - 1)).as("no stall, no event").isLessThan(13_000);
  }

  @Test
  void untilItIsTakenAnEventIsNotTold() {
    watch(Stall.SOME, 100, 1000, true);
    activity(Activity.STALLED, 1000, 11_000);
    machine.advanceTo(11_000 * MS);
    assertThat(toldMs).hasSize(1);
  }

  @Test
  void fullAsksThatNobodyRuns() throws Exception {
    watch(Stall.FULL, 100, 1000, true);
    Task runs = machine.tasks().fork(task);
    machine.tasks().setActivity(runs, Activity.RUNNING);
    activity(Activity.STALLED, 1000, 4000);
    machine.advanceTo(3000 * MS);
    assertThat(toldMs).isEmpty();
    machine.tasks().setActivity(runs, Activity.SLEEPING);
    machine.advanceTo(4000 * MS);
    assertThat(toldMs).hasSize(1);
    assertThat(toldMs.get(0)).isBetween(3100L, 3210L);
  }

  @Test
  void aStallThatGoesOnWhenItIsSetCounts() {
    activity(Activity.STALLED, 1000, 9000);
    machine.advanceTo(2000 * MS);
    watch(Stall.SOME, 100, 500, true);
    machine.advanceTo(3000 * MS);
    assertThat(toldMs.get(0)).isBetween(2100L, 2160L);
  }

  @Test
  void aCoarseOneLooksWhenAveragesAreUpdated() {
    watch(Stall.SOME, 500, 2000, false);
    activity(Activity.STALLED, 100, 700);
    activity(Activity.STALLED, 4500, 4700);
    machine.advanceTo(20_000 * MS);
    assertThat(toldMs).hasSize(1);
    assertThat(toldMs.get(0)).isBetween(2001L, 2001L + 2 * 64);
  }

  @Test
  void nothingIsPendingOnceStallsAreOver() {
    watch(Stall.SOME, 500, 2000, true);
    activity(Activity.STALLED, 100, 300);
    machine.advanceTo(20_000 * MS);
    assertThat(machine.nextEventNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void closedOrWithoutItsCgroupItTellsNothing() throws Exception {
    StallWatch closed = watch(Stall.SOME, 100, 1000, true);
    StallWatch removed = watch(Stall.SOME, 100, 1000, true);
    activity(Activity.STALLED, 1000, 1050);
    machine.advanceTo(1060 * MS);
    closed.close();
    closed.close();
    machine.tasks().moveProcess(task, machine.hierarchies().v2().root());
    machine.hierarchies().v2().rmdir(a);
    machine.tasks().setActivity(task, Activity.STALLED);
    machine.advanceTo(3000 * MS);
    assertThat(toldMs).isEmpty();
    assertThat(removed.takeEvent()).isFalse();
    removed.close();
  }

  @Test
  void whoIsToldMayCloseIt() {
    List<StallWatch> opened = new ArrayList<>();
    for (boolean fine : new boolean[] {true, false}) {
      opened.add(
          machine
              .pressure()
              .watch(
                  a,
                  PsiResource.IO,
                  Stall.SOME,
                  100_000,
                  2_000_000,
                  fine,
                  () -> {
                    toldMs.add(machine.nowNs() / MS);
                    opened.forEach(StallWatch::close);
                  }));
    }
    activity(Activity.STALLED, 1000, 9000);
    machine.advanceTo(9000 * MS);
    assertThat(toldMs).hasSize(1);
  }

  /** Each watch has its own resource: who waits for memory sets off nothing of I/O. */
  @Test
  void aWatchOfMemoryIsToldOfMemoryAlone() {
    List<String> told = new ArrayList<>();
    for (PsiResource resource : PsiResource.values()) {
      machine
          .pressure()
          .watch(a, resource, Stall.FULL, 100_000, 1_000_000, true, () -> told.add(resource + ""));
    }
    machine.at(100 * MS, () -> machine.tasks().setWaitsForMemory(task, true));
    machine.at(350 * MS, () -> machine.tasks().setWaitsForMemory(task, false));
    machine.advanceTo(3000 * MS);
    assertThat(told).containsExactly("MEMORY");
    activity(Activity.STALLED, 4000, 4500);
    machine.advanceTo(6000 * MS);
    assertThat(told).containsExactly("MEMORY", "IO");
  }
}
