package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** io.latency and io.prio.class (control-files.md 3.3, 3.7, 4.3). */
class LatencyAndPriorityTest {
  private static final String LATENCY = "a/io.latency";
  private static final String PRIO = "a/io.prio.class";

  private final FilesMachine machine = new FilesMachine();

  @AfterEach
  void close() {
    machine.close();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          8:0 target=10000                        | 8:0 target=10000;
          8:0 target=10ms                         | 8:0 target=10;
          8:0  target=75000\\n                     | 8:0 target=75000;
          8:0 target=75000\\tx                     | 8:0 target=75000;
          8:0 target=\\t75                         | 8:0 target=75;
          8:0 target=100 target=200               | 8:0 target=200;
          8:0 target=max                          | ""
          8:0 target=0                            | ""
          8:0 target=0x10                         | ""
          8:0 target=18446744073709551615         | 8:0 target=18446744073709550;
          8:0 target=18446744073709552            | 8:0 target=0;
          8:0 target=000000000000000000012345     | 8:0 target=1;
          1:0 target=5                            | 1:0 target=5;
          "8:0 target=5 "                         | EINVAL
          8:0 target=5  target=6                  | EINVAL
          8:0\\n                                   | EINVAL
          "8:0 "                                  | EINVAL
          8:0 target=                             | EINVAL
          8:0 target=\\n                           | EINVAL
          8:0 target=abc                          | EINVAL
          8:0 target=-5                           | EINVAL
          8:0 target=maxx                         | EINVAL
          8:0 target =5                           | EINVAL
          8:0 10000                               | EINVAL
          8:0 =5                                  | EINVAL
          8:0 latency=10000                       | EINVAL
          8:0 Target=10000                        | EINVAL
          8:0 abcdefghijklmnop=1                  | EINVAL
          8:1 target=100                          | ENODEV
          8:32 target=100                         | ENODEV
          target=100                              | EINVAL
          8:0target=100                           | EINVAL
          """)
  void latency(String text, String outcome) {
    assertThat(machine.outcome(LATENCY, text)).isEqualTo(outcome);
  }

  @Test
  void aRefusedTargetStoresNothingButLeavesTheRecord() {
    machine.write("a/b/io.latency", "8:0 target=5");
    assertThat(machine.write("a/b/io.latency", "8:0 target=7 target=x")).isEqualTo("EINVAL");
    assertThat(machine.read("a/b/io.latency")).isEqualTo("8:0 target=5;");
    assertThat(machine.write("a/b/io.latency", "8:16 x")).isEqualTo("EINVAL");
    assertThat(machine.read("a/b/io.stat")).isEqualTo("8:16 ;8:0 ;");
    assertThat(machine.read("a/io.stat")).isEqualTo("8:16 ;8:0 ;");
  }

  @Test
  void targetsAreListedNewestRecordFirstAndGoWithTheController() {
    machine.write(LATENCY, "8:0 target=5");
    machine.write(LATENCY, "8:16 target=6");
    machine.write(LATENCY, "8:0 target=7");
    assertThat(machine.read(LATENCY)).isEqualTo("8:16 target=6;8:0 target=7;");
    machine.write("a/cgroup.subtree_control", "-io");
    machine.write("cgroup.subtree_control", "-io");
    machine.write("cgroup.subtree_control", "+io");
    assertThat(machine.read(LATENCY)).isEmpty();
    machine.write(LATENCY, "8:0 target=max");
    assertThat(machine.read(LATENCY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-change", "promote-to-rt", "restrict-to-be", "idle", "none-to-rt"})
  void aPriorityReadsBackAsWritten(String word) {
    assertThat(machine.read(PRIO)).isEqualTo("no-change;");
    assertThat(machine.outcome(PRIO, word)).isEqualTo(word + ";");
    machine.write(PRIO, "no-change");
    assertThat(machine.outcome(PRIO, word + "\\n")).isEqualTo(word + ";");
    machine.write(PRIO, "no-change");
    assertThat(machine.outcome(PRIO, word + "\\0junk")).isEqualTo(word + ";");
    assertThat(machine.read("a/b/io.prio.class")).isEqualTo("no-change;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"idle\\n\\n", " idle", "idle ", "IDLE", "\\n", "idl", "idlee", "idle\\r"})
  void anyOtherWordIsRefused(String text) {
    machine.write(PRIO, "promote-to-rt");
    assertThat(machine.write(PRIO, text)).isEqualTo("EINVAL");
    assertThat(machine.read(PRIO)).isEqualTo("promote-to-rt;");
  }

  @Test
  void theRootHasAPriorityToo() {
    assertThat(machine.outcome("io.prio.class", "idle")).isEqualTo("idle;");
    assertThat(machine.read(PRIO)).isEqualTo("no-change;");
  }

  @Test
  void priorityIsWrittenAtOffsetZeroOnly() throws IOException {
    try (FileChannel channel = FileChannel.open(machine.path(PRIO), StandardOpenOption.WRITE)) {
      channel.write(text("idle\n"));
      assertThat(refusal(channel)).isEqualTo("EIO");
      assertThat(machine.read(PRIO)).isEqualTo("idle;");
      channel.position(0);
      channel.write(text("none-to-rt\n"));
      assertThat(machine.read(PRIO)).isEqualTo("none-to-rt;");
    }
  }

  private static String refusal(FileChannel channel) {
    try {
      channel.write(text("promote-to-rt\n"));
      return FilesMachine.OK;
    } catch (IOException e) {
      return FilesMachine.errnoOf(e);
    }
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void priorityGoesWithTheController() {
    machine.write(PRIO, "idle");
    machine.write("a/cgroup.subtree_control", "-io");
    machine.write("cgroup.subtree_control", "-io");
    machine.write("cgroup.subtree_control", "+io");
    assertThat(machine.read(PRIO)).isEqualTo("no-change;");
  }
}
