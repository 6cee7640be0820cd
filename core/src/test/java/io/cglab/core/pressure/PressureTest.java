package io.cglab.core.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.IoMax;
import io.cglab.core.block.RqQos;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Task.Activity;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as a stall (throttle-and-qos.md 7), and when averages are brought up to date. */
class PressureTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long SERVICE_NS = 1_000_000;

  private static TestMachine machine(int depth, Costs costs) {
    return new TestMachine(
        MachineConfig.plain()
            .withCosts(costs)
            .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, SERVICE_NS, depth, 2560))));
  }

  private static long us(TestMachine m, Cgroup cgroup, Stall kind) {
    return m.machine.pressure().read(cgroup, PsiResource.IO, kind).totalUs();
  }

  private static Job dd(int count) {
    return Job.direct(TestMachine.DEV).reads().blockSize(4096).count(count);
  }

  @Test
  void aSynchronousReadIsAStallFromItsSubmissionToItsCompletion() throws Exception {
    TestMachine m = machine(1, Costs.RECORDED);
    Cgroup a = m.cgroup("a");
    m.start(a, dd(100).asyncIo(false));
    m.machine.advanceTo(SECOND_NS);
    assertThat(us(m, a, Stall.SOME)).isEqualTo(100_000);
    assertThat(us(m, a, Stall.FULL)).isEqualTo(100_000);
    assertThat(us(m, m.v2().root(), Stall.SOME)).as("the system").isEqualTo(100_000);
    assertThat(us(m, m.cgroup("b"), Stall.SOME)).isZero();
  }

  @Test
  void waitingForAnEventOfAsynchronousIoIsNone() throws Exception {
    TestMachine m = machine(8, Costs.RECORDED);
    Cgroup a = m.cgroup("a");
    Run run = m.start(a, TestMachine.reads(4096, 4).count(1000));
    m.machine.advanceTo(SECOND_NS);
    assertThat(run.isDone()).isTrue();
    assertThat(us(m, a, Stall.SOME)).isZero();
  }

  @Test
  void waitingForATagIsOneUntilTheWakeUp() throws Exception {
    TestMachine m = machine(1, Costs.RECORDED);
    Cgroup a = m.cgroup("a");
    Run run = m.start(a, TestMachine.reads(4096, 2).stopNs(SECOND_NS));
    m.machine.advanceTo(2 * SECOND_NS);
    // one in the device, one waiting; not in the 5 us that each submission takes before
    long expected = (run.readIos() - 1) * (SERVICE_NS - Costs.RECORDED.submitNs()) / 1000;
    assertThat(us(m, a, Stall.SOME)).isCloseTo(expected, within(run.readIos() * 10));
    assertThat(us(m, a, Stall.SOME)).isBetween(900_000L, 999_000L);
  }

  /** Lets each bio wait for 3 ms, and its task sleep for 2 ms more on its way back. */
  private record Slow(TestMachine m) implements RqQos {
    @Override
    public boolean throttle(int bio, Submitter by, long nowNs) {
      m.machine.at(nowNs + 3 * TestMachine.MS, () -> m.machine.block().wake(by, m.machine.nowNs()));
      m.machine.block().useDelay().set(m.machine.block().bios().blkg(bio), 2 * TestMachine.MS);
      by.markDelayed();
      return false;
    }
  }

  @Test
  void waitingForPoliciesAndUseDelayAreStalls() throws Exception {
    TestMachine m = machine(8, Costs.RECORDED);
    m.machine.block().addPolicy(m.disk(), new Slow(m));
    m.machine.block().addPolicy(m.disk(), new Slow(m));
    Cgroup a = m.cgroup("a");
    m.start(a, TestMachine.reads(4096, 1).count(10));
    m.machine.advanceTo(SECOND_NS);
    // Each sleeps for 3 ms for the one policy, wakes up, for 3 ms for the other, and for 2 ms.
    assertThat(us(m, a, Stall.SOME)).isEqualTo(10 * 8_000);
    assertThat(us(m, a, Stall.FULL)).isEqualTo(10 * 8_000);
  }

  @Test
  void aParkedBioCountsThroughTheTaskThatWaitsForIt() throws Exception {
    TestMachine m = machine(4, Costs.NONE);
    Cgroup sync = m.cgroup("sync");
    Cgroup async = m.cgroup("async");
    for (Cgroup cgroup : List.of(sync, async)) {
      m.limit(cgroup, new IoMax(IoMax.MAX_BPS, IoMax.MAX_BPS, 10, IoMax.MAX_IOPS));
      m.start(cgroup, dd(20).asyncIo(cgroup == async).random());
    }
    m.machine.advanceTo(4 * SECOND_NS);
    assertThat(us(m, sync, Stall.FULL)).isBetween(1_700_000L, 2_300_000L);
    assertThat(us(m, async, Stall.SOME)).isZero();
  }

  @Test
  void whileSomebodyRunsItIsNotFull() throws Exception {
    TestMachine m = machine(1, Costs.NONE);
    Cgroup p = m.cgroup("p");
    Task runs = m.machine.tasks().fork(m.machine.tasks().init());
    Task stalls = m.machine.tasks().fork(m.machine.tasks().init());
    m.machine.tasks().moveProcess(runs, m.cgroup("p/a"));
    m.machine.tasks().moveProcess(stalls, m.cgroup("p/b"));
    m.machine.tasks().setActivity(stalls, Activity.STALLED);
    m.machine.advanceTo(SECOND_NS);
    m.machine.tasks().setActivity(runs, Activity.RUNNING);
    m.machine.advanceTo(3 * SECOND_NS);
    assertThat(us(m, p, Stall.SOME)).isEqualTo(3_000_000);
    assertThat(us(m, p, Stall.FULL)).isEqualTo(1_000_000);
    assertThat(us(m, m.cgroup("p/b"), Stall.FULL)).isEqualTo(3_000_000);
    assertThat(us(m, m.cgroup("p/a"), Stall.SOME)).isZero();
  }

  /** Who reclaims on the CPU gets on with nothing; another who runs does. */
  @Test
  void memoryIsFullWhileAllWhoRunReclaim() throws Exception {
    TestMachine m = machine(1, Costs.NONE);
    Cgroup p = m.cgroup("p");
    Task reclaims = m.machine.tasks().fork(m.machine.tasks().init());
    Task other = m.machine.tasks().fork(m.machine.tasks().init());
    m.machine.tasks().moveProcess(reclaims, m.cgroup("p/a"));
    m.machine.tasks().moveProcess(other, m.cgroup("p/b"));
    m.machine.tasks().setActivity(reclaims, Activity.RUNNING);
    m.machine.tasks().setWaitsForMemory(reclaims, true);
    m.machine.advanceTo(SECOND_NS);
    m.machine.tasks().setActivity(other, Activity.RUNNING);
    m.machine.advanceTo(3 * SECOND_NS);
    assertThat(memoryUs(m, p, Stall.SOME)).isEqualTo(3_000_000);
    assertThat(memoryUs(m, p, Stall.FULL)).isEqualTo(1_000_000);
    assertThat(memoryUs(m, m.cgroup("p/a"), Stall.FULL)).isEqualTo(3_000_000);
    assertThat(memoryUs(m, m.cgroup("p/b"), Stall.SOME)).isZero();
    assertThat(us(m, p, Stall.SOME)).as("no I/O").isZero();
    m.machine.tasks().exit(reclaims);
    m.machine.advanceTo(4 * SECOND_NS);
    assertThat(memoryUs(m, p, Stall.SOME)).isEqualTo(3_000_000);
  }

  private static long memoryUs(TestMachine m, Cgroup cgroup, Stall kind) {
    return m.machine.pressure().read(cgroup, PsiResource.MEMORY, kind).totalUs();
  }

  @Test
  void whoIsKilledOrFrozenStallsNoLonger() throws Exception {
    TestMachine m = machine(1, Costs.NONE);
    Cgroup a = m.cgroup("a");
    Cgroup b = m.cgroup("b");
    Run killed = m.start(a, dd(1_000_000).asyncIo(false).random());
    m.start(b, dd(1_000_000).asyncIo(false).random());
    m.machine.advanceTo(SECOND_NS / 2);
    m.machine.tasks().kill(killed.task());
    m.v2().setFreeze(b, true);
    m.machine.advanceTo(SECOND_NS);
    assertThat(us(m, a, Stall.SOME)).isBetween(500_000L, 503_000L);
    assertThat(us(m, b, Stall.SOME)).isBetween(500_000L, 503_000L);
    m.v2().setFreeze(b, false);
    m.machine.advanceTo(2 * SECOND_NS);
    assertThat(us(m, b, Stall.SOME)).isBetween(1_500_000L, 1_503_000L);
  }

  @Test
  void theTimerKeepsAveragesUntilNobodyDoesAnything() throws Exception {
    TestMachine m = machine(1, Costs.NONE);
    Cgroup a = m.cgroup("a");
    m.start(a, dd(6_000).asyncIo(false).random());
    m.machine.advanceTo(6 * SECOND_NS + SECOND_NS / 2);
    // Updates at 2.048, 4.032 and 6.016 s, where 16 of 1984 ms were idle: 100, 100 and 99 %.
    Averages expected = new Averages(0, 2_001_000_000);
    for (long ms : new long[] {2048, 4032, 6016}) {
      expected.update(ms * TestMachine.MS, Math.min(ms, 6000) * TestMachine.MS, 0);
    }
    assertThat(m.machine.pressure().read(a, PsiResource.IO, Stall.SOME).avg10())
        .isEqualTo(expected.get(Stall.SOME, 0))
        .isBetween(44L * 2048, 45L * 2048);
    m.machine.advanceTo(60 * SECOND_NS);
    assertThat(m.machine.nextEventNs()).as("nothing is pending").isEqualTo(Long.MAX_VALUE);
    Reading later = m.machine.pressure().read(a, PsiResource.IO, Stall.SOME);
    assertThat(later.avg10() / 2048).isZero();
    assertThat(later.avg60() / 2048).isBetween(3L, 4L);
    assertThat(later.totalUs()).isEqualTo(6_000_000);
  }

  @Test
  void switchedOffItDoesNotCount() throws Exception {
    TestMachine m = machine(1, Costs.NONE);
    Cgroup p = m.cgroup("p");
    Cgroup a = m.cgroup("p/a");
    m.start(a, dd(4_000).asyncIo(false).random());
    m.machine.advanceTo(SECOND_NS);
    m.v2().setPressure(p, false);
    m.machine.advanceTo(3 * SECOND_NS);
    m.v2().setPressure(p, true);
    m.machine.advanceTo(3 * SECOND_NS + SECOND_NS / 2);
    assertThat(us(m, p, Stall.FULL)).isEqualTo(1_500_000);
    assertThat(us(m, a, Stall.FULL)).as("below").isEqualTo(3_500_000);
    assertThat(us(m, m.v2().root(), Stall.FULL)).as("above").isEqualTo(3_500_000);
  }

  @Test
  void aChangeAllocatesNothing() throws Exception {
    TestMachine m = machine(1, Costs.NONE);
    Task task = m.machine.tasks().fork(m.machine.tasks().init());
    m.machine.tasks().moveProcess(task, m.cgroup("a/b/c/d"));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    Activity[] all = Activity.values();
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        m.machine.tasks().setActivity(task, all[i % all.length]);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(1000);
  }
}
