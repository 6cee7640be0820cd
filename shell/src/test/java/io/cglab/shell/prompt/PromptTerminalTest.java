package io.cglab.shell.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on a pseudo-terminal. */
class PromptTerminalTest {
  private static final String PROMPT = "[0.000 s] $";

  private final Path home;

  PromptTerminalTest(@TempDir Path home) {
    this.home = home;
  }

  private Pty start() throws IOException {
    return Pty.start(home, Map.of()).expectLast(PROMPT);
  }

  @Test
  void showsALiveChartThatCtrlCEnds() throws Exception {
    try (Pty pty = Pty.start(home, Map.of(), "--pace", "1").expectLast(PROMPT)) {
      pty.type("cd /sys/fs/cgroup; echo +io > cgroup.subtree_control; mkdir a" + Pty.ENTER);
      pty.type("cgexec a -- dd if=/dev/sda of=/dev/null bs=64k count=9999 iflag=direct 2>/tmp/e &");
      pty.type(Pty.ENTER).expect("[1] ");
      pty.type("chart -t 1s -i 50ms bandwidth /a" + Pty.ENTER);
      pty.expect("bandwidth, read and written (MiB/s)").expect("A /a  read ");
      pty.await("the end", lines -> lines.get(lines.size() - 1).startsWith("[1.0"));
      // Frames stand in each other's place: many came, one is there.
      assertThat(pty.raw().split("bandwidth, read", -1)).hasSizeGreaterThan(5);
      assertThat(pty.lines()).filteredOn(line -> line.startsWith("bandwidth, read")).hasSize(1);

      pty.type("chart -t 1000s -i 50ms latency /a" + Pty.ENTER).expect("latency, the 99th");
      pty.type(Pty.CTRL_C);
      pty.await("a prompt", lines -> lines.get(lines.size() - 1).matches("\\[[0-9.]+ s\\] \\$"));
      pty.type("echo $?; ls -d a" + Pty.ENTER).expect("\n130\na\n");
    }
  }

  @Test
  void completes() throws Exception {
    try (Pty pty = start()) {
      pty.type("advan" + Pty.TAB).expectLast(PROMPT + " advance");
      pty.type("1ms" + Pty.ENTER).expectLast("[0.001 s] $");
      pty.type("echo \"8:0 rb" + Pty.TAB).expectLast("[0.001 s] $ echo \"8:0 rbps=");
      pty.type("1048576\" > /sys/fs/cgr" + Pty.TAB)
          .expectLast("[0.001 s] $ echo \"8:0 rbps=1048576\" > /sys/fs/cgroup/");
      pty.type(Pty.CTRL_C).expectLast("[0.001 s] $");
      pty.type("cd /sys/fs/cgroup && mkdir a && cat a/io.ma" + Pty.TAB);
      pty.expectLast("[0.001 s] $ cd /sys/fs/cgroup && mkdir a && cat a/io.ma");
    }
  }

  @Test
  void completesInsideOfTheFileThatIsWritten() throws Exception {
    try (Pty pty = start()) {
      pty.type("cd /sys/fs/cgroup" + Pty.ENTER + "mkdir a; echo +io > cgroup.sub" + Pty.TAB);
      pty.expectLast(PROMPT + " mkdir a; echo +io > cgroup.subtree_control");
      pty.type(Pty.ENTER).expect("_control\n" + PROMPT + "\n");
      pty.type("echo \"8:0 \" > a/io.max");
      pty.type(Pty.LEFT.repeat("\" > a/io.max".length()) + "wi" + Pty.TAB);
      pty.expectLast(PROMPT + " echo \"8:0 wiops=\" > a/io.max");
      pty.type("77" + Pty.ENTER + "cat a/io.m" + Pty.TAB + Pty.ENTER);
      pty.expect("8:0 rbps=max wbps=max riops=max wiops=77");
    }
  }

  @Test
  void listsWhatIsPossible() throws Exception {
    try (Pty pty = start()) {
      pty.type("ls /dev/sd" + Pty.TAB).expect("sda1");
      pty.expect("sdb").expect(PROMPT + " ls /dev/sd");
    }
  }

  @Test
  void editsInTheMiddle() throws Exception {
    try (Pty pty = start()) {
      pty.type("cho acd" + Pty.LEFT.repeat(2) + "b" + Pty.CTRL_A + "e" + Pty.ENTER);
      pty.expect("\nabcd\n").expectLast(PROMPT);
      pty.type("echo x€ys" + Pty.BACKSPACE + "z" + Pty.ENTER).expect("\nx€yz\n");
    }
  }

