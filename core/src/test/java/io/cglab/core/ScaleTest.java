package io.cglab.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.elevator.Scheduler;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * 100,000 cgroups, 1,000 disks, 10,000 busy tasks: in what memory, and with how many events an I/O.
 * How long one takes is measured by {@code ScaleBenchmark}.
 */
class ScaleTest {
  private static final long MOST_BYTES = 4L << 30;
  private static final long RUN_NS = 3_000_000;

  @Test
  void aLargeMachineFitsAndDoesNoMoreForAnIo() throws Exception {
    double small = eventsAnIo(new ScaleMachine(10, 1, 10, Scheduler.NONE));
    long before = heapBytes();
    ScaleMachine large = new ScaleMachine(100_000, 1_000, 10_000, Scheduler.NONE);
    double many = eventsAnIo(large);
    assertThat(heapBytes() - before).isLessThan(MOST_BYTES);
    assertThat(large.ios()).isGreaterThan(100_000);
    assertThat(many).isLessThan(1.05 * small);
  }

  private static double eventsAnIo(ScaleMachine scale) {
    long events = 0;
    while (scale.machine.nextEventNs() <= RUN_NS) {
      scale.machine.step();
      events++;
    }
    return events / (double) scale.ios();
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
