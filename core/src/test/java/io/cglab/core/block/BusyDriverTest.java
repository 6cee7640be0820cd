package io.cglab.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.device.NullBlk;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A driver that refuses requests for a while (schedulers-and-devices.md 1.2). */
class BusyDriverTest {
  private static final long MS = 1_000_000;
  private static final long SECOND_NS = 1000 * MS;
  private static final int TAGS = 128;

  private static TestMachine machine(NullBlk model, int depth) {
    return new TestMachine(
        MachineConfig.plain()
            .withCosts(Costs.NONE)
            .withDisks(List.of(TestMachine.disk("nullb0", TestMachine.DEV, model, depth, 255))));
  }

  private static FifoElevator select(TestMachine m) {
    FifoElevator fifo = new FifoElevator(m.machine.block().requests());
    m.machine.block().setElevator(m.disk(), fifo, TAGS);
    return fifo;
  }

  /**
   * 7 MiB/s are 146797 bytes in 20 ms: 35 requests of 4 KiB. A task submits 100 at once to a device
   * of depth 16 that takes no time.
   */
  @Test
  void theRoundThatIsFirstRefusedIsChosenAsAWholeAndThenOneByOne() throws Exception {
    TestMachine m = machine(new NullBlk(2, MS, 7), 16);
    final FifoElevator fifo = select(m);
    m.start(m.cgroup("a"), TestMachine.reads(4096, 100).count(100));
    // 16 are in the device; the 17th was chosen and found no tag.
    m.machine.advanceTo(MS / 2);
    assertThat(fifo.size()).isEqualTo(83);
    // 35 were taken by 2 ms. The 36th is refused when three are in the device: in its round there
    // were 16 - 3 = 13 tags, so it and 12 more are chosen.
    m.machine.advanceTo(3 * MS);
    assertThat(m.disk().stats().ios(0)).isEqualTo(35);
    assertThat(fifo.size()).isEqualTo(100 - 35 - 13);
    // At 20 ms the 13 go first, then as many as there are tags and one; 35 are taken by 22 ms, and
    // now only the refused one is chosen.
    m.machine.advanceTo(23 * MS);
    assertThat(m.disk().stats().ios(0)).isEqualTo(70);
    assertThat(fifo.size()).isEqualTo(100 - 70 - 1);
    m.machine.advanceTo(43 * MS);
    assertThat(m.disk().stats().ios(0)).isEqualTo(100);
  }

  @Test
  void noRequestIsLost() {
    Seeds.forEach(
        30,
        seed -> {
          var random = new SplittableRandom(seed);
          var model = new NullBlk(random.nextInt(3), 10_000, 7 + random.nextInt(30));
          TestMachine m = machine(model, 1 << random.nextInt(7));
          List<Run> runs = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            Job job =
                Job.direct(TestMachine.DEV)
                    .ioDepth(1 + random.nextInt(40))
                    .blockSize(512 << random.nextInt(9))
                    .count(1 + random.nextInt(300))
                    .seed(i);
            job = random.nextBoolean() ? job.random() : job;
            runs.add(m.start(m.cgroup("g" + i), random.nextBoolean() ? job.reads() : job.writes()));
          }
          for (long at = 0; at < SECOND_NS; at += 33 * MS) {
            m.machine.advanceTo(at);
            if (random.nextBoolean()) {
              select(m);
            } else {
              m.machine.block().setElevator(m.disk(), null, m.disk().queueDepth());
            }
          }
          m.machine.advanceTo(60 * SECOND_NS);
          assertThat(runs).allMatch(Run::isDone).allMatch(r -> r.readIos() + r.wroteIos() > 0);
          assertThat(m.machine.block().bios().used()).isZero();
          assertThat(m.machine.block().requests().used()).isZero();
        });
  }
}
