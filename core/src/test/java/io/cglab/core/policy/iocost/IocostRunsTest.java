package io.cglab.core.policy.iocost;

import static io.cglab.core.policy.iocost.CostMachine.MS;
import static io.cglab.core.policy.iocost.CostMachine.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.Costs;
import io.cglab.core.TestMachine;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.DiskStats;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes while groups do I/O (throttle-and-qos.md 4.4 to 4.11). */
class IocostRunsTest {
  private static final long PERIODS_MS = 2 * 51;
  private static final double DISK_IOPS = 5_000;

  private static CostMachine machine() {
    return CostMachine.ideal(50).model(CostMachine.FIVE_THOUSAND).pinned(25_000);
  }

  /** I/Os a second of a run in a span of time. */
  private static double iops(CostMachine c, Run run, long fromMs, long toMs) {
    c.advanceTo(fromMs * MS);
    long before = run.readIos();
    c.advanceTo(toMs * MS);
    return (run.readIos() - before) * 1e3 / (toMs - fromMs);
  }

  @Test
  void anIdleGroupsShareGoesToItsSiblingsAndComesBack() throws Exception {
    CostMachine c = machine();
    Run a = c.m.start(c.cgroup("p/a", 100), c.async(2));
    c.m.start(c.cgroup("p/b", 300), c.async(2).stopNs(SECOND));
    c.m.start(c.cgroup("p/b", 300), c.async(2).startNs(2 * SECOND));
    Run other = c.m.start(c.cgroup("q", 100), c.async(2));
    Percentage two = Percentage.withPercentage(2);
    assertThat(iops(c, a, 500, 1000)).isCloseTo(DISK_IOPS / 8, two);
    assertThat(iops(c, a, 1000 + PERIODS_MS, 2000)).isCloseTo(DISK_IOPS / 2, two);
    assertThat(iops(c, a, 2000 + PERIODS_MS, 3000)).isCloseTo(DISK_IOPS / 8, two);
    assertThat(iops(c, other, 3000, 3500)).isCloseTo(DISK_IOPS / 2, two);
  }

  /** Found by the endurance run, seed 504. */
  @Test
  void aBioMayJoinARequestFromBeforeIocostWasThere() throws Exception {
    CostMachine c = CostMachine.with(Costs.NONE, 100_000, 32);
    c.m.machine.elevators().of(c.m.disk()).select(Scheduler.MQ_DEADLINE);
    Cgroup a = c.cgroup("a", 100);
    c.m.start(a, c.async(4).count(4)); // bios whose rows are free again when iocost comes
    c.m.start(a, c.async(40).count(40).startNs(50 * MS));
    Run queued = c.m.start(a, CostMachine.chunk(0).startNs(60 * MS));
    c.advanceTo(120 * MS);
    c.model(CostMachine.FIVE_THOUSAND).pinned(25_000);
    Run listed = c.m.start(a, c.reader().count(1));
    Run joins = c.m.start(a, CostMachine.chunk(4096));
    DiskStats stats = c.m.disk().stats();
    assertThat(stats.merges(DiskStats.READ)).isZero();
    c.advanceTo(SECOND);
    assertThat(List.of(queued.readIos(), listed.readIos(), joins.readIos())).containsOnly(1L);
    assertThat(stats.merges(DiskStats.READ)).isOne();
  }

  @Test
  void aNewWeightCountsAtOnce() throws Exception {
    CostMachine c = machine();
    Cgroup a = c.cgroup("a", 100);
    Cgroup b = c.cgroup("b", 100);
    Run ofA = c.m.start(a, c.async(4));
    c.m.start(b, c.async(4));
    assertThat(iops(c, ofA, 500, 1500)).isCloseTo(2500, within(30.0));
    c.iocost().weights().setDefault(a, 300);
    assertThat(iops(c, ofA, 1500, 2500)).isCloseTo(3750, within(30.0));
    c.iocost().weights().setOverride(c.blkg(b), 900);
    assertThat(iops(c, ofA, 2500, 3500)).isCloseTo(1250, within(30.0));
    c.iocost().weights().setOverride(c.blkg(b), IocostWeights.NONE);
    assertThat(iops(c, ofA, 3500, 4500)).isCloseTo(3750, within(30.0));
  }

