package io.cglab.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every command line of dm-ioband's manual and of the bio-cgroup mail is in a script that {@link
 * ScenariosTest} replays, and what the manual prints comes out of it.
 */
class DocumentLinesTest {
  private static List<String> lines() throws IOException {
    try (InputStream in = DocumentLinesTest.class.getResourceAsStream("ioband-lines.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** The commands of a script; one that goes on behind a backslash is one line. */
  private static Set<String> commands(String name) throws IOException {
    String text = Files.readString(Path.of("scenarios", name + ".sh")).replace("\\\n", "");
    Set<String> commands = new HashSet<>();
    text.lines()
        .map(line -> line.replaceFirst(" > /tmp/mkfs 2>&1$", "").strip().replaceAll("\\s+", " "))
        .forEach(commands::add);
    return commands;
  }

  @Test
  void everyCommandLineIsInAScript() throws IOException {
    Set<String> commands = new HashSet<>();
    for (String name : ScenariosTest.names()) {
      if (name.startsWith("ioband-")) {
        commands.addAll(commands(name));
      }
    }
    assertThat(lines()).hasSizeGreaterThan(50).allMatch(commands::contains);
  }

  @Test
  void whatTheManualPrintsComesOut() throws IOException {
    String commands = Files.readString(Path.of("scenarios", "ioband-commands.out"));
    assertThat(commands)
        .contains("ioband           v0.0.3\n")
        .contains("ioband1: 0 44371467 ioband 202:33 128 10 400\n");
    // Statistics: the same columns, and delayed I/Os are no more than all.
    List<String> status =
        commands.lines().filter(line -> line.matches("ioband1: 0 \\d+ ioband 128 -1.*")).toList();
    assertThat(status).hasSize(2);
    String[] columns = status.get(0).split(" ");
    assertThat(columns).hasSize(5 + 3 * 7);
    for (int group = 5; group < columns.length; group += 7) {
      assertThat(Long.parseLong(columns[group + 2]))
          .isLessThanOrEqualTo(Long.parseLong(columns[group + 1]));
      assertThat(Long.parseLong(columns[group + 5]))
          .isLessThanOrEqualTo(Long.parseLong(columns[group + 4]));
    }
    assertThat(columns[5]).isEqualTo("-1");
    assertThat(columns[12]).isEqualTo("1001");
    assertThat(columns[19]).isEqualTo("1002");
    String lsof = Files.readString(Path.of("scenarios", "ioband-example-5.out"));
    assertThat(lsof.replaceAll(" +", " "))
        .contains("COMMAND PID USER FD TYPE DEVICE SIZE NODE NAME\n")
        .containsPattern("tapdisk 15011 root 11u REG 253,0 2147483648 \\d+ /vmdisk/vm1.img\n")
        .containsPattern("tapdisk 15276 root 13u REG 253,0 2147483648 \\d+ /vmdisk/vm2.img\n");
  }
}
