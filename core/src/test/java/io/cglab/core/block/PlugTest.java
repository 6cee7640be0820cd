package io.cglab.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.IoMax;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.DiskStats;
import io.cglab.core.task.Batches;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlugTest {
  private static final long SECOND_NS = 1_000_000_000;

  private static final Batches EIGHT = new Batches(8, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private static TestMachine machine(int depth) {
    return new TestMachine(
        MachineConfig.plain()
            .withCosts(Costs.NONE)
            .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 100_000, depth, 2560))));
  }

  @Test
  void neighboursThatTheThrottleReleasesTogetherBecomeOneRequest() throws Exception {
    TestMachine m = machine(64);
    Cgroup a = m.cgroup("a");
    m.limit(a, IoMax.NONE.withWbps(1 << 20));
    Run run = m.start(a, Job.direct(TestMachine.DEV).writes().ioDepth(32).count(320));
    m.machine.advanceTo(3 * SECOND_NS);

    DiskStats stats = m.disk().stats();
    assertThat(run.wroteIos()).isEqualTo(320);
    assertThat(stats.merges(1)).isGreaterThan(200);
    assertThat(stats.ios(1) + stats.merges(1)).isEqualTo(320);
    assertThat(stats.sectors(1)).isEqualTo(320 * 8);
    int blkg = m.machine.blkgs().obtain(a, m.disk());
    assertThat(m.machine.blkgs().stat(blkg).wroteIos()).as("merged bios count").isEqualTo(320);
  }

  @Test
  void theBiosOfOneLargeIoReachTheDriverTogether() throws Exception {
    TestMachine m = machine(64);
    List<Long> dispatched = new ArrayList<>();
    m.machine.setTrace(
        new Trace() {
          @Override
          public void dispatched(long nowNs, int request, int bio) {
            dispatched.add(m.machine.block().requests().sector(request));
          }
        });
    m.start(m.cgroup("a"), Job.direct(TestMachine.DEV).blockSize(4 << 20).count(1));
    m.machine.advanceTo(SECOND_NS);

    assertThat(dispatched).containsExactly(0L, 2048L, 4096L, 6144L);
    assertThat(m.machine.block().bios().used()).isZero();
  }

  /** Else requests would be in the plug, with their tags, until the task is thawed. */
  @Test
  void whoIsFrozenAmidABatchHandsOnTheWholeOfIt() throws Exception {
    TestMachine m =
        new TestMachine(
            MachineConfig.plain()
                .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 100_000, 64, 2560))));
    Cgroup a = m.cgroup("a");
    Run run = m.start(a, TestMachine.reads(4096, 8).asyncIo(true).batches(EIGHT).count(80));
    m.machine.advanceTo(m.machine.config().costs().submitNs() * 3 / 2);
    assertThat(m.machine.block().freeTags(m.disk())).as("it has begun").isEqualTo(63);
    m.v2().setFreeze(a, true);
    m.machine.advanceTo(SECOND_NS);
    assertThat(m.issues).hasSize(8);
    assertThat(m.machine.block().requests().used()).isZero();
    m.v2().setFreeze(a, false);
    m.machine.advanceTo(2 * SECOND_NS);
    assertThat(run.readIos()).isEqualTo(80);
  }

  @Test
  void whoSleepsForATagHandsOnWhatWasCollected() throws Exception {
    TestMachine m = machine(2);
    Run run = m.start(m.cgroup("a"), Job.direct(TestMachine.DEV).blockSize(8 << 20).count(3));
    m.machine.advanceTo(SECOND_NS);

    assertThat(run.readBytes()).isEqualTo(3 * (8 << 20));
    assertThat(m.machine.block().requests().used()).isZero();
  }
}