  @Test
  void theWeightOfAnInnerGroupIsThatOfAllBelow() throws Exception {
    CostMachine c = machine();
    Run a = c.m.start(c.cgroup("p/a", 100), c.async(4));
    c.m.start(c.cgroup("p/b", 100), c.async(4));
    c.m.start(c.cgroup("q", 100), c.async(4));
    assertThat(iops(c, a, 500, 1500)).isCloseTo(1250, within(20.0));
    c.cgroup("p", 400);
    assertThat(iops(c, a, 1500, 2500)).isCloseTo(2000, within(20.0));
  }

  /** Virtual time is 64 bits: at 10000 % they last a week. */
  @Test
  void virtualTimeWraps() throws Exception {
    CostMachine c = machine();
    c.iocost().of(c.m.disk()).time.startPeriod(0, Long.MAX_VALUE - VirtualTime.PER_SECOND);
    Run a = c.m.start(c.cgroup("a", 100), c.async(4));
    Run b = c.m.start(c.cgroup("b", 300), c.async(4));
    Run light = c.m.start(c.cgroup("light", 100), c.reader().thinkNs(4 * MS));
    double rest = DISK_IOPS - iops(c, light, 500, 900);
    assertThat(iops(c, a, 900, 1100)).isCloseTo(rest / 4, within(30.0));
    assertThat(iops(c, b, 1100, 1500)).isCloseTo(rest * 3 / 4, within(30.0));
    assertThat(iops(c, light, 1500, 1900)).isCloseTo(1e3 / 4.05, within(5.0));
  }

  @Test
  void switchedOffEverythingPassesAndSwitchedOnItWaitsAgain() throws Exception {
    CostMachine c = machine();
    Cgroup a = c.cgroup("a", 100);
    Run run = c.m.start(a, c.async(1));
    DiskSettings settings = c.iocost().settings().setUp(c.m.disk());
    assertThat(iops(c, run, 500, 1000)).isCloseTo(5000, within(20.0));
    c.iocost().settings().setQos(c.m.disk(), false, true, settings.qos());
    assertThat(iops(c, run, 1100, 1500)).isCloseTo(20_000, within(20.0));
    c.iocost().settings().setQos(c.m.disk(), true, true, settings.qos());
    assertThat(iops(c, run, 2000, 2500)).isCloseTo(5000, within(20.0));
  }

  @Test
  void theRootAndGroupsWithActiveOnesBelowAreNotControlled() throws Exception {
    CostMachine c = machine();
    Cgroup inner = c.cgroup("p", 100);
    c.m.start(c.cgroup("p/a", 100), c.async(4));
    c.advanceTo(MS);
    int bio =
        c.m.machine.block().bio(c.blkg(inner), Op.READ, 1L << 30, 4096, 0, 0, (b, k, t) -> {}, 0);
    long before = c.stat(inner).usageUs();
    assertThat(c.m.machine.block().submit(bio, new Sleeper())).isTrue();
    assertThat(before).isZero();
    Run root = c.m.start(c.m.v2().root(), c.async(1));
    assertThat(iops(c, root, 500, 1000)).isCloseTo(20_000, within(20.0));
  }

  private static final class Sleeper extends Submitter {
    boolean dying;
    boolean delayed;

    @Override
    protected void resume(long nowNs) {}

    @Override
    public boolean isDying() {
      return dying;
    }

    boolean wasDelayed() {
      delayed = takeDelayed();
      return delayed;
    }
  }

