package io.cglab.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * Machines under stress, by seed; see {@link EnduranceMachine}. A few in the usual build; with
 * {@code mvn verify -Pendurance -Dendurance.seed=N -Dendurance.seeds=COUNT -Dendurance.minutes=M}
 * as many as the time allows, from a seed on. Then {@code -Dendurance.seed=N} alone repeats one.
 */
class EnduranceTest {
  private static final long LENGTH_NS = 2_000_000_000;
  private static final long NS_PER_MINUTE = 60_000_000_000L;
  private static final int HEAP_EVERY = 16;
  private static final long HEAP_GROWTH_MOST = 8 << 20;

  @Test
  void machinesEndureWhatComes() {
    long first = Long.getLong("endurance.seed", 1);
    long minutes = Long.getLong("endurance.minutes", 0);
    long seeds = Long.getLong("endurance.seeds", minutes > 0 ? Long.MAX_VALUE : 12);
    long end = minutes > 0 ? System.nanoTime() + minutes * NS_PER_MINUTE : 0;
    long before = 0;
    long done = 0;
    long bios = 0;
    while (done < seeds && (minutes == 0 || System.nanoTime() < end)) {
      bios += endure(first + done++);
      if (done == HEAP_EVERY) {
        before = heapBytes();
      } else if (done % HEAP_EVERY == 0) {
        assertThat(heapBytes())
            .as("heap after " + done + " machines, of which none is left")
            .isLessThan(before + HEAP_GROWTH_MOST);
      }
    }
    // Maven's report has what is printed, and not what a TestReporter publishes.
    System.out.println(
        "endured: seeds " + first + " to " + (first + done - 1) + ", " + bios + " bios");
    assertThat(bios).isPositive();
  }

  /** Runs a seed twice: in one piece and in several; returns how many bios there were. */
  private static long endure(long seed) {
    try {
      EnduranceMachine whole = new EnduranceMachine(seed, LENGTH_NS);
      whole.live(1);
      long hash = whole.watch.hash;
      whole.endAndCheck();
      EnduranceMachine cut = new EnduranceMachine(seed, LENGTH_NS);
      cut.live((int) (2 + seed % 97));
      assertThat(cut.watch.hash).as("the same seed, the same run").isEqualTo(hash);
      return whole.watch.submitted;
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(
          "seed " + seed + ", repeat with -Dendurance.seed=" + seed + " -Dendurance.seeds=1",
          failure);
    }
  }

  private static long heapBytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
