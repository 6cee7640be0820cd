package io.cglab.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.TestMachine;
import io.cglab.core.api.Op;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The disk in memory with a delay (schedulers-and-devices.md 5.3). */
class ScsiDebugTest {
  private static final int DRAWS = 10_000;

  private static Device device(ScsiDebug model, long seed, int hz) {
    return model.device(TestMachine.disk("sda", TestMachine.DEV, model, 192, 2560), seed, hz);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1000, 1000000",
    "1, 0, 250, 4000000",
    "5, 0, 100, 50000000",
    "0, 0, 1000, 0",
    "1, 200000, 1000, 200000",
    "0, 200000, 1000, 200000",
  })
  void theDelayIsThatOfEachCommand(int delay, int ndelay, int hz, long ns) {
    Device device = device(new ScsiDebug(delay, ndelay, false), 1, hz);
    for (int i = 0; i < 100; i++) {
      assertThat(device.complete(Op.READ, i, 8, 77)).isEqualTo(77 + ns);
    }
  }

  @Test
  void randomDelaysAreUniformBelowTheDelayAndFollowTheSeed() {
    ScsiDebug model = new ScsiDebug(2, 0, true);
    long[] first = draws(model, 1);
    assertThat(LongStream.of(first)).allMatch(ns -> ns >= 0 && ns < 2_000_000);
    assertThat(LongStream.of(first).average().orElseThrow())
        .isCloseTo(1_000_000, withinPercentage(3));
    // A tenth of them in each tenth of the range: within six standard deviations of 30.
    for (long from = 0; from < 2_000_000; from += 200_000) {
      long low = from;
      assertThat(LongStream.of(first).filter(ns -> ns >= low && ns < low + 200_000).count())
          .isBetween(820L, 1180L);
    }
    assertThat(draws(model, 1)).isEqualTo(first);
    assertThat(draws(model, 2)).isNotEqualTo(first);
  }

  private static long[] draws(ScsiDebug model, long seed) {
    Device device = device(model, seed, 1000);
    return LongStream.range(0, DRAWS).map(i -> device.complete(Op.WRITE, i, 8, 0)).toArray();
  }
}
