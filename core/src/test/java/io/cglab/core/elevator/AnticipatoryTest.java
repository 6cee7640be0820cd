package io.cglab.core.elevator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.block.BioTable;
import io.cglab.core.task.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The anticipatory scheduler (schedulers-and-devices.md 2.5). */
class AnticipatoryTest {
  private static final int SECONDS = 10;
  private static final double ALONE = 35_398; // KiB/s

  private final CfqMachine m =
      new CfqMachine(CfqFlavor.FLAT, Scheduler.ANTICIPATORY, CfqMachine.DISK, 31);
  private AnticipatoryTunables tunables = new AnticipatoryTunables();

  @BeforeEach
  void find() {
    AnticipatoryTunables selected = m.queue().anticipatory();
    assertThat(selected).isNotNull();
    tunables = selected;
  }

  private void run() {
    m.runFor(SECONDS * CfqMachine.SECOND_NS);
  }

  private static double kibPerSecond(Run run) {
    return run.readBytes() / 1024.0 / SECONDS;
  }

  /** Without waiting each read of two readers is a seek. */
  @ParameterizedTest(name = "antic_expire {0} ms")
  @CsvSource({"6, 0.8, 1", "0, 0.01, 0.02"})
  void twoReadersAreServedInTurnsIfTheirNextReadIsWaitedFor(long ms, double least, double most)
      throws Exception {
    tunables.setAnticExpireMs(ms);
    m.reader("a");
    m.reader("b");
    run();
    double all = kibPerSecond(m.runs.get(0)) + kibPerSecond(m.runs.get(1));
    assertThat(all / ALONE).isBetween(least, most);
    assertThat(m.share(0)).isBetween(0.4, 0.6);
  }

  /** Who thinks for longer than it would be waited for is not waited for, once that is known. */
  @Test
  void aThinkerIsNotWaitedFor() throws Exception {
    m.start("a", m.job().thinkNs(15 * CfqMachine.MS));
    Run random = m.randomReader("b");
    run();
    double alone = 1000 / 8.2;
    double thinker = m.runs.get(0).readIos() / (double) SECONDS;
    assertThat(random.readIos() / (double) SECONDS).isCloseTo(alone - thinker, withinPercentage(8));
  }

  /** Reads have batches of 500 ms, writes that nobody waits for of 125 ms, or fewer. */
  @Test
  void readsAndWritesTakeTurnsByTime() throws Exception {
    var writers = new CfqWriter[40];
    for (int i = 0; i < writers.length; i++) {
      writers[i] = new CfqWriter(m, "w", (1L << 26) + i * 100_000L, 0);
      writers[i].submit();
    }
    m.reader("r");
    run();
    long written = 0;
    for (CfqWriter writer : writers) {
      written += writer.written;
    }
    double writing = written * 8.2 / 1000 / SECONDS;
    assertThat(writing).as("part of the time for writes").isBetween(0.1, 0.3);
    assertThat(kibPerSecond(m.runs.get(0)) / ALONE).isBetween(0.6, 0.85);
    assertThat(m.longestMs(0)).as("a write batch").isBetween(80.0, 350.0);
  }

  /** Synchronous writes are served like reads. */
  @Test
  void directWritesAreOfTheFirstKind() throws Exception {
    var direct = new CfqWriter(m, "w", 0, BioTable.SYNC | BioTable.IDLE);
    var other = new CfqWriter(m, "w", 1L << 26, 0);
    direct.submit();
    other.submit();
    run();
    assertThat(direct.written).isGreaterThan(10 * other.written);
  }
}
