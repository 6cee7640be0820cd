package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.elevator.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** io.weight and io.bfq.weight (control-files.md 3.4, 3.6, 4.3). */
class WeightFilesTest {
  private static final String WEIGHT = "a/io.weight";
  private static final String BFQ = "a/io.bfq.weight";

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
          200                | default 200;
          "  200"            | default 200;
          default400         | default 400;
          default  77        | default 77;
          default\\n5         | default 5;
          default 100 200    | default 100;
          170abc             | default 170;
          1                  | default 1;
          10000              | default 10000;
          4294967396         | default 100;
          " default 160"     | EINVAL
          default            | EINVAL
          default abc        | EINVAL
          default -1         | EINVAL
          abc                | EINVAL
          \\n                 | EINVAL
          0x64               | EINVAL
          -5                 | EINVAL
          +5                 | EINVAL
          0                  | EINVAL
          10001              | EINVAL
          8:0 200            | EOPNOTSUPP
          8:0 default        | EOPNOTSUPP
          8:0\\n              | EOPNOTSUPP
          8:0                | EINVAL
          8:1 100            | ENODEV
          8:32 100           | ENODEV
          default 5:         | EINVAL
          """)
  void weightWithoutIocost(String text, String outcome) {
    assertThat(machine.outcome(WEIGHT, text)).isEqualTo(outcome);
    assertThat(machine.read("a/io.stat")).as("no record was made").isEmpty();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          8:0 600            | default 100;8:0 600;
          8:0 600x           | default 100;8:0 600;
          4294967304:0 600   | default 100;8:0 600;
          8:0 10000          | default 100;8:0 10000;
          8:0 default        | default 100;
          8:0 defaultx       | default 100;
          8:0 0              | EINVAL
          8:0 10001          | EINVAL
          8:0 abc            | EINVAL
          8:0\\n              | EINVAL
          8:16 600           | EOPNOTSUPP
          1:0 600            | EOPNOTSUPP
          """)
  void weightOfADiskWithIocost(String text, String outcome) {
    assertThat(machine.write("io.cost.qos", "8:0 bogus")).isEqualTo("EINVAL");
    assertThat(machine.outcome(WEIGHT, text)).isEqualTo(outcome);
  }

  @Test
  void aRefusedWeightLeavesTheRecordBehind() {
    machine.write("io.cost.model", "8:0 \\n");
    assertThat(machine.write("a/b/io.weight", "8:0 0")).isEqualTo("EINVAL");
    assertThat(machine.read("a/b/io.stat")).isEqualTo("8:0 ;");
    assertThat(machine.read("a/io.stat")).isEqualTo("8:0 ;");
  }

  @Test
  void overridesOutliveANewDefaultAndListTheNewestRecordFirst() {
    machine.write("io.cost.qos", "8:0 ");
    machine.write("io.cost.qos", "8:16 ");
    machine.write(WEIGHT, "8:0 200");
    machine.write(WEIGHT, "8:16 300");
    machine.write(WEIGHT, "8:0 201");
    machine.write(WEIGHT, "default 7");
    assertThat(machine.read(WEIGHT)).isEqualTo("default 7;8:16 300;8:0 201;");
  }

  @Test
  void weightsAreGoneWhenIoComesBack() throws IOException {
    machine.write("io.cost.qos", "8:0 ");
    machine.select("8:0", Scheduler.BFQ);
    for (String file : new String[] {WEIGHT, BFQ}) {
      machine.write(file, "7");
      machine.write(file, "8:0 70");
    }
    machine.write("a/cgroup.subtree_control", "-io");
    machine.write("cgroup.subtree_control", "-io");
    assertThat(machine.read(WEIGHT)).isEqualTo("ENOENT");
    machine.write("cgroup.subtree_control", "+io");
    assertThat(machine.read(WEIGHT)).isEqualTo("default 100;");
    assertThat(machine.read(BFQ)).isEqualTo("default 100;");

    machine.write(WEIGHT, "7");
    machine.write(BFQ, "7");
    Files.delete(machine.path("a/b"));
    Files.delete(machine.path("a"));
    Files.createDirectory(machine.path("a"));
    assertThat(machine.read(WEIGHT)).isEqualTo("default 100;");
    assertThat(machine.read(BFQ)).isEqualTo("default 100;");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          300                    | default 300;
          "  300\\n\\n"            | default 300;
          0x64                   | default 100;
          010                    | default 8;
          1000                   | default 1000;
          18446744073709551617   | default 1;
          default 60abc          | default 60;
          default60              | default 60;
          \\n                     | ERANGE
          0                      | ERANGE
          1001                   | ERANGE
          default 0              | ERANGE
          default 1001           | ERANGE
          50abc                  | EINVAL
          08                     | EINVAL
          -5                     | EINVAL
          +5                     | EINVAL
          default                | EINVAL
          default abc            | EINVAL
          "8:0 "                 | EINVAL
          8:0 250                | default 100;8:0 250;
          8:0 250 7              | default 100;8:0 250;
          8:0 300abc             | default 100;8:0 300;
          8:0 default            | default 100;
          8:0 defaultx           | EINVAL
          8:0 0                  | ERANGE
          8:0 0x10               | ERANGE
          8:0 1001               | ERANGE
          8:0 abc                | EINVAL
          8:16 100               | EOPNOTSUPP
          8:16 abc               | EOPNOTSUPP
          8:1 100                | ENODEV
          8:32 100               | ENODEV
          """)
  void bfqWeight(String text, String outcome) {
    machine.select("8:0", Scheduler.BFQ);
    assertThat(machine.outcome(BFQ, text)).isEqualTo(outcome);
  }

  @Test
  void aNewDefaultErasesTheOverridesOfItsCgroupOnly() {
    machine.select("8:0", Scheduler.BFQ);
    machine.write(BFQ, "8:0 250");
    machine.write("a/b/io.bfq.weight", "8:0 350");
    machine.write(BFQ, "100");
    assertThat(machine.read(BFQ)).isEqualTo("default 100;");
    assertThat(machine.read("a/b/io.bfq.weight")).isEqualTo("default 100;8:0 350;");
  }

  @Test
  void overridesGoWithTheSchedulerAndTheDefaultStays() {
    machine.select("8:0", Scheduler.BFQ);
    machine.write(BFQ, "200");
    machine.write(BFQ, "8:0 250");
    machine.select("8:0", Scheduler.KYBER);
    assertThat(machine.read(BFQ)).isEqualTo("default 200;");
    machine.select("8:0", Scheduler.BFQ);
    assertThat(machine.read(BFQ)).isEqualTo("default 200;");
  }
}
