package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.shell.check.CheckResult.Checked;
import io.cglab.shell.check.Transcript.Exchange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TranscriptParserTest {
  @Test
  void anOutputEndsAtTheNextCommand() throws MalformedTranscriptException {
    String text =
        """
        # machine recorded-v2
        # two commands
        $ cat /a
        first

        # no comment, but output
        last \\c
        $ rmdir /b
        ? EBUSY
        """;

    Transcript transcript = TranscriptParser.parse("t.cgt", text);

    assertThat(transcript.machine()).isEqualTo("recorded-v2");
    assertThat(transcript.header()).containsExactly("# machine recorded-v2", "# two commands");
    assertThat(transcript.exchanges())
        .containsExactly(
            new Exchange(3, "cat /a", List.of("first", "", "# no comment, but output", "last \\c")),
            new Exchange(8, "rmdir /b", List.of("? EBUSY")));
  }

  @Test
  void emptyLinesAtTheEndCountAndALineEndsAtNewlineOnly() throws MalformedTranscriptException {
    assertThat(TranscriptParser.parse("t", "$ cat /a\nx\ry\u0085\u00e9\n\n\n").exchanges())
        .containsExactly(new Exchange(1, "cat /a", List.of("x\ry\u0085\u00e9", "", "")));
    assertThat(TranscriptParser.parse("t", "$ cat /a").machine()).isNull();
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                  | t.cgt:1: expected a command ($ ...)
          # only a comment                    | t.cgt:2: expected a command ($ ...)
          hello                               | t.cgt:1: expected a comment (# ...) or the first
          # machine^$ cat /a                  | ok
          # machine a b^$ cat /a              | t.cgt:1: expected # machine NAME
          $ cat                               | t.cgt:1: expected cat PATH
          $ cat /a^$ touch /b                 | t.cgt:2: expected echo, printf, cat
          $ echo "a > /b                      | t.cgt:1: expected a closing "
          $ mkdir /a^? EFOO                   | t.cgt:2: expected ? and the name of an errno
          $ mkdir /a^? 22                     | t.cgt:2: expected ? and the name of an errno
          $ cat /a^x^? EIO                    | t.cgt:3: expected no other output
          $ cat /a^? EIO^x                    | t.cgt:2: expected no other output
          $ cat /a^? exit 1                   | t.cgt:2: expected ? and the name of an errno
          $ sh "false"^? exit 1               | ok
          $ sh "echo ? x; true"^? x^y         | ok
          $ cgrun /a -- true^~ soon           | t.cgt:2: expected ~ or ~ SECONDS s
          $ cgrun /a -- true^~ 1.5            | t.cgt:2: expected ~ or ~ SECONDS s
          $ cgrun /a -- true^~ 1.5 s          | ok
          $ cgrun /a -- true^~                | ok
          $ reap p1                           | t.cgt:1: expected a name that was spawned above
          $ spawn p1^$ reap p1                | ok
          """)
  void aMalformedLineIsNamed(String text, String outcome) throws MalformedTranscriptException {
    String lines = text.replace('^', '\n') + (text.isEmpty() ? "" : "\n");
    if (outcome.equals("ok")) {
      assertThat(TranscriptParser.parse("t.cgt", lines).exchanges()).isNotEmpty();
    } else {
      assertThatThrownBy(() -> TranscriptParser.parse("t.cgt", lines))
          .isInstanceOf(MalformedTranscriptException.class)
          .hasMessageStartingWith(outcome);
    }
  }

  static List<Path> recordings() {
    return Recordings.all();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyRecordingIsReadAndWrittenBackAsItWas(Path file) throws MalformedTranscriptException {
    String text = Recordings.text(file);

    Transcript transcript = TranscriptParser.parse(file.toString(), text);

    assertThat(transcript.machine()).startsWith("recorded-");
    assertThat(transcript.exchanges())
        .hasSize((int) text.lines().filter(line -> line.startsWith("$ ")).count());
    List<Checked> asRecorded =
        transcript.exchanges().stream().map(e -> new Checked(e, e.answer(), true)).toList();
    assertThat(new CheckResult(transcript, "m", asRecorded).rewritten()).isEqualTo(text);
  }

  @Test
  void thereAreRecordings() {
    assertThat(Recordings.all()).hasSize(42);
  }
}
