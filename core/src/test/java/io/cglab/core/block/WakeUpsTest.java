package io.cglab.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
  @Test
  void withACpuEachAllStartTogether() {
    var wakeUps = new WakeUps(6500, 0, 3000, 1);
    assertThat(wakeUps.withTag(100)).isEqualTo(6600);
    assertThat(wakeUps.withTag(100)).isEqualTo(6600);
    assertThat(wakeUps.byPolicy(100)).isEqualTo(6600);
  }

  @Test
  void onOneCpuTheyStartOneAfterAnother() {
    var wakeUps = new WakeUps(6500, 7000, 0, 1);
    assertThat(wakeUps.withTag(0)).isEqualTo(6500);
    assertThat(wakeUps.withTag(0)).isEqualTo(20_000);
    assertThat(wakeUps.withTag(1000)).isEqualTo(33_500);
    assertThat(wakeUps.byPolicy(1000)).isEqualTo(7500);
    assertThat(wakeUps.withTag(1_000_000)).as("the CPU was idle").isEqualTo(1_006_500);
  }

  @Test
  void chanceIsTheSeedsAndSmall() {
    var wakeUps = new WakeUps(6500, 7000, 3000, 5);
    var again = new WakeUps(6500, 7000, 3000, 5);
    long[] late =
        LongStream.range(0, 1000).map(i -> wakeUps.withTag(i * 100_000) - i * 100_000).toArray();
    assertThat(LongStream.of(late).min().orElseThrow()).isBetween(3500L, 3600L);
    assertThat(LongStream.of(late).max().orElseThrow()).isBetween(9400L, 9500L);
    assertThat(LongStream.range(0, 1000).map(i -> again.withTag(i * 100_000) - i * 100_000))
        .containsExactly(LongStream.of(late).boxed().toArray(Long[]::new));
  }
}