  private static boolean write(CostMachine c, Cgroup of, int kib, int flags, Submitter by) {
    var block = c.m.machine.block();
    int bio =
        block.bio(c.blkg(of), Op.WRITE, 8, kib * 1024L, flags, 0, (done, cookie, now) -> {}, 0);
    return block.submit(bio, by);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void whoMayNotWaitFallsIntoDebtAndIsDelayed(boolean metadata, boolean dying) throws Exception {
    CostMachine c = machine();
    Cgroup a = c.cgroup("a", 100);
    Cgroup b = c.cgroup("b", 100);
    c.m.start(b, c.async(4));
    c.advanceTo(10 * MS);
    Sleeper by = new Sleeper();
    by.dying = dying;
    int flags = metadata ? BioTable.META : 0;
    // 1 MiB is 256 pages of 19.5 us and a base: 5.2 ms, at half the disk 10.4 ms of 50 ms.
    int writes = 0;
    while (!by.wasDelayed()) {
      assertThat(write(c, a, 1024, flags, by)).isTrue();
      assertThat(++writes).isLessThan(100);
    }
    // 25 ms of credit, then debt to 5 periods.
    assertThat(writes).isEqualTo((25 + 250) / 10);
    assertThat(c.m.machine.block().useDelay().uses(c.blkg(a))).isEqualTo(-1);
    long owed = c.m.machine.block().useDelay().sleepNs(c.blkg(a), c.m.machine.nowNs());
    assertThat(owed).isBetween(250_000L, 500_000L);
    assertThat(c.hweight(a)).isLessThan(0.001);

    c.advanceTo(5 * SECOND);
    assertThat(c.m.machine.block().useDelay().uses(c.blkg(a))).isZero();
    IocostStat stat = c.stat(a);
    assertThat(stat.indebtUs()).isBetween(240_000L, 360_000L);
    // A delay counts in full for a second.
    assertThat(stat.indelayUs()).isBetween(1_000_000L, 1_052_000L);
    assertThat(stat.waitUs()).isZero();
    assertThat(stat.usageUs()).isCloseTo(writes * 5_180L, within(writes * 20L));
  }

  @Test
  void debtsAreForgivenOnADiskWithLittleToDo() throws Exception {
    CostMachine c = machine();
    Cgroup a = c.cgroup("a", 1);
    c.m.start(c.cgroup("b", 10_000), c.reader().thinkNs(5 * MS));
    c.advanceTo(100 * MS);
    List<Long> debts = new ArrayList<>();
    c.m.machine.setTrace(
        new Trace() {
          @Override
          public void debtChanged(long nowNs, int blkg, long debt) {
            debts.add(debt);
          }
        });
    Sleeper by = new Sleeper();
    for (int i = 0; i < 64; i++) {
      assertThat(write(c, a, 1024, BioTable.META, by)).isTrue();
    }
    assertThat(by.wasDelayed()).isTrue();
    long most = debts.get(debts.size() - 1);
    // Its part of the disk pays next to nothing; debts halve every 100 ms.
    c.advanceTo(1_250 * MS);
    assertThat(debts.get(debts.size() - 1)).isLessThan(most / 256).isPositive();
    c.advanceTo(10 * SECOND);
    assertThat(debts.get(debts.size() - 1)).isZero();
    assertThat(c.m.machine.block().useDelay().uses(c.blkg(a))).isZero();
  }

  @Test
  void ordinaryBiosOfAGroupInDebtWaitUntilItIsPaid() throws Exception {
    CostMachine c = machine();
    Cgroup a = c.cgroup("a", 100);
    c.m.start(c.cgroup("b", 100), c.async(4));
    c.advanceTo(MS);
    Sleeper by = new Sleeper();
    for (int i = 0; i < 10; i++) {
      write(c, a, 1024, BioTable.META, by);
    }
    assertThat(write(c, a, 4, 0, by)).isFalse();
    c.advanceTo(60 * MS);
    assertThat(c.m.machine.block().bios().used()).isGreaterThan(0);
    long ios = c.m.machine.blkgs().stat(c.blkg(a)).wroteIos();
    assertThat(ios).isEqualTo(11);
    c.advanceTo(110 * MS);
    assertThat(c.stat(a).waitUs()).isBetween(75_000L, 110_000L);
  }

  /** A merged bio costs its pages and no base, and never waits. */
  @Test
  void mergedBiosPayForTheirPages() throws Exception {
    CostModel cheap = new CostModel(1L << 31, 20_000, 20_000, 1L << 31, 20_000, 20_000);
    CostMachine c = CostMachine.with(Costs.NONE, 1_000, 4).model(cheap).pinned(25_000);
    c.m.machine.elevators().of(c.m.disk()).select(Scheduler.MQ_DEADLINE);
    Cgroup a = c.cgroup("a", 100);
    Job job = Job.direct(TestMachine.DEV).reads().ioDepth(64).asyncIo(true).stopNs(SECOND);
    Run run = c.m.start(a, job);
    c.advanceTo(2 * SECOND);
    long requests = c.m.disk().stats().ios(DiskStats.READ);
    long bios = run.readIos();
    assertThat(bios).isGreaterThan(2 * requests);
    LinearModel model = LinearModel.of(cheap);
    long abs = requests * model.readSeq() + bios * model.readPage();
    assertThat(c.stat(a).usageUs()).isCloseTo(abs / VirtualTime.PER_US, within(100L));
    assertThat(c.stat(a).waitUs()).isZero();
  }

  /** Writes that follow one another join one request; what exceeds the budget is a debt. */
  @Test
  void aMergedBioBeyondTheBudgetIsADebtThatDelaysItsSubmitter() throws Exception {
    CostMachine c = CostMachine.with(Costs.NONE, 1_000_000, 4).model(CostMachine.FIVE_THOUSAND);
    c.pinned(500);
    c.m.machine.elevators().of(c.m.disk()).select(Scheduler.MQ_DEADLINE);
    Cgroup a = c.cgroup("a", 100);
    Cgroup b = c.cgroup("b", 100);
    var block = c.m.machine.block();
    Sleeper other = new Sleeper();
    BioEnd end = (bio, cookie, now) -> {};
    for (int i = 0; i < 5; i++) { // the device and its driver have all that they take
      int flags = BioTable.META | BioTable.NO_MERGE;
      block.submit(block.bio(c.blkg(b), Op.WRITE, 64L * i, 4096, flags, 0, end, 0), other);
    }
    Sleeper by = new Sleeper();
    int bios = 0;
    while (!by.wasDelayed()) {
      int bio = block.bio(c.blkg(a), Op.WRITE, (1 << 20) + 8L * bios++, 4096, 0, 0, end, 0);
      assertThat(block.submit(bio, by)).isTrue();
    }
    // B is in debt, so all is A's: of 500 us the first takes 200 and fifteen 19.5 each. Then each
    // adds 39 us to a debt at A's own half, until it comes to 501 %.
    assertThat(bios).isEqualTo(1 + 15 + (int) Math.ceil((5_010 + 7) / 39.06));
    assertThat(block.useDelay().uses(c.blkg(a))).isEqualTo(-1);
    assertThat(c.m.disk().stats().merges(DiskStats.WRITE)).isEqualTo(bios - 1);
  }

  @Test
  void aRemovedGroupsWaitersGoOnAndItsRecordGoes() throws Exception {
    CostMachine c = machine();
    Cgroup a = c.cgroup("a", 100);
    Cgroup b = c.cgroup("b", 100);
    Run ofB = c.m.start(b, c.async(4));
    Task task = c.m.machine.tasks().fork(c.m.machine.tasks().init());
    c.m.machine.tasks().moveProcess(task, a);
    Run ofA = c.m.machine.start(task, c.async(4));
    c.advanceTo(500 * MS);
    int row = c.blkg(a);
    c.m.machine.tasks().moveProcess(task, c.m.v2().root());
    c.m.v2().rmdir(a);
    long before = ofA.readIos();
    c.advanceTo(501 * MS);
    assertThat(ofA.readIos()).isGreaterThan(before);
    assertThat(c.m.machine.blkgs().isUsed(row) && c.m.machine.blkgs().cgroup(row) == a).isFalse();
    assertThat(iops(c, ofB, 600, 1000)).isCloseTo(DISK_IOPS, within(20.0));
  }

  @Test
  void theControllerOffAndOnAgain() throws Exception {
    CostMachine c = machine();
    Cgroup root = c.m.v2().root();
    Run a = c.m.start(c.cgroup("a", 300), c.async(4));
    Run b = c.m.start(c.cgroup("b", 100), c.async(4));
    assertThat(iops(c, a, 300, 800)).isCloseTo(3750, within(30.0));
    c.m.v2().setSubtreeControl(root, 0, Controller.IO.bit());
    assertThat(iops(c, a, 900, 1200)).isCloseTo(80_000, within(300.0));
    c.m.v2().setSubtreeControl(root, Controller.IO.bit(), 0);
    assertThat(iops(c, a, 1500, 2000)).as("the usual weights").isCloseTo(2500, within(30.0));
    assertThat(iops(c, b, 2000, 2500)).isCloseTo(2500, within(30.0));
  }

  @Test
  void aDiskThatIsMuchFasterThanItsClassChangesIt() throws Exception {
    CostMachine c = CostMachine.with(Costs.NONE, 1, 1024).enabled();
    for (String name : List.of("a", "b")) {
      c.m.start(c.cgroup(name, 100), c.async(8));
    }
    c.advanceTo(3 * SECOND);
    assertThat(c.vratePercent()).isGreaterThan(500);
    c.advanceTo(12 * SECOND);
    assertThat(c.iocost().settings().setUp(c.m.disk()).diskClass())
        .isEqualTo(DiskClass.SSD_DEFAULT);
    c.advanceTo(13_500 * MS);
    assertThat(c.iocost().settings().setUp(c.m.disk()).diskClass()).isEqualTo(DiskClass.SSD_FAST);
  }

  @Test
  void waitingForTagsSlowsTheClockDown() throws Exception {
    CostMachine c = CostMachine.with(Costs.NONE, 1_000, 2).enabled();
    for (String name : List.of("a", "b", "c", "d")) {
      c.m.start(c.cgroup(name, 100), c.async(1));
    }
    // 2000 I/Os a second are 23.5 % of what the model thinks; four readers of two slots meet
    // often enough below that.
    for (int second = 10; second < 60; second++) {
      c.advanceTo(second * SECOND);
      assertThat(c.vratePercent()).isBetween(6.0, 23.5);
    }
  }

  @Test
  void lateRequestsSlowTheClockDownToItsBound() throws Exception {
    CostMachine c = CostMachine.with(Costs.NONE, 2_000, 1024);
    c.qos(new QosParams(900_000, 1_000, 0, 0, 400_000, 1_500_000));
    c.m.start(c.cgroup("a", 100), c.async(64));
    c.advanceTo(3 * SECOND);
    assertThat(c.vratePercent()).isEqualTo(40);
    assertThat(c.iocost().busyLevel(c.m.disk())).isEqualTo(1000);
  }

  @Test
  void theTraceTellsWhyWeightsChange() throws Exception {
    CostMachine c = machine();
    Set<Trace.InuseReason> reasons = EnumSet.noneOf(Trace.InuseReason.class);
    List<Long> periods = new ArrayList<>();
    List<Long> shortages = new ArrayList<>();
    c.m.machine.setTrace(
        new Trace() {
          @Override
          public void inuseChanged(
              long nowNs, int blkg, long inuse, long active, InuseReason reason) {
            assertThat(inuse).isLessThanOrEqualTo(active);
            reasons.add(reason);
          }

          @Override
          public void costPeriod(
              long nowNs, int disk, int vratePpm, int busyLevel, int lagging, int lacking) {
            assertThat(vratePpm).isEqualTo(1_000_000);
            periods.add(nowNs / MS);
          }

          @Override
          public void costWait(long nowNs, int bio, int blkg, long budget, long cost) {
            shortages.add(cost - budget);
          }
        });
    c.m.start(c.cgroup("a", 100), c.reader().thinkNs(800_000).stopNs(SECOND));
    c.m.start(c.cgroup("b", 100), c.async(8));
    Cgroup d = c.cgroup("d", 100);
    c.m.start(d, c.async(8).startNs(2 * SECOND));
    c.advanceTo(2500 * MS);
    c.m.start(c.m.cgroup("a"), c.async(32));
    c.advanceTo(3 * SECOND);
    assertThat(reasons)
        .contains(
            Trace.InuseReason.ACTIVATED,
            Trace.InuseReason.IDLE,
            Trace.InuseReason.DONATION,
            Trace.InuseReason.SNAP_BACK);
    assertThat(periods.subList(0, 3)).containsExactly(51L, 102L, 153L);
    assertThat(shortages).hasSizeGreaterThan(1000).allMatch(shortage -> shortage > 0);
  }
}
