package io.cglab.cgroupfs.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.api.KernelException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The primitives of control-files.md 0; {@code ~} stands for a newline, {@code _} for a blank. */
class InputTest {
  private static Input input(String text) {
    String real = text.replace('~', '\n').replace('_', ' ').replace('^', '\0');
    return new Input(real.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A way to read a number. */
  private interface Parser {
    long parse() throws KernelException;
  }

  private static String outcome(Parser parser) {
    try {
      return Long.toUnsignedString(parser.parse());
    } catch (KernelException refused) {
      return refused.errno().name();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "010, 8",
    "0x10, 16",
    "-0, 0",
    "08, EINVAL",
    "0x, EINVAL",
    "'', EINVAL",
    "_7_~, 7",
    "+5, 5",
    "1_2, EINVAL",
    "2147483647, 2147483647",
    "2147483648, ERANGE",
    "18446744073709551616, ERANGE",
    "18446744073709551616x, ERANGE",
    "18446744073709551615_1, EINVAL",
    "3^junk, 3"
  })
  void int32(String text, String expected) {
    assertThat(outcome(() -> input(text).int32())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1~, 1",
    "+1, 1",
    "0x1, 1",
    "_1, EINVAL",
    "1_, EINVAL",
    "1~~, EINVAL",
    "-1, EINVAL",
    "~, EINVAL",
    "x, EINVAL",
    "18446744073709551615, 18446744073709551615",
    "18446744073709551616, ERANGE"
  })
  void u64(String text, String expected) {
    assertThat(outcome(() -> input(text).u64())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0x100, 0",
    "1M, 1",
    "_~12x, 12",
    "18446744073709551618, 2",
    "-1, none",
    "+5, none",
    "max, none"
  })
  void scan64(String text, String expected) {
    Input in = input(text);
    assertThat(in.scan64() ? Long.toUnsignedString(in.scanned()) : "none").isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "-5, -5",
    "+5~, 5",
    "-0x10, -16",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775809, ERANGE",
    "9223372036854775808, ERANGE",
    "_5, EINVAL",
    "--5, EINVAL",
    "-, EINVAL",
    "5_, EINVAL"
  })
  void s64(String text, String expected) {
    String outcome;
    try {
      outcome = Long.toString(input(text).s64());
    } catch (KernelException refused) {
      outcome = refused.errno().name();
    }
    assertThat(outcome).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, ''",
    "4k, 4096, ''",
    "1G~, 1073741824, ~",
    "0x10M, 16777216, ''",
    "010, 8, ''",
    "3Ex, 3458764513820540928, x",
    "16E, 0, ''",
    "18446744073709551617, 1, ''",
    "-1, 0, -1",
    "max, 0, ax",
    "K, 0, ''",
    "1KK, 1024, K"
  })
  void size(String text, String expected, String rest) {
    Input in = input(text);
    assertThat(Long.toUnsignedString(in.size())).isEqualTo(expected);
    assertThat(in.toString().replace('\n', '~')).isEqualTo(rest);
  }
}
