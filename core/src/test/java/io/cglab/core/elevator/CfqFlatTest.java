package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.block.BioTable;
import io.cglab.core.task.Run;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CFQ of Linux 2.6.31 against the closed forms of schedulers-and-devices.md 3.5. */
class CfqFlatTest {
  private static final int SECONDS = 10;
  private static final double SEEK_MS = 8.2;
  private static final double SLICE_MS = 100;
  private static final double ALONE = 35_398; // KiB/s: 4 KiB in 113 us

  private static CfqMachine machine() {
    return new CfqMachine(CfqFlavor.FLAT, Scheduler.CFQ, CfqMachine.DISK, 31);
  }

  private static void run(CfqMachine m) {
    m.runFor(SECONDS * CfqMachine.SECOND_NS);
  }

  private static double kibPerSecond(Run run) {
    return run.readBytes() / 1024.0 / SECONDS;
  }

  /** Slot = slice + seek: aggregate and longest wait follow; B14 asks for a ratio of 1.3. */
  @ParameterizedTest(name = "{0} readers")
  @ValueSource(ints = {2, 4, 8, 16})
  void sequentialReadersTakeTurnsBySlices(int n) throws Exception {
    CfqMachine m = machine();
    for (int i = 0; i < n; i++) {
      m.reader("a");
    }
    run(m);
    double all = m.runs.stream().mapToDouble(CfqFlatTest::kibPerSecond).sum();
    assertThat(all).isCloseTo(ALONE * SLICE_MS / (SLICE_MS + SEEK_MS), withinPercentage(2));
    double wait = (n - 1) * (SLICE_MS + SEEK_MS) + SEEK_MS;
    for (int i = 0; i < n; i++) {
      assertThat(m.longestMs(i)).isCloseTo(wait, withinPercentage(5));
    }
    long least = Collections.min(m.runs.stream().map(Run::readBytes).toList());
    long most = Collections.max(m.runs.stream().map(Run::readBytes).toList());
    assertThat((double) most / least).isLessThanOrEqualTo(1.3);
  }

  /**
   * Up to four readers the disk is taken for one that queues commands, since nothing shows that it
   * does not: who jumps about gets one I/O a round. With eight it is seen to do one thing at a
   * time, and each gets a slice.
   */
  @ParameterizedTest(name = "{0} readers")
  @CsvSource({"1, false", "2, false", "4, false", "8, true", "16, true"})
  void aRandomReaderGetsOneIoARoundUntilTheDiskIsSeenNotToQueue(int n, boolean slot)
      throws Exception {
    CfqMachine m = machine();
    for (int i = 0; i < n; i++) {
      m.reader("a");
    }
    Run random = m.randomReader("b");
    run(m);
    double ios = kibPerSecond(random) / 4;
    double expected =
        slot
            ? SLICE_MS / SEEK_MS * 1000 / ((n + 1) * (SLICE_MS + SEEK_MS))
            : 1000 / (n * (SLICE_MS + SEEK_MS) + SEEK_MS);
    assertThat(ios).isCloseTo(expected, withinPercentage(slot ? 15 : 10));
  }

  @Test
  void cgroupsAndTheirWeightsMakeNoDifference() throws Exception {
    CfqMachine m = machine();
    m.weigh("a", 100);
    m.weigh("b", 1000);
    m.reader("a");
    m.reader("b");
    run(m);
    assertThat(m.share(0)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void realTimeComesFirstAndIdleOnlyWhenNobodyElseHasWork() throws Exception {
    CfqMachine m = machine();
    m.start("a", m.job().prioClass(1));
    m.start("a", m.job());
    run(m);
    assertThat(m.share(1)).as("beside a real-time reader").isLessThan(0.01);
    CfqMachine idle = machine();
    idle.start("a", idle.job());
    idle.start("a", idle.job().prioClass(3));
    run(idle);
    assertThat(idle.share(1)).as("of the idle class").isLessThan(0.02);
  }

  /** Writes that somebody waits for, of which only some say that more will follow. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"true, 0.6, 1", "false, 0, 0.1"})
  void whoSaysThatNoMoreFollowsLosesTheDisk(boolean idle, double least, double most)
      throws Exception {
    CfqMachine m = machine();
    int flags = BioTable.SYNC | (idle ? BioTable.IDLE : 0);
    var first = new CfqWriter(m, "a", 0, flags);
    var second = new CfqWriter(m, "a", 1L << 22, flags);
    first.submit();
    second.submit();
    run(m);
    double all = (first.written + second.written) * 4.0 / SECONDS;
    assertThat(all / ALONE).isBetween(least, most);
  }
}
