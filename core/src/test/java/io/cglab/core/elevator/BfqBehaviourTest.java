package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What BFQ does beside sharing by weight (schedulers-and-devices.md 4.5 to 4.7). */
class BfqBehaviourTest {
  private static final long MS = 1_000_000;
  private static final long SECOND_NS = 1_000 * MS;
  private static final int FAR = 1 << 30;

  private static TestMachine machine(boolean rotational, int depth, int lowLatency)
      throws KernelException {
    DiskConfig disk =
        new DiskConfig(
            "sda",
            TestMachine.DEV,
            8L << 20,
            rotational,
            true,
            depth,
            2560,
            2560,
            128,
            new FixedLatency(200_000),
            List.of());
    var m =
        new TestMachine(MachineConfig.plain().withCosts(Costs.RECORDED).withDisks(List.of(disk)));
    m.machine.setTrace(Trace.NONE);
    QueueSettings queue = m.machine.elevators().of(m.disk());
    queue.select(Scheduler.BFQ);
    queue.setNrRequests(256);
    tunables(m).setLowLatency(lowLatency);
    return m;
  }

  private static BfqTunables tunables(TestMachine m) {
    BfqTunables bfq = m.machine.elevators().of(m.disk()).bfq();
    assertThat(bfq).isNotNull();
    return bfq;
  }

  /** A sequential reader of one group; the last number is where it begins, in bytes. */
  private static Run reader(TestMachine m, String group, long startMs, long[] longest, long from)
      throws KernelException {
    Job job =
        Job.direct(TestMachine.DEV)
            .reads()
            .ioDepth(1)
            .offset(from)
            .startNs(startMs * MS)
            .observer((op, bytes, since, now) -> longest[0] = Math.max(longest[0], now - since));
    return m.start(m.cgroup(group), job);
  }

  private static double longestWaitMs(TestMachine m, long from, long to) throws KernelException {
    long[] longest = new long[1];
    reader(m, "a", 0, longest, from);
    reader(m, "a", 0, longest, to);
    m.machine.advanceTo(500 * MS);
    return longest[0] / (double) MS;
  }

  @Test
  void threadsThatBeginTogetherShareAQueueOnASolidDiskThatQueues() throws Exception {
    assertThat(longestWaitMs(machine(false, 32, 0), 0, FAR)).isLessThan(2);
  }

  @Test
  void onADiskThatSeeksTheyDoSoIfTheyReadCloseToEachOther() throws Exception {
    assertThat(longestWaitMs(machine(true, 1, 0), 0, 1 << 20)).isLessThan(20);
    assertThat(longestWaitMs(machine(true, 1, 0), 0, FAR)).isGreaterThan(100);
  }

  @Test
  void aNewReaderIsRaised() throws Exception {
    assertThat(shareOfNewcomer(1)).isGreaterThan(0.8);
    assertThat(shareOfNewcomer(0)).isBetween(0.3, 0.7);
  }

  private static double shareOfNewcomer(int lowLatency) throws KernelException {
    TestMachine m = machine(true, 1, lowLatency);
    Run old = reader(m, "a", 0, new long[1], 0);
    m.machine.advanceTo(40 * SECOND_NS); // it was raised itself, but not for so long
    Run young = reader(m, "a", 40_000, new long[1], FAR);
    long before = old.readBytes();
    m.machine.advanceTo(42 * SECOND_NS);
    double fresh = young.readBytes();
    return fresh / (fresh + old.readBytes() - before);
  }

  /** Found by the endurance run, seed 4210. */
  @Test
  void aQueueThatOthersWillJoinIsKeptUntilTheyDo() throws Exception {
    TestMachine m = machine(true, 1, 0);
    // The second reader shares the first one's queue and then thinks; meanwhile the first one has
    // read on to where the third one is and has joined it, queue and all, and both have ended.
    Job at = Job.direct(TestMachine.DEV).reads().ioDepth(1);
    List<Run> gone =
        List.of(
            m.start(m.cgroup("a"), at.blockSize(12 << 20).thinkNs(50 * MS)),
            m.start(m.cgroup("a"), at.offset(17 << 20).thinkNs(MS).startNs(20 * MS)));
    Run thinks = m.start(m.cgroup("a"), at.offset(1 << 20).thinkNs(300 * MS));
    m.machine.advanceTo(200 * MS);
    gone.forEach(Run::stop);
    m.machine.advanceTo(SECOND_NS);
    assertThat(gone).allMatch(Run::isDone);
    assertThat(thinks.readIos()).isBetween(3L, 4L);
  }

  /** Else every thread leaves a queue behind; Bfq itself looks, when another takes its place. */
  @Test
  void theQueueOfAThreadThatEndsWhileItIsWaitedForIsForgotten() throws Exception {
    TestMachine m = machine(true, 1, 0);
    Run run = reader(m, "a", 0, new long[1], 0);
    m.machine.advanceTo(10 * MS);
    run.stop();
    m.machine.advanceTo(SECOND_NS);
    assertThat(run.isDone()).isTrue();
    QueueSettings queue = m.machine.elevators().of(m.disk());
    assertThatCode(() -> queue.select(Scheduler.NONE)).doesNotThrowAnyException();
  }

  @Test
  void strictGuaranteesKeepOneRequestInTheDriver() throws Exception {
    TestMachine m = machine(false, 32, 0);
    tunables(m).setStrictGuarantees(1);
    int[] most = new int[1];
    int[] inDriver = new int[1];
    m.machine.setTrace(
        new Trace() {
          @Override
          public void dispatched(long nowNs, int request, int bio) {
            most[0] = Math.max(most[0], ++inDriver[0]);
          }

          @Override
          public void completed(long nowNs, int bio) {
            inDriver[0]--;
          }
        });
    Run run = m.start(m.cgroup("a"), TestMachine.reads(4096, 16));
    m.machine.advanceTo(100 * MS);
    assertThat(most[0]).isEqualTo(1);
    assertThat(run.readIos()).isGreaterThan(400);
  }

  /** A writer over its share of the tags may use but one of them; others leave it that one. */
  @Test
  void aWriterOverItsShareOfTheTagsIsNotStarved() throws Exception {
    TestMachine m = machine(true, 31, 0);
    QueueSettings queue = m.machine.elevators().of(m.disk());
    queue.select(Scheduler.NONE);
    queue.select(Scheduler.BFQ); // with the number of requests that is usual: 62
    tunables(m).setLowLatency(0);
    List<Run> writers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Job job = Job.direct(TestMachine.DEV).writes().random().ioDepth(4).asyncIo(true).seed(i);
      writers.add(m.start(m.cgroup("a"), job));
    }
    reader(m, "b", 0, new long[1], 0);
    m.machine.advanceTo(20 * SECOND_NS);
    long all = writers.stream().mapToLong(Run::wroteIos).sum();
    assertThat(writers)
        .allSatisfy(each -> assertThat(each.wroteIos()).isGreaterThan(all / writers.size() / 5));
  }
}
