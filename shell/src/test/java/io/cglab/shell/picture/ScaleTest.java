package io.cglab.shell.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
  @ParameterizedTest(name = "{0} {1} to {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BYTES_PER_S | 0    | 1048576    | MiB/s  | 0 0.5 1
          BYTES_PER_S | 0    | 1000000    | KiB/s  | 0 500 1000
          BYTES_PER_S | 0    | 7340032    | MiB/s  | 0 5 10
          BYTES_PER_S | 0    | 0          | B/s    | 0 0.5 1
          IOS_PER_S   | 0    | 4600       | k IOPS | 0 5
          IOS_PER_S   | 0    | 31         | IOPS   | 0 20 40
          COUNT       | 0    | 1          | ''     | 0 1
          COUNT       | 0    | 32         | ''     | 0 20 40
          PART        | 0    | 1.3        | %      | 0 100 200
          TIME        | 2e5  | 9e7        | ''     | 100 µs,1 ms,10 ms,100 ms
          TIME        | 1e6  | 1e6        | ''     | 1 ms,10 ms
          """)
  void ticksAreRoundNumbers(Unit unit, double least, double most, String name, String labels) {
    Scale scale = Scale.of(unit, least, most, 2);
    String separator = labels.contains(",") ? "," : " ";
    assertThat(scale.ticks().stream().map(Scale.Tick::label).collect(Collectors.joining(separator)))
        .isEqualTo(labels);
    assertThat(scale.unit()).isEqualTo(name);
    assertThat(scale.place(most)).isBetween(0.0, 1.0);
    assertThat(scale.place(scale.ticks().get(0).value())).isZero();
    assertThat(scale.place(scale.ticks().get(scale.ticks().size() - 1).value())).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0    | 0.004     | '' | 0 0.002 0.004
          0    | 0         | '' | 0 0.5 1
          -3   | -1        | '' | -4 -2 0
          -1   | 1         | '' | -1 0 1
          2    | 2500      | k  | 0 2 4
          0    | 209715200 | M  | 0 200 400
          0    | 1e90      | '' | 0 5E+89 1E+90
          0    | 1e-320    | '' | 0 0.5 1
          -1e100 | 1e100   | '' | -1E+100 0 1E+100
          """)
  void plainNumbersHaveAnySizeAndSign(double least, double most, String name, String labels) {
    Scale scale = Scale.numbers(least, most, 2);
    assertThat(scale.ticks().stream().map(Scale.Tick::label).collect(Collectors.joining(" ")))
        .isEqualTo(labels);
    assertThat(scale.unit()).isEqualTo(name);
    assertThat(scale.place(scale.ticks().get(0).value())).isZero();
    assertThat(scale.place(scale.ticks().get(scale.ticks().size() - 1).value())).isEqualTo(1);
    assertThat(scale.place(least)).isLessThanOrEqualTo(scale.place(most));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "BYTES_PER_S, 1048576, 1 MiB/s",
    "BYTES_PER_S, 1500, 1.46 KiB/s",
    "IOS_PER_S, 12500, 12.5 k IOPS",
    "IOS_PER_S, 40, 40 IOPS",
    "TIME, 205000, 205 µs",
    "TIME, 4860000000, 4.86 s",
    "PART, 0.376, 37.6%",
    "COUNT, 0.5, 0.50"
  })
  void numbersAreToldInTheUnitThatFits(Unit unit, double value, String text) {
    assertThat(unit.text(value)).isEqualTo(text);
  }
}
