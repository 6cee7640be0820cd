package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompletionsTest {
  @Test
  void whatCountsEndsBeforeTheEnd() {
    Measured measured = Samples.measured(0.2, 99.9, 100, 250, 299.999, 300, 310);

    assertThat(measured.ios()).isEqualTo(5);
    assertThat(measured.bytes()).isEqualTo(5 * 4096);
    assertThat(measured.kibPer100ms(3)).containsExactly(8L, 4L, 8L);
    assertThat(measured.kibPer100ms(4)).containsExactly(8L, 4L, 8L, 0L);
    assertThat(measured.completionsUs())
        .containsExactly(200L, 99_900L, 100_000L, 250_000L, 299_999L);
    assertThat(measured.completions().bytesIn(300_000_000, 400_000_000)).isEqualTo(2 * 4096);
  }

  /** The record's percentiles, of throttle-bio-larger-than-slice: two I/Os, the later one shown. */
  @Test
  void percentilesAreTheEntriesOfTheSortedList() {
    Latency latency = Latency.of(new long[] {4_031_999_300L, 4_022_755_500L});

    assertThat(latency)
        .isEqualTo(new Latency(4_027_377.4, 4_031_999.3, 4_031_999.3, 4_031_999.3, 4_031_999.3));
    assertThat(Latency.of(new long[0])).isEqualTo(Latency.NONE);
    long[] hundred = new long[100];
    for (int i = 0; i < 100; i++) {
      hundred[i] = (100 - i) * 1000L;
    }
    assertThat(Latency.of(hundred)).isEqualTo(new Latency(50.5, 51, 91, 100, 100));
  }

  @Test
  void bytesOfAnyStretchAreThoseOfASlowCount() {
    var random = new SplittableRandom(1);
    var completions = new Completions();
    long[] at = new long[1000];
    long[] bytes = new long[1000];
    long now = 0;
    for (int i = 0; i < at.length; i++) {
      now += random.nextInt(3);
      at[i] = now;
      bytes[i] = 512L * (1 + random.nextInt(8));
      completions.add(now, 1, bytes[i]);
    }
    for (int n = 0; n < 500; n++) {
      long from = random.nextLong(-10, now + 10);
      long to = random.nextLong(-10, now + 10);
      long slow = 0;
      for (int i = 0; i < at.length; i++) {
        slow += at[i] >= from && at[i] < to ? bytes[i] : 0;
      }
      assertThat(completions.bytesIn(from, to)).isEqualTo(slow);
    }
  }
}
