package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.TestMachine;
import io.cglab.core.elevator.CfqTunables.Time;
import io.cglab.core.sim.Ticks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of slices by level, and what follows from it (schedulers-and-devices.md 3.1, 3.3). */
class CfqSlicesTest {
  private static final long MS = CfqMachine.MS;

  private static CfqDevice device(CfqFlavor flavor) {
    TestMachine test = TestMachine.ideal(1000);
    var tunables = new CfqTunables(flavor, true);
    return new CfqDevice(
        test.disk(), flavor, test.machine.block().requests(), tunables, new Ticks(1000, 0, 0));
  }

  private static CfqQueue queue(boolean sync, int level) {
    var group = new CfqGroup(0, null, 0);
    var queue =
        new CfqQueue(0, sync, new CfqChosenRequests(new NoRequests()), group, new CfqSeeks.Mean());
    queue.ioClass = CfqQueue.BEST_EFFORT;
    queue.level = level;
    return queue;
  }

  @ParameterizedTest(name = "level {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 180 | 72 | 32
          1 | 160 | 64 | 28
          2 | 140 | 56 | 24
          3 | 120 | 48 | 20
          4 | 100 | 40 | 16
          5 |  80 | 32 | 12
          6 |  60 | 24 |  8
          7 |  40 | 16 |  4
          """)
  void slicesByLevel(int level, long syncMs, long asyncMs, long asyncRequests) {
    for (CfqFlavor flavor : CfqFlavor.values()) {
      var slices = new CfqSlices(device(flavor));
      assertThat(slices.lengthNs(queue(true, level))).isEqualTo(syncMs * MS);
      assertThat(slices.lengthNs(queue(false, level))).isEqualTo(asyncMs * MS);
      assertThat(slices.mostRequests(queue(false, level))).isEqualTo(asyncRequests);
    }
  }

  /** key = now + (busy − 1) · (180 ms − slice) in Linux 2.6.31. */
  @Test
  void lowerLevelsComeLaterTheMoreQueuesThereAre() {
    CfqDevice device = device(CfqFlavor.FLAT);
    var slices = new CfqSlices(device);
    device.busyQueues = 3;
    assertThat(slices.offsetNs(queue(true, 0))).isZero();
    assertThat(slices.offsetNs(queue(true, 4))).isEqualTo(2 * 80 * MS);
    assertThat(slices.offsetNs(queue(true, 7))).isEqualTo(2 * 140 * MS);
  }

  /**
   * A group of half the disk has 150 ms of the target latency; more queues than fit share them, but
   * none gets less than 2 · slice_idle.
   */
  @ParameterizedTest(name = "{0} queues")
  @CsvSource({"1, 100", "2, 75", "3, 50", "30, 16"})
  void manyQueuesOfAGroupShareItsPartOfTheTargetLatency(int queues, long ms) {
    var slices = new CfqSlices(device(CfqFlavor.GROUPS));
    CfqQueue queue = queue(true, 4);
    queue.group.fraction = CfqShares.WHOLE / 2;
    queue.group.busyOf[CfqQueue.BEST_EFFORT] = queues;
    long ns = 0;
    for (int turn = 0; turn < 20; turn++) { // the number is smoothed
      ns = slices.allottedNs(queue);
    }
    assertThat(ns).isEqualTo(ms * MS);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLAT", "V10"})
  void onlyLaterKernelsScaleSlices(CfqFlavor flavor) {
    var slices = new CfqSlices(device(flavor));
    CfqQueue queue = queue(true, 4);
    queue.group.busyOf[CfqQueue.BEST_EFFORT] = 30;
    assertThat(slices.allottedNs(queue)).isEqualTo(100 * MS);
  }

  @Test
  void aTurnIsChargedFromItsFirstCompletionAndUpToItsSlice() {
    CfqDevice device = device(CfqFlavor.V10);
    var slices = new CfqSlices(device);
    CfqQueue queue = queue(true, 4);
    queue.activeSinceNs = 10 * MS;
    assertThat(slices.usedNs(queue, 30 * MS)).as("nothing was complete").isEqualTo(20 * MS);
    assertThat(slices.usedNs(queue, 10 * MS)).as("at least a tick").isEqualTo(MS);
    queue.sliceStartNs = 18 * MS;
    queue.sliceNs = 100 * MS;
    assertThat(slices.usedNs(queue, 100 * MS)).isEqualTo(82 * MS);
    assertThat(slices.usedNs(queue, 130 * MS)).isEqualTo(100 * MS);
    assertThat(CfqSlices.beyondNs(queue, 130 * MS)).isEqualTo((12 + 8) * MS);
    device.tunables.setFairness(1);
    assertThat(slices.usedNs(queue, 130 * MS)).isEqualTo(112 * MS);
  }

  @Test
  void tunablesOfTheThree() {
    assertThat(new CfqTunables(CfqFlavor.FLAT, false).quantum()).isEqualTo(4);
    assertThat(new CfqTunables(CfqFlavor.GROUPS, true).quantum()).isEqualTo(8);
    assertThat(new CfqTunables(CfqFlavor.FLAT, false).ns(Time.SLICE_IDLE)).isEqualTo(8 * MS);
    assertThat(new CfqTunables(CfqFlavor.GROUPS, false).ns(Time.SLICE_IDLE)).isZero();
  }
}
