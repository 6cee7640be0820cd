package io.cglab.shell.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnfinishedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'a",
        "echo \"a",
        "echo a \\",
        "echo a\\",
        "if true",
        "if true; then",
        "while :; do",
        "for i in 1 2",
        "{ echo a",
        "(echo a",
        "f() {",
        "case a in",
        "case a in a) echo",
        "echo a |",
        "echo a &&",
        "echo $(cat",
        "cat <<E",
        "cat <<E\nE ",
        "cat <<E\n E",
        "cat <<A <<B\nx\nA\ny",
        "cat <<-E\n\tx",
      })
  void wantsMoreLines(String text) {
    assertThat(Unfinished.is(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "echo a",
        "echo 'a\nb'",
        "echo a \\\nb",
        "echo a\\\\",
        "echo 'a\\'",
        "# it's \\",
        "if true; then\necho a\nfi",
        "cat <<E\nx\nE",
        "cat <<E\nx\\\nE\nE",
        "cat <<-E\n\tx\n\tE",
        "echo a; )",
        "fi",
      })
  void isCompleteOrBeyondHelp(String text) {
    assertThat(Unfinished.is(text)).isFalse();
  }
}
