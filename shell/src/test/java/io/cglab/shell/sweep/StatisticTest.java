package io.cglab.shell.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticTest {
  /** The interval is t(0.975, n - 1) · s / √n; the values of t are those of every table. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5           | 1 | 5   | 0
          4 6         | 2 | 5   | 12.7062
          4 5 6       | 3 | 5   | 2.4841
          1 2 3 4 5   | 5 | 3   | 1.9632
          7 7 7 7     | 4 | 7   | 0
          0.1 0.1 0.1 | 3 | 0.1 | 0
          -2 0        | 2 | -1  | 12.7062
          """)
  void isTheMeanAndItsInterval(String values, int count, double mean, double half) {
    List<Double> list = Arrays.stream(values.split(" ")).map(Double::valueOf).toList();
    Statistic statistic = Statistic.of(list);
    assertThat(statistic.count()).isEqualTo(count);
    assertThat(statistic.mean()).isEqualTo(mean);
    assertThat(statistic.half()).isCloseTo(half, within(5e-5));
  }
}
