package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is nested thousands of levels deep is a syntax error, not a stack overflow, and what is
 * nested a hundred levels deep runs. Found by hand where the fuzzer would have looked next.
 */
class DeepNestingTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          ( |true| )
          { |true|; }
          if true; then |true|; fi
          echo $(|true|)
          echo "$(|true|)"
          : ${a:-|b|}
          f() { |true|; }
          """)
  void isRefusedWhereItIsTooDeep(String open, String inner, String close) {
    Scripts.Result result = Scripts.run(open.repeat(5000) + inner + close.repeat(5000) + "\n");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("test: line 1: nested too deeply\n");
    Scripts.Result shallow = Scripts.run(open.repeat(100) + inner + close.repeat(100) + "\n");
    assertThat(shallow.err()).isEmpty();
    assertThat(shallow.status()).isZero();
  }
}
