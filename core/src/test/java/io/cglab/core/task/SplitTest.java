package io.cglab.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.IoStat;
import io.cglab.core.cgroup.Cgroup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples at the end of throttle-and-qos.md 1, and the times of the job loop. */
class SplitTest {
  private static final int MIB = 1 << 20;

  private static TestMachine machine(int maxSectors, Costs costs) {
    return new TestMachine(
        MachineConfig.plain()
            .withCosts(costs)
            .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 100_000, 64, maxSectors))));
  }

  private static IoStat stat(TestMachine m, Cgroup cgroup) {
    return m.machine.blkgs().stat(m.machine.blkgs().find(cgroup, m.disk()));
  }

  @Test
  void aReadOfOneMebibyteIsNineRequestsOfAtMost255Sectors() throws Exception {
    TestMachine m = machine(255, Costs.NONE);
    Cgroup a = m.cgroup("a");
    m.start(a, Job.direct(TestMachine.DEV).blockSize(MIB).count(1));
    m.machine.advanceTo(TestMachine.MS * 10);
    assertThat(stat(m, a)).isEqualTo(new IoStat(MIB, 0, 9, 0, 0, 0));
    assertThat(m.disk().stats().ios(0)).isEqualTo(9);
  }

  @Test
  void aLimitOfIosCountsPiecesAndOneOfBytesTheWholeOnce() throws Exception {
    TestMachine m = machine(255, Costs.NONE);
    Cgroup a = m.cgroup("a");
    m.limit(a, IoMax.NONE.withRiops(90)); // nine pieces are one slice's worth
    m.start(a, Job.direct(TestMachine.DEV).blockSize(MIB).count(2));
    m.machine.advanceTo(TestMachine.MS * 90);
    assertThat(stat(m, a).readIos()).isEqualTo(9);
    m.machine.advanceTo(TestMachine.MS * 300);
    assertThat(stat(m, a)).isEqualTo(new IoStat(2L * MIB, 0, 18, 0, 0, 0));
  }

  @Test
  void anIoCostsTenMicrosecondsOnTopOfTheDevice() throws Exception {
    TestMachine m = machine(2560, Costs.RECORDED);
    Run run =
        m.start(m.cgroup("a"), Job.direct(TestMachine.DEV).ioDepth(1).random().stopNs(1_100_000));
    m.machine.advanceTo(TestMachine.MS * 10);
    assertThat(run.readIos()).isEqualTo(10);
    assertThat(run.finishedNs()).isEqualTo(10 * 110_000);
  }
}
