package io.cglab.shell.fio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fio reads numbers, and how it prints them. */
class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "4k, 4096",
    "4K, 4096",
    "4kb, 4096",
    "4ki, 4000",
    "4KiB, 4000",
    "1m, 1048576",
    "2g, 2147483648",
    "1t, 1099511627776",
    "0x10, 16",
    "0x1k, 1024"
  })
  void sizes(String text, long bytes) {
    assertThat(Values.size(text, 1024)).hasValue(bytes);
  }

  @ParameterizedTest
  @CsvSource({"4k, 4000", "4ki, 4096", "1m, 1000000", "1MiB, 1048576"})
  void sizesWithDecimalBase(String text, long bytes) {
    assertThat(Values.size(text, 1000)).hasValue(bytes);
  }

  @ParameterizedTest
  @CsvSource({"''", "k", "4x", "-1", "1.5k", "99999999999999999999", "9999999999p"})
  void whatIsNoSize(String text) {
    assertThat(Values.size(text, 1024)).isEqualTo(OptionalLong.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5000000000",
    "5s, 5000000000",
    "1.5s, 1500000000",
    "2m, 120000000000",
    "1h, 3600000000000",
    "100ms, 100000000",
    "7us, 7000",
    "7usec, 7000",
    "1d, 86400000000000"
  })
  void times(String text, long ns) {
    assertThat(Values.time(text, Values.SECOND)).hasValue(ns);
  }

  @ParameterizedTest
  @CsvSource({"''", "s", "5x", "-1"})
  void whatIsNoTime(String text) {
    assertThat(Values.time(text, Values.SECOND)).isEqualTo(OptionalLong.empty());
  }

  /** Values that fio 3.33 printed for runs whose JSON gave the exact number. */
  @ParameterizedTest
  @CsvSource({
    "9, 9",
    "8857, 8857",
    "78687, 78.7k",
    "111000, 111k",
    "9999, 9999",
    "10000, 10.0k",
    "1000000, 1000k",
    "99960, 100.0k"
  })
  void counts(long number, String text) {
    assertThat(Quantity.count(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 4096B, 4096B",
    "65536, 64.0KiB, 65.5kB",
    "1048576, 1024KiB, 1049kB",
    "16777216, 16.0MiB, 16.8MB",
    "1631150, 1593KiB, 1631kB",
    "36300000, 34.6MiB, 36.3MB",
    "0, 0B, 0B"
  })
  void bytes(long number, String binary, String decimal) {
    assertThat(Quantity.binary(number)).isEqualTo(binary);
    assertThat(Quantity.decimal(number)).isEqualTo(decimal);
  }

  @ParameterizedTest
  @CsvSource({"1129, 1129", "999999, 999999", "10200123, 10200k", "6753049, 6753.0k"})
  void latencies(long ns, String text) {
    assertThat(Quantity.time(ns)).isEqualTo(text);
  }

  @Test
  void percentilesAreTheMiddlesOfBuckets() {
    Histogram histogram = new Histogram();
    for (int i = 0; i < 99; i++) {
      histogram.add(447_000);
    }
    histogram.add(100);
    assertThat(histogram.percentiles(List.of(1.0, 50.0, 99.99)))
        .containsExactly(100, 448_512, 448_512);
  }

  @Test
  void aBucketIsNarrow() {
    for (long ns = 1; ns < 1L << 33; ns = ns * 5 / 4 + 1) {
      Histogram histogram = new Histogram();
      histogram.add(ns);
      long middle = histogram.percentiles(List.of(50.0))[0];
      assertThat((double) middle).isCloseTo(ns, within(ns / 128.0 + 1));
    }
  }

  @Test
  void joinedSummariesAreThatOfAll() {
    Summary left = new Summary();
    Summary right = new Summary();
    Summary all = new Summary();
    for (int i = 0; i < 10; i++) {
      (i < 3 ? left : right).add(i * i);
      all.add(i * i);
    }
    left.join(right);
    assertThat(left.samples()).isEqualTo(10);
    assertThat(left.min()).isEqualTo(all.min());
    assertThat(left.max()).isEqualTo(all.max());
    assertThat(left.mean()).isCloseTo(all.mean(), within(1e-9));
    assertThat(left.deviation()).isCloseTo(all.deviation(), within(1e-9));
  }
}
