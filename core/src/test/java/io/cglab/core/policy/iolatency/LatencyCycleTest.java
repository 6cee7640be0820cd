package io.cglab.core.policy.iolatency;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.task.Job;
import io.cglab.core.task.JobObserver;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk of four slots and 500 us, a target that cannot be met beside others (3.9). */
class LatencyCycleTest {
  private static final long MS = TestMachine.MS;
  private static final long START_NS = 400 * MS;
  private static final long END_NS = START_NS + 8000 * MS;

  @Test
  void protectedHalfOfTheTimeInCyclesOfASecond() throws KernelException {
    var test =
        new TestMachine(
            MachineConfig.plain()
                .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 500_000, 4, 256))));
    var cgroupA = test.cgroup("a");
    var cgroupB = test.cgroup("b");
    test.machine.latencyTargets().activate(test.disk());
    int target = test.machine.blkgs().obtain(cgroupA, test.disk());
    test.machine.latencyTargets().setTarget(target, MS);
    List<Long> fell = new ArrayList<>();
    List<Long> rose = new ArrayList<>();
    List<Boolean> windows = new ArrayList<>();
    test.machine.setTrace(
        new Trace() {
          @Override
          public void latencyDepth(long nowNs, int blkg, int depth, int uses, Step why) {
            assertThat(test.machine.blkgs().cgroup(blkg)).isSameAs(cgroupB);
            if (why == Step.COOKIE_FELL) {
              assertThat(depth).isEqualTo(2);
              fell.add(nowNs);
            } else {
              assertThat(why).isEqualTo(Step.UNTHROTTLED);
              rose.add(nowNs);
            }
          }

          @Override
          public void latencyWindow(long nowNs, int blkg, boolean good, long samples) {
            windows.add(good);
          }
        });
    List<Long> reaped = new ArrayList<>();
    JobObserver observer = (op, bytes, submittedNs, nowNs) -> reaped.add(nowNs);
    Job job = Job.direct(TestMachine.DEV).reads().random().blockSize(4096).asyncIo(true);
    test.start(cgroupA, job.ioDepth(2).startNs(START_NS).stopNs(END_NS).observer(observer));
    for (int i = 0; i < 16; i++) {
      test.start(cgroupB, job.ioDepth(4).startNs(START_NS).stopNs(END_NS).seed(i));
    }
    test.machine.advanceTo(END_NS);

    assertThat(fell).hasSizeBetween(7, 8);
    for (int i = 1; i < fell.size(); i++) {
      assertThat(fell.get(i) - fell.get(i - 1)).isBetween(1000 * MS, 1030 * MS);
      assertThat(rose.get(i - 1) - fell.get(i - 1)).isBetween(500 * MS, 515 * MS);
    }
    long from = fell.get(2);
    assertThat(reaped.stream().filter(ns -> ns > from + 100 * MS && ns <= from + 500 * MS))
        .as("two of four slots: 390 I/Os in 100 ms")
        .hasSizeBetween(4 * 386, 4 * 396);
    assertThat(windows.stream().filter(good -> !good)).hasSizeBetween(35, 50);
  }
}