  @Test
  void recallsWhatWasTypedInThisSessionAndEarlierOnes() throws Exception {
    try (Pty pty = start()) {
      pty.type("echo first !! line" + Pty.ENTER).expect("\nfirst !! line\n");
      pty.type("if true" + Pty.ENTER).expectLast(">");
      pty.type("then echo in two\\\\n" + Pty.ENTER).expectLast(">");
      pty.type("fi" + Pty.ENTER).expect("\nin two").expectLast(PROMPT);
      pty.type(Pty.UP.repeat(4)).expectLast(PROMPT + " echo first !! line");
      pty.type(Pty.CTRL_C).expectLast(PROMPT).type(Pty.CTRL_D);
      assertThat(pty.status()).isZero();
    }
    assertThat(home.resolve(".local/state/cglab/history")).isRegularFile();
    try (Pty pty = start()) {
      pty.type(Pty.CTRL_R + "first").expect("echo first !! line");
      pty.type(Pty.ENTER).expect("\nfirst !! line\n").expectLast(PROMPT);
      pty.type(Pty.UP + Pty.UP).expectLast("> fi").type(Pty.ENTER).expect("\nin two\\n");
      pty.type("history 2 | wc -l; history | grep -c first" + Pty.ENTER);
      pty.await("counts", lines -> String.join("\n", lines).matches("(?s).*\n4\n3\n.*"));
    }
  }

