package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckerTest {
  private static final String RECORD =
      """
      # machine recorded-v2
      $ mkdir /a
      $ spawn p1
      $ echo $p1 > /a/f
      $ cat /a/f
      $p1
      $ echo "pid $p1 and 1010" > /a/f
      $ cat /a/f
      pid 7 and 1010
      more
      $ rmdir /a
      ? EBUSY
      $ ls /a
      f
      """;

  private static CheckResult check(String text) throws MalformedTranscriptException {
    try (var host = new JimfsHost()) {
      Transcript transcript = TranscriptParser.parse("t.cgt", text);
      return Checker.check(transcript, "jimfs", host, ComparisonRule.of("t.cgt"));
    }
  }

  @Test
  void differencesAreOneUnifiedDiffWithFileAndLine() throws MalformedTranscriptException {
    CheckResult result = check(RECORD);

    assertThat(result.commands()).isEqualTo(8);
    assertThat(result.matching()).isEqualTo(6);
    assertThat(result.diff())
        .containsExactly(
            "--- t.cgt",
            "+++ t.cgt (cglab)",
            "@@ -8,3 +8,2 @@ t.cgt:8",
            " $ cat /a/f",
            "-pid 7 and 1010",
            "-more",
            "+pid $p1 and 1010",
            "@@ -11,2 +10,2 @@ t.cgt:11",
            " $ rmdir /a",
            "-? EBUSY",
            "+? ENOTEMPTY");
  }

  @Test
  void aRewrittenTranscriptMatches() throws MalformedTranscriptException {
    String rewritten = check(RECORD).rewritten();

    assertThat(rewritten).contains("$ cat /a/f\n$p1\n").contains("\npid $p1 and 1010\n$ rmdir");
    assertThat(check(rewritten).differences()).isEmpty();
    assertThat(check(rewritten).diff()).isEmpty();
    assertThat(check(rewritten).rewritten()).isEqualTo(rewritten);
  }

  @ParameterizedTest
  @CsvSource({
    "0100644, -rw-r--r--",
    "0040755, drwxr-xr-x",
    "0120777, lrwxrwxrwx",
    "0060660, brw-rw----",
    "0020000, c---------",
    "0106755, -rwsr-sr-x",
    "0041766, drwxrw-rwT"
  })
  void modesAreShownAsLsDoes(String octal, String text) {
    assertThat(ModeText.of(Integer.parseInt(octal, 8))).isEqualTo(text);
  }

  @Test
  void aDiffKeepsWhatIsCommon() {
    assertThat(
            UnifiedDiff.body(
                java.util.List.of("a", "b", "c", "d"), java.util.List.of("b", "x", "d", "e")))
        .containsExactly("-a", " b", "-c", "+x", " d", "+e");
  }
}
