package io.cglab.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What printf(1) of the GNU tools prints for the same. */
class CFormatTest {
  @ParameterizedTest
  @CsvSource({
    "%.1f, 0.25, 0.2",
    "%.1f, 0.35, 0.3",
    "%.2f, 0.125, 0.12",
    "%.2f, 0.375, 0.38",
    "%.2f, 1.005, 1.00",
    "%.0f, 2.5, 2",
    "%f, 1, 1.000000",
    "%5.2f|, 0, ' 0.00|'",
    "%3.2f%%, 100, 100.00%",
    "%-7.1f|, 1.5, '1.5    |'"
  })
  void doubles(String format, double value, String text) {
    assertThat(CFormat.of(format, value)).isEqualTo(text);
  }

  @Test
  void othersWithTheirWidths() {
    assertThat(CFormat.of("%s: %5d|%-5s|$1\\", "a", 42, "b")).isEqualTo("a:    42|b    |$1\\");
  }
}
