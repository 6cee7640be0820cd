package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.Profile;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** v1's files of the CFQ era (control-files.md 2.5); outputs have {@code ;} for a newline. */
class CfqFilesTest {
  private static final String ROOT = "/sys/fs/cgroup/blkio/";
  private static final String MACHINE =
      """
      profile: linux-4.19
      mounts:
        - {type: tmpfs, on: /sys/fs/cgroup}
        - {type: cgroup, options: blkio, on: /sys/fs/cgroup/blkio}
      disks:
        - name: sda
          dev: "8:0"
          size: 1G
          scheduler: cfq
          partitions: [{dev: "8:1", start: 2048, sectors: 4096}]
        - {name: sdb, dev: "8:16", size: 1G, scheduler: cfq}
        - {name: sdc, dev: "8:32", size: 1G, scheduler: deadline}
        - {name: nvme0n1, dev: "259:0", size: 1G}
      """;

  private TestFs fs;

  @BeforeEach
  void boot() throws IOException {
    fs = TestFs.ofYaml(MACHINE);
    fs.mkdir(ROOT + "a");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private String read(String file) throws IOException {
    return fs.read(ROOT + file).replace('\n', ';');
  }

  /** Writes a text with {@code \n} for a newline; what the file reads then, or the errno. */
  private String outcome(String file, String text) throws IOException {
    Errno refusal = errno(() -> fs.write(ROOT + file, text.replace("\\n", "\n")));
    return refusal == null ? read(file) : refusal.name();
  }

  @ParameterizedTest
  @CsvSource({
    "blkio.weight, 1000;", "blkio.leaf_weight, 1000;",
    "a/blkio.weight, 500;", "a/blkio.leaf_weight, 500;"
  })
  void usualWeights(String file, String shown) throws IOException {
    assertThat(read(file)).isEqualTo(shown);
    assertThat(read(file + "_device")).as("no header, no default line").isEmpty();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          10          | 10;
          1000\\n      | 1000;
          0x64        | 100;
          010         | ERANGE
          012         | 10;
          +300        | 300;
          9           | ERANGE
          1001        | ERANGE
          0           | ERANGE
          18446744073709551616 | ERANGE
          " 300"      | EINVAL
          300x        | EINVAL
          -300        | EINVAL
          default     | EINVAL
          8:0 300     | EINVAL
          \\n          | EINVAL
          """)
  void weight(String text, String outcome) throws IOException {
    for (String file : List.of("a/blkio.weight", "a/blkio.leaf_weight", "blkio.weight")) {
      assertThat(outcome(file, text)).as(file).isEqualTo(outcome);
    }
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          8:0 300          | 8:0 300;
          "8:0  300\\n"    | 8:0 300;
          8:0 300abc       | 8:0 300;
          8:0 10           | 8:0 10;
          8:0 1000         | 8:0 1000;
          8:0 0            | ""
          8:0 default      | ""
          "8:0 default\\n" | ""
          8:0 9            | ERANGE
          8:0 1001         | ERANGE
          8:0 defaultx     | EINVAL
          8:0 abc          | EINVAL
          8:0 -1           | EINVAL
          8:0\\n            | EINVAL
          8:0              | EINVAL
          300              | EINVAL
          default 300      | EINVAL
          8:1 300          | ENODEV
          8:48 300         | ENODEV
          8:32 300         | EOPNOTSUPP
          259:0 300        | EOPNOTSUPP
          259:0 bogus      | EOPNOTSUPP
          """)
  void weightOfADisk(String text, String outcome) throws IOException {
    for (String file : List.of("a/blkio.weight_device", "a/blkio.leaf_weight_device")) {
      assertThat(outcome(file, "8:0 77")).isEqualTo("8:0 77;");
      assertThat(outcome(file, text)).as(file).isEqualTo(outcome);
      assertThat(read(file)).isEqualTo(outcome.startsWith("E") ? "8:0 77;" : outcome);
    }
  }

  @Test
  void aNewDefaultKeepsTheDisksAndTheNewestRecordIsListedFirst() throws IOException {
    fs.write(ROOT + "a/blkio.weight_device", "8:0 200");
    fs.write(ROOT + "a/blkio.weight_device", "8:16 300");
    fs.write(ROOT + "a/blkio.weight_device", "8:0 201");
    fs.write(ROOT + "a/blkio.weight", "700");
    assertThat(read("a/blkio.weight_device")).isEqualTo("8:16 300;8:0 201;");
    assertThat(read("a/blkio.weight")).isEqualTo("700;");
    assertThat(read("a/blkio.leaf_weight")).isEqualTo("500;");
    assertThat(read("a/blkio.leaf_weight_device")).isEmpty();
    assertThat(read("blkio.weight_device")).isEmpty();
  }

  @Test
  void theRootsWeightIsItsLeafWeight() throws IOException {
    fs.write(ROOT + "blkio.weight", "300");
    assertThat(read("blkio.leaf_weight")).isEqualTo("300;");
    fs.write(ROOT + "blkio.leaf_weight_device", "8:0 40");
    assertThat(read("blkio.weight_device")).isEqualTo("8:0 40;");
    fs.write(ROOT + "blkio.weight_device", "8:0 0");
    assertThat(read("blkio.leaf_weight_device")).isEmpty();
  }

  @Test
  void weightsOfADiskGoWithItsSchedulerAndTheDefaultStays() throws IOException {
    fs.write(ROOT + "a/blkio.weight", "700");
    fs.write(ROOT + "a/blkio.weight_device", "8:0 200");
    fs.write(ROOT + "a/blkio.weight_device", "8:16 300");
    fs.write("/sys/block/sda/queue/scheduler", "noop");
    assertThat(read("a/blkio.weight_device")).isEqualTo("8:16 300;");
    fs.write("/sys/block/sda/queue/scheduler", "cfq");
    assertThat(read("a/blkio.weight_device")).isEqualTo("8:16 300;");
    assertThat(read("a/blkio.weight")).isEqualTo("700;");
  }

  @Test
  void weightsAreGoneWithTheirCgroup() throws IOException {
    fs.write(ROOT + "a/blkio.weight", "700");
    fs.write(ROOT + "a/blkio.leaf_weight_device", "8:0 200");
    Files.delete(fs.path(ROOT + "a"));
    fs.mkdir(ROOT + "a");
    assertThat(read("a/blkio.weight")).isEqualTo("500;");
    assertThat(read("a/blkio.leaf_weight_device")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io_service_bytes",
        "io_serviced",
        "io_service_time",
        "io_wait_time",
        "io_merged",
        "io_queued"
      })
  void countsOfDisksOnCfq(String name) throws IOException {
    for (String file : List.of("blkio." + name, "blkio." + name + "_recursive")) {
      assertThat(read("a/" + file)).isEqualTo("Total 0;");
      assertThat(read(file))
          .isEqualTo(
              "8:16 Read 0;8:16 Write 0;8:16 Sync 0;8:16 Async 0;8:16 Total 0;"
                  + "8:0 Read 0;8:0 Write 0;8:0 Sync 0;8:0 Async 0;8:0 Total 0;Total 0;");
      assertThat(outcome(file, "0")).as("read only").isEqualTo("EINVAL");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time",
        "sectors",
        "time_recursive",
        "sectors_recursive",
        "avg_queue_size",
        "group_wait_time",
        "idle_time",
        "empty_time",
        "dequeue",
        "unaccounted_time"
      })
  void numbersOfDisksOnCfq(String name) throws IOException {
    assertThat(read("blkio." + name)).isEqualTo("8:16 0;8:0 0;");
    assertThat(read("a/blkio." + name)).isEmpty();
    fs.write(ROOT + "a/blkio.weight_device", "8:0 200");
    assertThat(read("a/blkio." + name)).as("the record is there").isEqualTo("8:0 0;");
    fs.write("/sys/block/sda/queue/scheduler", "deadline");
    assertThat(read("blkio." + name)).isEqualTo("8:16 0;");
    assertThat(outcome("blkio." + name, "0")).as("read only").isEqualTo("EINVAL");
  }

  @ParameterizedTest
  @CsvSource({"1, ", "0x10, ", "x, EINVAL", "'', "})
  void resetStatsTakesANumber(String text, Errno refusal) {
    assertThat(errno(() -> fs.write(ROOT + "a/blkio.reset_stats", text))).isEqualTo(refusal);
  }

  @Test
  void theReferenceKernelHasNoneOfThem() throws IOException {
    try (TestFs now = TestFs.boot("recorded-v1", Profile.LINUX_6_12)) {
      now.mkdir(ROOT + "a");
      for (ControlFile file : V1CfqFiles.ALL) {
        for (String cgroup : List.of("", "a/")) {
          assertThat(Files.exists(fs.path(ROOT + cgroup + file.name()))).isTrue();
          assertThat(errno(() -> now.read(ROOT + cgroup + file.name())))
              .as(file.name())
              .isEqualTo(Errno.ENOENT);
        }
      }
    }
  }

  private static Set<String> names(TestFs of) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(of.path(ROOT + "a"))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    "cfq_debug, avg_queue_size group_wait_time idle_time empty_time dequeue unaccounted_time",
    "throttle, throttle.read_bps_device throttle.write_bps_device throttle.read_iops_device"
        + " throttle.write_iops_device throttle.io_service_bytes throttle.io_serviced"
        + " throttle.io_service_bytes_recursive throttle.io_serviced_recursive"
  })
  void featuresAreLeftOutOfThisKernelToo(String feature, String lacking) throws IOException {
    Set<String> missing = names(fs);
    try (TestFs plain = TestFs.ofYaml("features: {without: [" + feature + "]}\n" + MACHINE)) {
      plain.mkdir(ROOT + "a");
      missing.removeAll(names(plain));
    }
    assertThat(missing)
        .containsExactlyInAnyOrder(
            Stream.of(lacking.split(" ")).map(name -> "blkio." + name).toArray(String[]::new));
  }
}
