package io.cglab.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.Op;
import io.cglab.core.device.DiskStats;
import io.cglab.core.elevator.QueueAttributes.WriteCache;
import io.cglab.core.task.Pattern.Kind;
import io.cglab.core.task.Pattern.Region;
import io.cglab.core.trace.Trace;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the loop of a workload does with a pattern: batches, pace, pauses, flushes. */
class WorkloadTest {
  private static final long S = 1_000_000_000;
  private static final int KIB = 1024;
  private static final Region REGION = new Region(0, 0, 1 << 20);

  private final TestMachine m =
      new TestMachine(
          MachineConfig.plain()
              .withCosts(Costs.NONE)
              .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 100_000, 64, 2560))));

  private static Job job(Pattern pattern) {
    return Job.direct(TestMachine.DEV).pattern(pattern);
  }

  private static Pattern endless(Pattern p) {
    return with(p, Long.MAX_VALUE, 0, 0);
  }

  private static Pattern with(Pattern p, long limit, long readRate, long flushEvery) {
    return new Pattern(
        p.kind(),
        true,
        true,
        p.readPercent(),
        p.read(),
        p.write(),
        p.trim(),
        p.files(),
        limit,
        readRate,
        0,
        0,
        flushEvery,
        false,
        1);
  }

  private Run run(Job job, long untilNs) throws Exception {
    Run run = m.start(m.cgroup("a"), job);
    m.machine.advanceTo(untilNs);
    return run;
  }

  /** Records what a workload tells. */
  private static final class Log implements JobObserver {
    final List<Integer> submits = new ArrayList<>();
    final List<Integer> depths = new ArrayList<>();
    final List<Integer> reaps = new ArrayList<>();
    final List<Op> ops = new ArrayList<>();
    final List<Long> reapedNs = new ArrayList<>();

    @Override
    public void reaped(Op op, int bytes, long submittedNs, long now) {
      ops.add(op);
      reapedNs.add(now);
    }

    @Override
    public void submits(int ios, int depth) {
      submits.add(ios);
      depths.add(depth);
    }

    @Override
    public void reaps(int ios) {
      reaps.add(ios);
    }
  }

  @Test
  void aMixIsCountedByDirection() throws Exception {
    Pattern mix = Pattern.of(Kind.MIX, REGION);
    Run run = run(job(mix), S);
    assertThat(run.isDone()).isTrue();
    assertThat(run.readBytes() + run.wroteBytes()).isEqualTo(1 << 20);
    assertThat(run.readIos()).isBetween(90L, 166L);
    assertThat(run.finishedNs()).isEqualTo(256 * 100_000L);
  }

  @Test
  void severalDevicesAreTheJobsOwn() throws Exception {
    Pattern read = Pattern.of(Kind.READ, new Region(1, 0, 8 * KIB));
    Run run =
        run(
            Job.direct(TestMachine.DEV)
                .devices(List.of(TestMachine.DEV, TestMachine.DEV))
                .pattern(read),
            S);
    assertThat(run.readIos()).isEqualTo(2);
  }

  @Test
  void batchesAreSubmittedAndReapedTogether() throws Exception {
    Log log = new Log();
    run(
        job(Pattern.of(Kind.READ, REGION))
            .ioDepth(8)
            .batches(new Batches(4, 4, 4, 4))
            .observer(log),
        S);
    assertThat(log.submits).hasSize(64).containsOnly(4);
    assertThat(log.depths).startsWith(4, 8).doesNotContain(5, 6, 7);
    assertThat(log.reaps).containsOnly(4);
  }

  @Test
  void aloneEachCallReapsOne() throws Exception {
    Log log = new Log();
    run(
        job(Pattern.of(Kind.READ, REGION))
            .ioDepth(8)
            .batches(new Batches(1, 1, 1, 8))
            .observer(log),
        S);
    assertThat(log.reaps).hasSize(256).containsOnly(1);
  }

  @Test
  void aRateIsKept() throws Exception {
    Pattern paced = with(endless(Pattern.of(Kind.READ, REGION)), Long.MAX_VALUE, 400 * KIB, 0);
    Run run = run(job(paced).stopNs(2 * S), 3 * S);
    assertThat(run.readIos()).isEqualTo(200);
    assertThat(run.finishedNs()).isEqualTo(2 * S);
  }

  @Test
  void aPauseComesAfterSoManyIos() throws Exception {
    Log log = new Log();
    Job job =
        job(endless(Pattern.of(Kind.READ, REGION)))
            .thinkNs(1_000_000)
            .thinkSpinNs(300_000)
            .thinkBlocks(2)
            .observer(log)
            .stopNs(2_000_000);
    Run run = run(job, S);
    assertThat(log.reapedNs).containsExactly(100_000L, 200_000L, 1_300_000L, 1_400_000L);
    assertThat(run.cpuNs()).isEqualTo(600_000);
    assertThat(run.waits()).isEqualTo(4 + 2);
  }

  @Test
  void aFlushWaitsForWhatIsInFlightAndReachesOnlyAWriteCache() throws Exception {
    Pattern written = with(Pattern.of(Kind.WRITE, REGION), 64 * KIB, 0, 4);
    Log log = new Log();
    run(job(written).ioDepth(4).observer(log), S);
    assertThat(m.disk().stats().ios(DiskStats.FLUSH)).isZero();
    assertThat(log.ops.stream().filter(op -> op == Op.FLUSH).count()).isEqualTo(3);
    assertThat(log.ops.subList(0, 5))
        .containsExactly(Op.WRITE, Op.WRITE, Op.WRITE, Op.WRITE, Op.FLUSH);

    m.machine.elevators().of(m.disk()).attributes().setWriteCache(WriteCache.WRITE_BACK);
    run(job(written).ioDepth(4), 2 * S);
    assertThat(m.disk().stats().ios(DiskStats.FLUSH)).isEqualTo(3);
  }

  @Test
  void discardsGoOneByOneAndCountAsDiscards() throws Exception {
    Log log = new Log();
    Run run = run(job(Pattern.of(Kind.TRIM, REGION)).ioDepth(8).observer(log), S);
    assertThat(log.depths).containsOnly(1);
    assertThat(m.disk().stats().ios(DiskStats.DISCARD)).isEqualTo(256);
    assertThat(m.machine.blkgs().stat(m.machine.blkgs().find(m.cgroup("a"), m.disk())).discardIos())
        .isEqualTo(256);
    assertThat(run.task().process().io().wroteBytes()).isZero();
  }

  @Test
  void anIoAllocatesNothing() throws Exception {
    Pattern endless = endless(Pattern.of(Kind.MIX, REGION));
    m.machine.setTrace(Trace.NONE);
    Run run = m.start(m.cgroup("a"), job(endless).ioDepth(16).batches(new Batches(4, 1, 1, 16)));
    m.machine.advanceTo(S);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long ios = run.readIos() + run.wroteIos();
    long before = threads.getCurrentThreadAllocatedBytes();
    m.machine.advanceTo(2 * S);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(run.readIos() + run.wroteIos() - ios).isGreaterThan(100_000);
    assertThat(allocated).isLessThan(100_000);
  }
}
