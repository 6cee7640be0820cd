package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.elevator.CfqStats.Gauge;
import io.cglab.core.elevator.CfqTunables.Time;
import io.cglab.core.task.Run;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups of Linux 2.6.33 to 4.20 and of the IO controller of 2009 (3.3, 3.4, 3.5). */
class CfqGroupsTest {
  private static final int SECONDS = 10;

  private static CfqMachine machine(CfqFlavor flavor, Scheduler scheduler) {
    return new CfqMachine(flavor, scheduler, CfqMachine.DISK, 31);
  }

  private static void run(CfqMachine m) {
    m.runFor(SECONDS * CfqMachine.SECOND_NS);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GROUPS | a:500 b:500             | 0.5 0.5
          GROUPS | a:500 b:1000            | 0.333 0.667
          GROUPS | a:100 b:900             | 0.1 0.9
          GROUPS | a/1:100 a/2:200 b:100   | 0.25 0.5 0.25
          V10    | a:500 b:500             | 0.5 0.5
          V10    | a:500 b:1000            | 0.333 0.667
          V10    | a:100 b:900             | 0.1 0.9
          V10    | a/1:100 a/2:200 b:100   | 0.25 0.5 0.25
          """)
  void readersGetTheSharesOfTheirGroups(CfqFlavor flavor, String readers, String shares)
      throws Exception {
    CfqMachine m = machine(flavor, Scheduler.CFQ);
    for (String reader : readers.trim().split(" ")) {
      String[] parts = reader.split(":");
      m.weigh(parts[0], Integer.parseInt(parts[1]));
      m.reader(parts[0]);
    }
    if (readers.contains("a/1")) {
      m.weigh("a", 300);
    }
    run(m);
    String[] expected = shares.trim().split(" ");
    for (int i = 0; i < expected.length; i++) {
      assertThat(m.share(i)).as("%d", i).isCloseTo(Double.parseDouble(expected[i]), within(0.02));
    }
  }

  /** However many threads a group has: time is charged to it, not to them. */
  @ParameterizedTest(name = "{0}: {1} readers")
  @CsvSource({"GROUPS, 1", "GROUPS, 4", "GROUPS, 16", "V10, 1", "V10, 4", "V10, 16"})
  void diskTimeGoesByWeight(CfqFlavor flavor, int n) throws Exception {
    CfqMachine m = machine(flavor, Scheduler.CFQ);
    m.weigh("a", 500);
    m.weigh("b", 1000);
    for (int i = 0; i < n; i++) {
      m.reader("a");
    }
    m.reader("b");
    run(m);
    double ratio = (double) m.gauge("b", Gauge.TIME) / m.gauge("a", Gauge.TIME);
    assertThat(ratio).isCloseTo(2, withinPercentage(3));
    assertThat(m.longestMs(n)).as("wait of the heavier one").isLessThan(180);
  }

  /**
   * One I/O at a time, and still half of the disk beside eight readers: the end of a slice is put
   * off until the next request is there, so that the group does not go to the end of the line.
   */
  @ParameterizedTest(name = "{0}, group_idle {1} ms")
  @CsvSource({"GROUPS, 8", "V10, 8", "V10, 0"})
  void aLoneReaderKeepsItsGroupsPlace(CfqFlavor flavor, long groupIdleMs) throws Exception {
    CfqMachine m = machine(flavor, Scheduler.CFQ);
    m.tunables().setMs(Time.GROUP_IDLE, groupIdleMs);
    for (int i = 0; i < 8; i++) {
      m.reader("a");
    }
    m.reader("b");
    run(m);
    double ratio = (double) m.gauge("b", Gauge.TIME) / m.gauge("a", Gauge.TIME);
    assertThat(ratio).isCloseTo(1, withinPercentage(4));
    assertThat(m.gauge("b", Gauge.DEQUEUE)).as("times it lost its place").isLessThan(5);
  }

  /** Who jumps about is served as part of its group, at least half as well as alone. */
  @ParameterizedTest
  @CsvSource({"GROUPS", "V10"})
  void aRandomReaderIsIsolatedByItsGroup(CfqFlavor flavor) throws Exception {
    double alone = 0;
    for (int n : new int[] {0, 1, 16}) {
      CfqMachine m = machine(flavor, Scheduler.CFQ);
      for (int i = 0; i < n; i++) {
        m.reader("a");
      }
      Run random = m.randomReader("b");
      run(m);
      if (n == 0) {
        alone = random.readBytes();
      }
      assertThat(random.readBytes() / alone).as("beside %d", n).isBetween(0.42, 1.0);
    }
  }

  /** 40 writers that want 160 requests have 128, and a reader of another group has its own. */
  @ParameterizedTest
  @CsvSource({"GROUPS", "V10"})
  void eachGroupHasRequestsOfItsOwn(CfqFlavor flavor) throws Exception {
    CfqMachine m = machine(flavor, Scheduler.CFQ);
    for (int i = 0; i < 40; i++) {
      m.start("a", m.job().writes().random().ioDepth(4));
    }
    m.runFor(CfqMachine.SECOND_NS);
    assertThat(m.test.machine.block().requests().used()).isEqualTo(128);
    Run reader = m.randomReader("b");
    m.runFor(CfqMachine.SECOND_NS);
    assertThat(m.test.machine.block().requests().used()).isBetween(128, 129);
    assertThat(reader.readIos()).isPositive();
  }

  /** Without slice idling on a disk that queues, requests are shared, of whatever size. */
  @Test
  void inIopsModeRequestsGoByWeight() throws Exception {
    CfqMachine m =
        new CfqMachine(
            CfqFlavor.GROUPS, Scheduler.CFQ, new CfqMachine.Seeking(200_000, 200_000), 31, false);
    assertThat(m.tunables().ns(Time.SLICE_IDLE)).isZero();
    m.weigh("a", 100);
    m.weigh("b", 300);
    m.start("a", m.job().ioDepth(32));
    m.start("b", m.job().ioDepth(32).blockSize(65536));
    run(m);
    double ratio = (double) m.runs.get(1).readIos() / m.runs.get(0).readIos();
    assertThat(ratio).isCloseTo(3, withinPercentage(4));
  }

  /**
   * The root's tasks have its leaf weight, which is twice that of a cgroup, beside its children.
   */
  @Test
  void tasksOfTheRootCompeteWithItsChildren() throws Exception {
    CfqMachine m = machine(CfqFlavor.GROUPS, Scheduler.CFQ);
    m.reader("/");
    m.reader("a");
    run(m);
    assertThat(m.share(0)).isCloseTo(0.667, within(0.02));
  }

  @Test
  void leafWeightsShareAGroupBetweenItsTasksAndItsChildren() throws Exception {
    CfqMachine m = machine(CfqFlavor.GROUPS, Scheduler.CFQ);
    // v2 has no tasks beside child cgroups.
    Hierarchy v1 =
        m.test.machine.hierarchies().createV1(Set.of(Controller.IO), "", m.test.machine.tasks());
    Cgroup a = v1.mkdir(v1.root(), "a");
    Cgroup child = v1.mkdir(a, "child");
    m.test.machine.cfqWeights().setDefault(CfqWeights.Share.LEAF, a, 100);
    m.test.machine.cfqWeights().setDefault(CfqWeights.Share.GROUP, child, 300);
    Run own = m.test.start(a, m.job());
    Run below = m.test.start(child, m.job().offset(CfqMachine.FILE_BYTES));
    run(m);
    assertThat((double) below.readBytes() / own.readBytes()).isCloseTo(3, withinPercentage(5));
  }

  @Test
  void aNewWeightCountsFromTheNextTurnOn() throws Exception {
    CfqMachine m = machine(CfqFlavor.GROUPS, Scheduler.CFQ);
    m.weigh("a", 100);
    m.weigh("b", 100);
    m.reader("a");
    m.reader("b");
    run(m);
    long before = m.runs.get(1).readBytes();
    m.weigh("b", 300);
    run(m);
    double later = m.runs.get(1).readBytes() - before;
    assertThat(later / before).isCloseTo(1.5, withinPercentage(4));
  }

  /** The IO controller of 2009 shares time by weight above any scheduler. */
  @ParameterizedTest
  @CsvSource({"NOOP", "DEADLINE", "ANTICIPATORY", "CFQ"})
  void anySchedulerBelowTheIoController(Scheduler scheduler) throws Exception {
    CfqMachine m = machine(CfqFlavor.V10, scheduler);
    m.weigh("a", 500);
    m.weigh("b", 1000);
    m.reader("a");
    m.reader("b");
    run(m);
    assertThat(m.share(1) / m.share(0)).isCloseTo(2, withinPercentage(7.5));
    assertThat((double) m.gauge("b", Gauge.TIME) / m.gauge("a", Gauge.TIME))
        .isCloseTo(2, withinPercentage(3));
  }

  /** B17, for those of single queues. */
  @ParameterizedTest
  @CsvSource({"NOOP", "DEADLINE", "ANTICIPATORY"})
  void weightsAreWithoutEffectOnOthers(Scheduler scheduler) throws Exception {
    CfqMachine m = machine(CfqFlavor.GROUPS, scheduler);
    m.weigh("a", 100);
    m.weigh("b", 1000);
    m.reader("a");
    m.reader("b");
    run(m);
    assertThat(m.share(0)).isCloseTo(0.5, within(0.03));
  }

  @Test
  void aGroupOfABetterClassComesFirst() throws Exception {
    CfqMachine m = machine(CfqFlavor.V10, Scheduler.CFQ);
    m.test.machine.cfqClasses().setDefault(m.test.cgroup("a"), CfqClasses.REAL_TIME);
    m.weigh("a", 10);
    m.weigh("b", 1000);
    m.reader("a");
    m.reader("b");
    run(m);
    assertThat(m.share(0)).isGreaterThan(0.98);
  }

  @Test
  void noGroupIsOfABetterClassThanItsParent() throws Exception {
    CfqMachine m = machine(CfqFlavor.V10, Scheduler.CFQ);
    m.test.machine.cfqClasses().setDefault(m.test.cgroup("a/1"), CfqClasses.REAL_TIME);
    m.test.machine.cfqClasses().setDefault(m.test.cgroup("c"), CfqClasses.IDLE);
    m.test.machine.cfqClasses().setDefault(m.test.cgroup("c/1"), CfqClasses.REAL_TIME);
    m.reader("a/1");
    m.reader("b");
    m.reader("c/1");
    run(m);
    assertThat(m.share(0)).isCloseTo(0.5, within(0.03));
    assertThat(m.share(1)).isCloseTo(0.5, within(0.03));
    assertThat(m.share(2)).as("of the idle class").isLessThan(0.02);
  }
}