  @Test
  void keepsNoHistoryWhereItCannot() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");
    try (Pty pty = Pty.start(home, Map.of("XDG_STATE_HOME", file.toString())).expectLast(PROMPT)) {
      pty.type("echo one" + Pty.ENTER).expect("\none\n").expectLast(PROMPT);
      pty.type(Pty.UP).expectLast(PROMPT + " echo one");
      assertThat(pty.raw()).doesNotContainIgnoringCase("exception").doesNotContain("WARN");
    }
  }

  @Test
  void keepsHistoryWhereTheUserWantsIt() throws Exception {
    Path state = home.resolve("state");
    try (Pty pty = Pty.start(home, Map.of("XDG_STATE_HOME", state.toString())).expectLast(PROMPT)) {
      pty.type("echo one" + Pty.ENTER).expect("\none\n").expectLast(PROMPT);
    }
    assertThat(state.resolve("cglab/history")).hasContent("echo one");
  }

  @Test
  void readsHereDocumentsUpToTheirDelimiter() throws Exception {
    try (Pty pty = start()) {
      pty.type("cat <<END" + Pty.ENTER).expectLast(">");
      pty.type("if" + Pty.ENTER).expect("> if\n>").type("END of" + Pty.ENTER);
      pty.expect("> END of\n>").type("END" + Pty.ENTER);
      pty.expect("> END\nif\nEND of\n" + PROMPT);
    }
  }

  @Test
  void joinsLines() throws Exception {
    try (Pty pty = start()) {
      pty.type("echo a\\" + Pty.ENTER).expectLast(">").type("b 'c" + Pty.ENTER);
      pty.expect("> b 'c\n>").type("d'" + Pty.ENTER).expect("\nab c\nd\n" + PROMPT);
    }
  }

  @Test
  void editsAllOfSeveralLines() throws Exception {
    try (Pty pty = start()) {
      pty.type("for i in 1 2" + Pty.ENTER).expectLast(">").type("do echo x$i" + Pty.ENTER);
      pty.expect("> do echo x$i\n>").type(Pty.UP + Pty.UP + Pty.LEFT + Pty.RIGHT);
      pty.type("\033[F 3").expect(PROMPT + " for i in 1 2 3");
      pty.type(Pty.DOWN + Pty.DOWN + "done" + Pty.ENTER).expect("\nx1\nx2\nx3\n" + PROMPT);
    }
  }

  @Test
  void clearsTheLineOnCtrlC() throws Exception {
    try (Pty pty = start()) {
      pty.type("echo 'half" + Pty.ENTER).expectLast(">").type("more" + Pty.CTRL_C);
      pty.expectLast(PROMPT).type("echo ok" + Pty.ENTER).expect("\nok\n" + PROMPT);
    }
  }

  @Test
  void stopsARunOnCtrlC() throws Exception {
    List<String> runs =
        List.of(
            "while :; do :; done",
            "while :; do echo x; done > /dev/null",
            "while :; do :; done | cat",
            "while :; do echo x; done | cat > /dev/null",
            "(while :; do sleep 1ms; done)",
            "while :; do sleep 1ms; done & sleep 1000000",
            "cat",
            "cat | wc",
            "cat /dev/zero > /dev/null",
            "dd if=/dev/zero of=/dev/null",
            "dd if=/dev/zero bs=1M | cat > /dev/null",
            "dd if=/dev/sda of=/dev/null bs=4k iflag=direct",
            "seq 1 100000000000 > /dev/null",
            "echo $(while :; do :; done)",
            "f() { while :; do :; done; }; f");
    try (Pty pty = start()) {
      pty.type("mkdir /sys/fs/cgroup/kept" + Pty.ENTER);
      for (int i = 0; i < runs.size(); i++) {
        pty.type("clear; echo run $((" + i + ")); " + runs.get(i) + Pty.ENTER);
        pty.expect("run " + i + "\n").type(Pty.CTRL_C);
        pty.await("a prompt", lines -> isPrompt(lines.get(lines.size() - 1)));
        pty.type("echo status $?; ls -d /sys/fs/cgroup/ke*" + Pty.ENTER);
        pty.expect("\nstatus 130\n/sys/fs/cgroup/kept\n");
      }
    }
  }

  @Test
  void resumesAfterRunsThatWereStopped() throws Exception {
    Path journal = home.resolve("journal");
    List<String> runs = List.of("cat", "while :; do echo x; done | cat > /dev/null", "cat | wc");
    try (Pty pty = Pty.start(home, Map.of(), "--journal", journal.toString()).expectLast(PROMPT)) {
      for (int i = 0; i < runs.size(); i++) {
        pty.type("clear; echo run $((" + i + ")); " + runs.get(i) + Pty.ENTER);
        pty.expect("run " + i + "\n").type(Pty.CTRL_C);
        pty.await("a prompt", lines -> isPrompt(lines.get(lines.size() - 1)));
      }
      pty.type("X=$?; read Y; echo got $X $Y" + Pty.ENTER + "typed" + Pty.ENTER);
      pty.expect("\ngot 130 typed\n");
    }
    try (Pty pty = Pty.start(home, Map.of(), "--resume", journal.toString()).expectLast(PROMPT)) {
      pty.type("echo $X $Y" + Pty.ENTER).expect("\n130 typed\n");
    }
  }

  private static boolean isPrompt(String line) {
    return line.matches("\\[[0-9.]+ s\\] \\$");
  }

  @Test
  void readsWhatIsTypedForACommand() throws Exception {
    try (Pty pty = start()) {
      pty.type("read x; echo got $x" + Pty.ENTER).type("some words" + Pty.ENTER);
      pty.expect("\ngot some words\n").expectLast(PROMPT);
      pty.type("echo go; cat; echo end" + Pty.ENTER).expect("\ngo\n");
      pty.type("líne" + Pty.ENTER)
          .expect("\nlíne\nlíne\n")
          .type(Pty.CTRL_D)
          .expect("end\n" + PROMPT);
      pty.type("echo again" + Pty.ENTER).expect("\nagain\n" + PROMPT);
    }
  }

  @Test
  void leavesOnCtrlDWithTheLastStatus() throws Exception {
    try (Pty pty = start()) {
      pty.type("(exit 3)" + Pty.ENTER).expect("(exit 3)\n" + PROMPT + "\n").type(Pty.CTRL_D);
      assertThat(pty.status()).isEqualTo(3);
      assertThat(pty.lines()).last().isEqualTo("exit");
    }
  }

  @Test
  void leavesOnExit() throws Exception {
    try (Pty pty = start()) {
      pty.type("exit 7" + Pty.ENTER);
      assertThat(pty.status()).isEqualTo(7);
    }
  }

  @Test
  void livesThroughWindowSizes() throws Exception {
    try (Pty pty = start()) {
      pty.type("echo some words").expectLast(PROMPT + " echo some words").resize(40, 10);
      pty.type(" > /tmp/x; clear; cat /tmp/x" + Pty.ENTER).expect("some words\n" + PROMPT);
      pty.resize(120, 40);
      pty.type("clear; echo again" + Pty.ENTER).expect("again\n" + PROMPT);
    }
  }

  @Test
  void showsWhereOneIsAndNoColorsIfNotWanted() throws Exception {
    try (Pty pty = Pty.start(home, Map.of("NO_COLOR", "1")).expectLast(PROMPT)) {
      assertThat(pty.lines().get(0)).contains("linux-6.12", "cgroup2", "sda 8:0");
      assertThat(pty.lines().get(1)).contains("help", "Ctrl-D");
      pty.type("echo 'a'" + Pty.ENTER).expect("\na\n");
      assertThat(pty.raw()).doesNotContain("\033[3");
    }
    try (Pty pty = start()) {
      pty.type("echo 'a'" + Pty.ENTER).expect("\na\n");
      assertThat(pty.raw()).contains("\033[32m").contains("\033[33m");
    }
  }

  @Test
  void worksOnADumbTerminal() throws Exception {
    try (Pty pty = Pty.start(home, Map.of("TERM", "dumb")).expect(PROMPT)) {
      pty.type("echo dumb; uname" + Pty.ENTER).expect("\ndumb\nLinux\n").type(Pty.CTRL_D);
      assertThat(pty.status()).isZero();
    }
  }
}
