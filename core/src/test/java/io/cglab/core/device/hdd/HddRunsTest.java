package io.cglab.core.device.hdd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.BioSource;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.device.hdd.Hdd.Order;
import io.cglab.core.task.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rates of whole runs on the disk of 2009: schedulers-and-devices.md 5.4, "Physics of the rows".
 */
class HddRunsTest {
  private static final int SEEDS = 5;
  private static final Job FILE = Job.read("sda1");

  private static double kibs(double ios) {
    return ios * 4;
  }

  @Test
  void sequentialReadsAreBoundByCommands() throws Exception {
    double ios = HddMachine.with(Hdd.sata2009()).solo(FILE);
    assertThat(kibs(ios)).isBetween(34_500.0, 35_500.0);
  }

  @Test
  void randomReadsTakeASeekAndHalfATurn() throws Exception {
    double ios = HddMachine.with(Hdd.sata2009()).solo(FILE.random().seed(1));
    assertThat(1000 / ios).isCloseTo(8.26, withinPercentage(5));
  }

  @Test
  void sequentialWritesAreBoundByCommands() throws Exception {
    double ios = HddMachine.with(Hdd.sata2009()).solo(FILE.writes());
    assertThat(kibs(ios)).isCloseTo(23_160, withinPercentage(1));
    ios = HddMachine.with(Hdd.sata2009()).solo(FILE.writes().thinkNs(95_000));
    assertThat(kibs(ios)).isCloseTo(14_940, withinPercentage(1));
  }

  /**
   * Row 7. A queue that does not sort gains nothing from 16 readers, one that sorts does, and more
   * where their files lie side by side.
   */
  @ParameterizedTest
  @CsvSource({"FIFO, 16, 357", "SPTF, 16, 530", "SPTF, 2, 760"})
  void readersTogetherGainFromADriveThatSorts(Order order, int spacingGib, int kibs)
      throws Exception {
    Hdd hdd = Hdd.sata2009().with(new Hdd.Queue(31, order, 300_000_000));
    double ios = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var m = new HddMachine(hdd, 16, spacingGib * HddMachine.GIB, seed);
      ios += m.readersTogether(seed) / SEEDS;
    }
    assertThat(kibs(ios)).isCloseTo(kibs, withinPercentage(7));
  }

  /** Forced unit access comes through the block layer, and merges with nothing. */
  @Test
  void aForcedWriteIsOnThePlattersWhenItIsComplete() throws Exception {
    var m = HddMachine.with(Hdd.sata2009());
    BlockLayer block = m.machine.block();
    int blkg =
        m.machine
            .blkgs()
            .obtain(m.machine.hierarchies().of(Controller.IO).root(), m.machine.disks().get(0));
    long[] doneNs = new long[2];
    BioEnd end = (bio, cookie, now) -> doneNs[cookie] = now;
    var source = new BioSource(m.machine);
    for (int i = 0; i < 2; i++) {
      int flags = i == 0 ? 0 : BioTable.FUA;
      block.submit(block.bio(blkg, Op.WRITE, 800 * i, 4096, flags, 0, end, i), source);
    }
    m.machine.advanceTo(HddMachine.SECOND);
    assertThat(doneNs[0]).isBetween(132_000L, 133_000L);
    assertThat(doneNs[1]).isGreaterThan(4_000_000L);
  }
}
