package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Gives dmsetup anything: a line of the input is a command's words, and what stands behind a bar is
 * a table. Each is taken, or refused with a message and a status; what has been made is shown, does
 * I/O and goes. {@code mvn -Pfuzz -pl shell -am test -Dtest=DmsetupFuzzTest} searches.
 */
class DmsetupFuzzTest {
  private static final int LINES_MOST = 30;

  @FuzzTest(maxDuration = "10m")
  void takesOrRefusesAnything(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1).replace("\0", "");
    StringBuilder script =
        new StringBuilder("echo '0 80000 ioband /dev/sda1 1' | dmsetup create ioband1\n");
    text.lines().limit(LINES_MOST).forEach(line -> script.append(command(line)));
    script.append(
        """
        echo ---- >&2
        dmsetup table > /dev/null && dmsetup status > /dev/null || echo show >&2
        dmsetup info > /dev/null && dmsetup deps > /dev/null || echo show >&2
        [ ! -e /dev/mapper/ioband1 ] ||
          timeout 5 dd if=/dev/mapper/ioband1 of=/dev/null bs=4k count=1 iflag=direct 2> /tmp/dd
        dmsetup remove_all -f || echo remove >&2
        [ "$(dmsetup ls)" = 'No devices found' ] || dmsetup ls >&2
        """);
    Scripts.Result result = Scripts.run(script.toString());
    assertThat(result.status()).isZero();
    assertThat(result.err()).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(result.err()).endsWith("----\n");
    result
        .out()
        .lines()
        .filter(line -> line.startsWith("status"))
        .forEach(line -> assertThat(line).matches("status=[01]"));
  }

  private static String command(String line) {
    int bar = line.indexOf('|');
    String words = bar < 0 ? line : line.substring(0, bar);
    StringBuilder command = new StringBuilder("dmsetup");
    for (String word : words.strip().split("[ \t]+")) {
      command.append(' ').append(quoted(word));
    }
    if (bar >= 0) {
      command.append(" --table ").append(quoted(line.substring(bar + 1).strip()));
    }
    return command + " > /tmp/out; echo status=$?\n";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
