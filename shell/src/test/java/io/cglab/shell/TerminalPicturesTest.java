package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.HostStream;
import io.cglab.shell.process.MemoryFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** chart and cgtop: what they draw, byte for byte, and how they take the screen. */
class TerminalPicturesTest {
  private static final String LOAD =
      """
      echo +io > /sys/fs/cgroup/cgroup.subtree_control
      mkdir /sys/fs/cgroup/web /sys/fs/cgroup/db
      echo "8:0 rbps=2097152" > /sys/fs/cgroup/web/io.max
      echo "8:0 wbps=5242880" > /sys/fs/cgroup/db/io.max
      cgexec web -- dd if=/dev/sda of=/dev/null bs=64k count=260 iflag=direct 2>/dev/null &
      cgexec db -- dd if=/dev/zero of=/dev/sda bs=32k count=1000 oflag=direct 2>/dev/null &
      """;

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        TerminalPicturesTest.class.getResourceAsStream("picture/" + name + ".txt")) {
      assertThat(in).as("golden frame " + name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bandwidth | chart -t 3
          iops      | chart -t 3 iops
          latency   | chart -t 3 latency
          queue     | chart -t 3 queue /db
          tokens    | chart -t 1 tokens web
          command   | chart -- cgexec web -- dd if=/dev/sda of=/dev/null bs=64k count=40 iflag=direct
          nothing   | chart -t 1 tokens /
          top       | cgtop -n 2
          batch     | cgtop -n 2 -d 500ms -b
          """)
  void drawsTheLastFrameAsExpected(String name, String command) throws IOException {
    String load = name.equals("nothing") ? "" : LOAD;
    Scripts.Result result = Scripts.run(load + command);
    String drawn = utf8(result.out());
    assertThat(drawn).isEqualTo(golden(name));
    assertThat(drawn.lines()).allMatch(line -> line.length() < 80).hasSizeLessThan(24);
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chart -t 0         | chart: invalid time interval '0'                    | 2
          chart -i soon      | chart: invalid time interval 'soon'                 | 2
          chart -t 1000h     | chart: more than 100000 pictures; give a longer -i  | 2
          chart --           | chart: missing command after '--'                   | 2
          chart -x           | chart: invalid option -- 'x'                        | 2
          chart bandwith     | chart: bandwith: no such cgroup, and no metric      | 1
          chart queue /none  | chart: /none: no such cgroup, and no metric         | 1
          cgtop -n 0         | cgtop: invalid number of frames '0'                 | 2
          cgtop -d x         | cgtop: invalid time interval 'x'                    | 2
          cgtop web          | cgtop: usage: cgtop [-n FRAMES] [-d SECONDS] [-b]   | 2
          """)
  void refusesWithOneLine(String command, String message, int status) {
    Scripts.Result result = Scripts.run(command);
    assertThat(result.err()).isEqualTo(message + "\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.elapsedNs()).isZero();
  }

  @Test
  void theStatusOfTheCommandIsTheCharts() {
    assertThat(Scripts.run("chart -- sh -c 'sleep 1; exit 3'").status()).isEqualTo(3);
    assertThat(Scripts.run("chart -- exit 4; echo on").out()).endsWith("on\n");
    assertThat(Scripts.run("chart -- sleep 1.5").elapsedNs()).isEqualTo(1_500_000_000L);
  }

  @Test
  void aCommandThatDoesNotEndIsEnded() {
    Scripts.Result result = Scripts.run("chart -i 1ms -- sleep 1000; echo $?; ps -e -o comm");
    assertThat(result.err())
        .isEqualTo("chart: the command has not ended after 100000 pictures; give a longer -i\n");
    assertThat(result.out()).startsWith("1\n").doesNotContain("sleep");
  }

  // ---- on a terminal

  /** A terminal that keeps what was written to it, and may act on the n-th write. */
  private static final class Terminal extends ByteArrayOutputStream {
    final List<String> writes = new ArrayList<>();
    final AtomicReference<@Nullable Runnable> atThird = new AtomicReference<>();

    @Override
    public void write(byte[] bytes) {
      writes.add(new String(bytes, StandardCharsets.UTF_8));
      Runnable action = atThird.get();
      if (writes.size() == 3 && action != null) {
        action.run();
      }
    }
  }

  private interface Session {
    void run(Shell shell, Terminal terminal, CgroupFs machine) throws Exception;
  }

  private static void onTerminal(Session session) throws Exception {
    try (CgroupFs machine = CgroupFs.boot(MachineSpec.named("default"))) {
      Terminal terminal = new Terminal();
      int init = machine.machine().tasks().init().pid();
      try (Shell shell =
          new Shell(
              Instruments.attached(machine),
              init,
              "test",
              new MemoryFile(),
              HostStream.writing(terminal, true),
              new MemoryFile())) {
        shell.line(LOAD);
        session.run(shell, terminal, machine);
      }
    }
  }

  @Test
  void framesTakeEachOthersPlace() throws Exception {
    onTerminal(
        (shell, terminal, machine) -> {
          assertThat(shell.line("COLUMNS=60 LINES=16 chart -t 1 -i 250ms")).isZero();
          assertThat(terminal.writes).hasSize(5);
          String first = terminal.writes.get(0);
          assertThat(first).startsWith("\u001b[?25l").doesNotContain("A\r");
          assertThat(first.lines()).hasSize(16);
          for (String next : terminal.writes.subList(1, 4)) {
            assertThat(next).startsWith("\u001b[15A\r").endsWith("\u001b[J");
            assertThat(next.replaceAll("\u001b\\[[0-9]*[A-Zm]|\r", "").lines())
                .hasSize(15)
                .allMatch(line -> line.length() < 60);
          }
          assertThat(terminal.writes.get(4)).isEqualTo("\u001b[?25h");
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"TERM=xterm, true", "NO_COLOR=1, false", "TERM=dumb, false"})
  void coloursComeInAddition(String setting, boolean colored) throws Exception {
    boolean unwanted = System.getenv("NO_COLOR") != null && !System.getenv("NO_COLOR").isEmpty();
    onTerminal(
        (shell, terminal, machine) -> {
          shell.line(setting + " chart -t 1");
          String all = String.join("", terminal.writes);
          assertThat(all.contains("\u001b[36m")).isEqualTo(colored && !unwanted);
          assertThat(all).contains("A", "B", "/db", "/web");
        });
  }

  @ParameterizedTest
  @CsvSource({"chart -t 100", "cgtop -n 100", "chart -- sleep 100"})
  void ctrlCEndsThePictureAndKeepsTheMachine(String command) throws Exception {
    onTerminal(
        (shell, terminal, machine) -> {
          terminal.atThird.set(shell::interrupt);
          assertThat(shell.line(command)).isEqualTo(130);
          assertThat(terminal.writes.get(terminal.writes.size() - 1)).isEqualTo("\u001b[?25h");
          assertThat(machine.machine().nowNs()).isBetween(500_000_000L, 10_000_000_000L);
          assertThat(shell.line("echo alive; sleep 1")).isZero();
          assertThat(terminal.writes.get(terminal.writes.size() - 1)).isEqualTo("alive\n");
          assertThat(shell.line("ps -e -o comm | grep sleep")).isEqualTo(1);
        });
  }
}
