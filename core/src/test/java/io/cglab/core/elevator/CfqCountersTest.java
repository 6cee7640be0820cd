package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.core.api.KernelException;
import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.elevator.CfqStats.Counter;
import io.cglab.core.elevator.CfqStats.Gauge;
import io.cglab.core.task.Run;
import org.junit.jupiter.api.Test;

/** What CFQ counts (schedulers-and-devices.md 3.3, "Statistics"). */
class CfqCountersTest {
  private static final long SECOND_NS = CfqMachine.SECOND_NS;
  private final CfqMachine m = new CfqMachine(CfqFlavor.GROUPS, Scheduler.CFQ, CfqMachine.DISK, 31);

  private int row(String cgroup) throws KernelException {
    return m.test.machine.blkgs().obtain(m.test.cgroup(cgroup), m.test.disk());
  }

  private RwStat counted(String cgroup, Counter counter) throws KernelException {
    RwStat stat = new RwStat();
    m.test.machine.cfqStats().addOwn(row(cgroup), counter, stat);
    return stat;
  }

  private double seconds(String cgroup, Gauge gauge) throws KernelException {
    return (double) m.gauge(cgroup, gauge) / SECOND_NS;
  }

  @Test
  void bytesAndIosAreThoseOfBios() throws Exception {
    m.queue().setNoMerges(0);
    Run reader = m.start("a", m.job().blockSize(4096).count(100));
    Run writer = m.start("a", m.job().writes().ioDepth(8).blockSize(16384).count(50));
    m.runFor(5 * SECOND_NS);
    assertThat(reader.isDone() && writer.isDone()).isTrue();
    assertThat(counted("a", Counter.SERVICED).read()).isEqualTo(100);
    assertThat(counted("a", Counter.SERVICED).write()).isEqualTo(50);
    assertThat(counted("a", Counter.SERVICED).sync()).as("direct writes too").isEqualTo(150);
    assertThat(counted("a", Counter.SERVICE_BYTES).read()).isEqualTo(100 * 4096);
    assertThat(counted("a", Counter.SERVICE_BYTES).write()).isEqualTo(50 * 16384);
    assertThat(m.gauge("a", Gauge.SECTORS)).isEqualTo((100 * 4096 + 50 * 16384) / 512);
    assertThat(counted("a", Counter.MERGED).write()).as("eight at a time").isPositive();
    assertThat(counted("a", Counter.QUEUED).sync()).isZero();
  }

  @Test
  void timesOfTwoReadersAddUp() throws Exception {
    m.reader("a");
    m.reader("b");
    m.runFor(10 * SECOND_NS);
    double a = seconds("a", Gauge.TIME);
    double b = seconds("b", Gauge.TIME);
    assertThat(a + b).as("all but the seeks, which are free").isCloseTo(9.3, within(0.2));
    assertThat(seconds("a", Gauge.UNACCOUNTED_TIME)).as("the seeks").isCloseTo(0.4, within(0.1));
    assertThat(seconds("a", Gauge.GROUP_WAIT_TIME)).as("it has its turn at each arrival").isZero();
    assertThat(m.gauge("a", Gauge.AVG_QUEUE_SIZE)).as("one I/O at a time").isLessThanOrEqualTo(1);
    RwStat service = counted("a", Counter.SERVICE_TIME);
    assertThat((double) service.read() / SECOND_NS).isCloseTo(5, within(0.4));
    assertThat(m.gauge("a", Gauge.ENQUEUE) - m.gauge("a", Gauge.DEQUEUE)).isBetween(0L, 1L);
  }

  /** A thinker leaves the tree after each I/O, once it is known not to be worth a wait. */
  @Test
  void waitingAndEmptinessAreCounted() throws Exception {
    Run thinker = m.start("a", m.job().thinkNs(50_000_000));
    m.reader("b");
    m.runFor(10 * SECOND_NS);
    long ios = thinker.readIos();
    assertThat(m.gauge("a", Gauge.DEQUEUE)).isBetween(ios - 5, ios);
    assertThat(m.gauge("a", Gauge.ENQUEUE)).isBetween(ios - 5, ios + 1);
    assertThat(seconds("a", Gauge.EMPTY_TIME))
        .as("thinking and its I/O")
        .isCloseTo(ios * 0.0582, within(0.3));
    assertThat(seconds("a", Gauge.IDLE_TIME)).as("until it is known").isBetween(0.008, 0.1);
    double rest = 10 - ios * (0.05 + 0.0082);
    assertThat(seconds("a", Gauge.GROUP_WAIT_TIME)).as("turns of b").isCloseTo(rest, within(0.5));
  }

  @Test
  void whatIsResetAndWhatARemovedGroupLeaves() throws Exception {
    Run reader = m.start("a/child", m.job().count(1000));
    m.runFor(SECOND_NS);
    assertThat(reader.isDone()).isTrue();
    Cgroup child = m.test.cgroup("a/child");
    int parent = row("a");
    long time = m.gauge("a/child", Gauge.TIME);
    m.test.machine.tasks().killAll(child);
    m.runFor(SECOND_NS);
    child.hierarchy().rmdir(child);
    assertThat(m.test.machine.cfqStats().removedTime(parent)).isGreaterThanOrEqualTo(time);
    RwStat left = new RwStat();
    m.test.machine.cfqStats().addRemoved(parent, Counter.SERVICED, left);
    assertThat(left.read()).isEqualTo(1000);

    m.reader("b");
    m.runFor(SECOND_NS);
    assertThat(counted("b", Counter.SERVICED).read()).isPositive();
    m.test.machine.cfqStats().reset(row("b"));
    assertThat(counted("b", Counter.SERVICED).read()).isZero();
    assertThat(m.gauge("b", Gauge.TIME)).isZero();
  }
}
