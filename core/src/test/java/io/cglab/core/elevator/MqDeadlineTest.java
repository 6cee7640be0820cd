package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MqDeadlineTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final int TAGS = 256;

  private static TestMachine machine(Costs costs, int depth) {
    return new TestMachine(
        MachineConfig.plain()
            .withCosts(costs)
            .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 200_000, depth, 2560))));
  }

  private static void select(TestMachine m) {
    MqDeadline elevator =
        new MqDeadline(
            m.machine.block().requests(), m.machine.block().bios(), new DeadlineTunables(TAGS));
    m.machine.block().setElevator(m.disk(), elevator, TAGS);
  }

  @Test
  void aLowerClassWaitsWhileAHigherOneHasWork() throws Exception {
    TestMachine m = machine(Costs.RECORDED, 1);
    select(m);
    Cgroup a = m.cgroup("a");
    Run bestEffort = m.start(a, TestMachine.reads(4096, 16).prioClass(2));
    Run realTime = m.start(a, TestMachine.reads(4096, 16).prioClass(1).seed(2));
    m.machine.advanceTo(2 * SECOND_NS);
    assertThat(bestEffort.readIos()).isLessThanOrEqualTo(2);
    assertThat(realTime.readIos()).isGreaterThan(9_000);
  }

  @Test
  void sequentialBiosThatWaitAreMerged() throws Exception {
    TestMachine m = machine(Costs.NONE, 1);
    select(m);
    Run run = m.start(m.cgroup("a"), Job.direct(TestMachine.DEV).ioDepth(32).count(320));
    m.machine.advanceTo(SECOND_NS);
    assertThat(run.readIos()).isEqualTo(320);
    assertThat(m.disk().stats().merges(0)).isGreaterThan(200);
    assertThat(m.disk().stats().ios(0) + m.disk().stats().merges(0)).isEqualTo(320);
    assertThat(m.disk().stats().sectors(0)).isEqualTo(320 * 8);
  }

  @Test
  void switchingKeepsEveryRequest() {
    Seeds.forEach(
        30,
        seed -> {
          var random = new SplittableRandom(seed);
          TestMachine m = machine(Costs.RECORDED, 1 << random.nextInt(4));
          List<Run> runs = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            Job job =
                Job.direct(TestMachine.DEV)
                    .ioDepth(1 + random.nextInt(40))
                    .blockSize(512 << random.nextInt(8))
                    .stopNs(SECOND_NS / 2)
                    .prioClass(random.nextInt(4))
                    .seed(i);
            job = random.nextBoolean() ? job.random() : job;
            runs.add(m.start(m.cgroup("g" + i), random.nextBoolean() ? job.reads() : job.writes()));
          }
          for (long at = 0; at < SECOND_NS; at += 20_000_000) {
            m.machine.advanceTo(at);
            if (random.nextBoolean()) {
              select(m);
            } else {
              m.machine.block().setElevator(m.disk(), null, m.disk().queueDepth());
            }
          }
          m.machine.advanceTo(10 * SECOND_NS);
          assertThat(runs)
              .allMatch(Run::isDone)
              .allMatch(run -> run.readIos() + run.wroteIos() > 0);
          assertThat(m.machine.block().bios().used()).isZero();
          assertThat(m.machine.block().requests().used()).isZero();
        });
  }
}
