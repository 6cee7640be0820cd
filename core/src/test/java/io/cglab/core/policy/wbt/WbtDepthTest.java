package io.cglab.core.policy.wbt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of throttle-and-qos.md 8. */
class WbtDepthTest {
  @ParameterizedTest(name = "queue {0} step {1}: {2}/{3}/{4}")
  @CsvSource({
    "64, 0, 16, 8, 4, false",
    "64, 1, 8, 4, 2, false",
    "64, 2, 4, 2, 1, false",
    "64, 3, 2, 2, 1, false",
    "64, 4, 1, 1, 1, false",
    "64, 99, 1, 1, 1, false",
    "64, -1, 31, 16, 8, false",
    "64, -2, 48, 24, 12, true",
    "1, 0, 2, 2, 1, true",
    "1, 1, 1, 1, 1, false",
    "8, 0, 8, 4, 2, false",
    "8, -1, 6, 3, 2, true"
  })
  void depths(int requests, int step, int depth, int normal, int background, boolean most) {
    assertThat(WbtDepth.of(requests, step))
        .isEqualTo(new WbtDepth(depth, normal, background, most));
  }

  @ParameterizedTest(name = "step {0}: {1} ms")
  @CsvSource({"-1, 100", "0, 100", "3, 50", "8, 33"})
  void windows(int step, long ms) {
    assertThat(WbtPolicy.windowNs(step) / 1_000_000).isEqualTo(ms);
  }
}
