package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a command is read (kernel/README.md). */
class CommandParserTest {
  /**
   * Expected bytes are written with {@code ^n}, {@code ^t}, {@code ^r}, {@code ^0} for controls.
   */
  @ParameterizedTest(name = "{0} writes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          echo a > F                  | a^n
          echo 2 > F                  | 2^n
          echo -n a > F               | a
          echo -n > F                 | ``
          echo > F                    | ^n
          echo -n -n a > F            | -n a
          echo a -n > F               | a -n^n
          echo   a    b > F           | a b^n
          echo "a  b" > F             | a  b^n
          echo "a\\n" > F             | a\\n^n
          echo "a\\\\b" > F           | a\\b^n
          echo "a\\"b" > F            | a"b^n
          echo 'a\\b"c' > F           | a\\b"c^n
          echo a\\ b > F              | a b^n
          echo "" > F                 | ^n
          echo "a"'b'c > F            | abc^n
          echo -e "a" > F             | -e a^n
          echo ">" > F                | >^n
          echo $HOME * > F            | $HOME *^n
          printf "" > F               | ``
          printf "a" > F              | a
          printf "a b\\n" > F         | a b^n
          printf "a b\\\\n" > F       | a b^n
          printf "-io" > F            | -io
          printf "%s%d" > F           | %s%d
          printf "\\t\\r\\n" > F      | ^t^r^n
          printf "\\000" > F          | ^0
          printf "\\0135" > F         | ^t5
          printf "\\12" > F           | ^n
          printf "\\112" > F          | J
          printf "\\q" > F            | \\q
          printf "\\\\\\\\" > F       | \\
          """)
  void bytesOfAWrite(String line, String bytes) throws CommandSyntaxException {
    String expected =
        bytes.replace("^n", "\n").replace("^t", "\t").replace("^r", "\r").replace("^0", "\0");
    // \0135 is byte 11 in octal 013, then 5; the table writes the byte as a tab for want of a name
    expected = line.contains("0135") ? expected.replace('\t', '\013') : expected;

    assertThat(CommandParser.parse(line)).isEqualTo(new Command.Write(expected, "F", false));
  }

  @Test
  void twoArrowsAppend() throws CommandSyntaxException {
    assertThat(CommandParser.parse("echo a >> \"/x y\""))
        .isEqualTo(new Command.Write("a\n", "/x y", true));
  }

  @Test
  void everyOtherCommand() throws CommandSyntaxException {
    assertThat(CommandParser.parse("cat /a")).isEqualTo(new Command.Cat("/a"));
    assertThat(CommandParser.parse("mkdir \"/with space\""))
        .isEqualTo(new Command.Mkdir("/with space"));
    assertThat(CommandParser.parse("rmdir /a")).isEqualTo(new Command.Rmdir("/a"));
    assertThat(CommandParser.parse("mv /a /b")).isEqualTo(new Command.Rename("/a", "/b"));
    assertThat(CommandParser.parse("rm /a")).isEqualTo(new Command.Unlink("/a"));
    assertThat(CommandParser.parse("chmod 640 /a")).isEqualTo(new Command.Chmod(0640, "/a"));
    assertThat(CommandParser.parse("ls /a")).isEqualTo(new Command.Ls("/a", false));
    assertThat(CommandParser.parse("ls -l /a")).isEqualTo(new Command.Ls("/a", true));
    assertThat(CommandParser.parse("stat /a")).isEqualTo(new Command.Stat("/a"));
    assertThat(CommandParser.parse("spawn p1")).isEqualTo(new Command.Spawn("p1"));
    assertThat(CommandParser.parse("reap p1")).isEqualTo(new Command.Reap("p1"));
    assertThat(CommandParser.parse("sleep 0.2")).isEqualTo(new Command.Sleep(200_000_000));
    assertThat(CommandParser.parse("sh \"grep . *; find\""))
        .isEqualTo(new Command.Sh("grep . *; find"));
    assertThat(CommandParser.parse("cgrun /a -- dd if=/dev/zero  of=/x"))
        .isEqualTo(new Command.ExecShell("/a", "dd if=/dev/zero  of=/x"));
  }

  @Test
  void directReadsAndWrites() throws CommandSyntaxException {
    assertThat(
            CommandParser.parse(
                "cgexec /a -- dd if=/dev/sda of=/dev/null bs=4096 count=10 iflag=direct"))
        .isEqualTo(new Command.ExecDirectIo("/a", new DirectIo("/dev/sda", false, 4096, 10)));
    assertThat(
            CommandParser.parse(
                "cgexec /a -- dd if=/dev/zero of=/dev/sda1 bs=1M count=3 oflag=direct"))
        .isEqualTo(new Command.ExecDirectIo("/a", new DirectIo("/dev/sda1", true, 1 << 20, 3)));
  }

  @Test
  void namesOfProcessesAreReplacedEverywhereAndOthersStay() {
    Map<String, Integer> pids = Map.of("p1", 123, "p10", 456);

    assertThat(CommandParser.expand("echo \"$p1 '$p10'\" $p2 $ $1 > /proc/$p1/x", pids))
        .isEqualTo("echo \"123 '456'\" $p2 $ $1 > /proc/123/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "touch /a",
        "echo a",
        "echo a > ",
        "echo a > b > c",
        "echo \"a > F",
        "echo 'a > F",
        "echo a \\",
        "printf a b > F",
        "cat",
        "cat /a /b",
        "mv /a",
        "chmod rwx /a",
        "chmod 99 /a",
        "ls -a /a",
        "spawn 1p",
        "sleep soon",
        "sleep -1",
        "sh a b",
        "cgrun /a dd",
        "cgexec /a -- cat",
        "cgexec /a -- dd if=/dev/sda of=/dev/null bs=4096 count=10",
        "cgexec /a -- dd if=/dev/sda of=/dev/null bs=x count=10 iflag=direct",
        "cgexec /a -- dd if=/dev/sda of=/tmp/f bs=1 count=10 iflag=direct",
        "cgexec /a -- dd if=/dev/sda of=/dev/null bs=0 count=10 iflag=direct"
      })
  void whatIsNoCommandSaysWhatWasExpected(String line) {
    assertThatThrownBy(() -> CommandParser.parse(line))
        .isInstanceOf(CommandSyntaxException.class)
        .hasMessageStartingWith("expected");
  }
}
