package io.cglab.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.device.NullBlk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a scheduler is asked for a request (schedulers-and-devices.md 1.2). */
class RerunTest {
  private static final long US = 1_000;
  private static final long MS = 1_000_000;
  private static final int TAGS = 128;

  private final TestMachine m =
      new TestMachine(
          MachineConfig.plain()
              .withCosts(Costs.NONE)
              .withDisks(
                  List.of(
                      TestMachine.disk(
                          "nullb0", TestMachine.DEV, new NullBlk(2, 200 * US, 0), 1, 255))));
  private final FifoElevator fifo = new FifoElevator(m.machine.block().requests());

  RerunTest() {
    m.machine.block().setElevator(m.disk(), fifo, TAGS);
    fifo.askedNs.clear();
  }

  private void readAt(long ns) throws Exception {
    m.machine.advanceTo(ns);
    m.start(m.cgroup("a"), TestMachine.reads(4096, 1).count(1));
  }

  @Test
  void whoHoldsAllBackIsAskedAgainThreeToFourTicksLater() throws Exception {
    fifo.holds = true;
    readAt(300 * US);
    m.machine.advanceTo(13 * MS);
    assertThat(fifo.askedNs).containsExactly(300 * US, 4 * MS, 8 * MS, 12 * MS);
  }

  @Test
  void askedOftenItIsNotPutOff() throws Exception {
    fifo.holds = true;
    for (int i = 3; i < 40; i += 3) {
      readAt(i * 100 * US);
    }
    m.machine.advanceTo(5 * MS);
    assertThat(fifo.askedNs).last().isEqualTo(4 * MS);
  }

  @Test
  void completionIsNoReasonToAskWhoHoldsAllBack() throws Exception {
    readAt(0);
    fifo.holds = true;
    readAt(100 * US);
    m.machine.advanceTo(3 * MS);
    assertThat(fifo.askedNs).last().isEqualTo(100 * US);
  }

  /**
   * The first request is in the device and the second waits for its tag, when a third comes, which
   * is held back. The first one's completion runs the queue; that run finds the second and starts
   * it, so nothing is left, but the second's completion runs the queue once more.
   */
  @Test
  void completionRestartsTheQueueIfTheLastRunFoundRequestsWithoutTag() throws Exception {
    readAt(0);
    readAt(50 * US);
    readAt(100 * US);
    fifo.holds = true;
    fifo.askedNs.clear();
    m.machine.advanceTo(3 * MS);
    assertThat(fifo.askedNs).containsExactly(200 * US, 400 * US);
  }
}
