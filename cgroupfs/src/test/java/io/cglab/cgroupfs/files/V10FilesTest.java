package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.Profile;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The files of the IO controller of 2009 (dm-ioband.md 6.1, 6.2); outputs have {@code ;} for a
 * newline, {@code \t} for a tab.
 */
class V10FilesTest {
  private static final String QUEUE = "/sys/block/sda/queue/";

  private TestFs fs;

  @BeforeEach
  void boot() throws IOException {
    fs = TestFs.boot("sata7200-2009");
    fs.mkdir("/cgroup/a");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private String read(String file) throws IOException {
    return fs.read(file).replace('\n', ';').replace("\t", "\\t");
  }

  /** Writes; what the file reads then, or the errno. */
  private String outcome(String file, String text) throws IOException {
    Errno refusal = errno(() -> fs.write(file, text.replace("\\n", "\n")));
    return refusal == null ? read(file) : refusal.name();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a/io.weight       | "700\\n"        | 700;
          a/io.weight       | 100             | 100;
          a/io.weight       | 1000            | 1000;
          a/io.weight       | 0x1f4           | 500;
          a/io.weight       | 99              | EINVAL
          a/io.weight       | 1001            | EINVAL
          a/io.weight       | 0               | EINVAL
          a/io.weight       | -500            | EINVAL
          a/io.weight       | 500x            | EINVAL
          a/io.weight       | 99999999999999999999 | EINVAL
          a/io.weight       | 0000000000000000000000000000000000000000000000000000000000000700 | E2BIG
          io.weight         | 300             | 300;
          a/io.ioprio_class | 1               | 1;
          a/io.ioprio_class | 3               | 3;
          a/io.ioprio_class | 0               | EINVAL
          a/io.ioprio_class | 4               | EINVAL
          a/io.policy       | "8:0 300 2\\n"  | dev\\tweight\\tclass;8:0\\t300\\t2;
          a/io.policy       | 8:0  100  1     | dev\\tweight\\tclass;8:0\\t100\\t1;
          a/io.policy       | 8:0 0 1         | ""
          a/io.policy       | 8:0 300         | EINVAL
          a/io.policy       | 8:0 300 2 1     | EINVAL
          a/io.policy       | 8:0 99 2        | EINVAL
          a/io.policy       | 8:0 1001 2      | EINVAL
          a/io.policy       | 8:0 300 0       | EINVAL
          a/io.policy       | 8:0 300 4       | EINVAL
          a/io.policy       | 8:0 0x12c 2     | EINVAL
          a/io.policy       | 8 300 2         | EINVAL
          a/io.policy       | 8:1 300 2       | ENODEV
          a/io.policy       | 9:0 300 2       | ENODEV
          a/io.policy       | sda 300 2       | EINVAL
          """)
  void aWriteIsTakenOrRefused(String file, String text, String outcome) throws IOException {
    assertThat(outcome("/cgroup/" + file, text)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "io.weight, 500;",
    "a/io.weight, 500;",
    "a/io.ioprio_class, 2;",
    "a/io.policy, ''",
  })
  void usualSettings(String file, String shown) throws IOException {
    assertThat(read("/cgroup/" + file)).isEqualTo(shown);
  }

  @Test
  void aPolicyOverridesTheOtherTwoOnItsDiskUntilItIsRemoved() throws IOException {
    fs.write("/cgroup/a/io.policy", "8:0 300 1");
    fs.write("/cgroup/a/io.weight", "800");
    assertThat(read("/cgroup/a/io.policy")).isEqualTo("dev\\tweight\\tclass;8:0\\t300\\t1;");
    fs.write(QUEUE + "scheduler", "noop");
    assertThat(read("/cgroup/a/io.policy")).as("it outlives the scheduler").isNotEmpty();
    fs.write("/cgroup/a/io.policy", "8:0 0 2");
    assertThat(read("/cgroup/a/io.policy")).isEmpty();
  }

  /** Two readers of weights 200 and 600 under each scheduler share the disk's time. */
  @ParameterizedTest
  @CsvSource({"noop", "anticipatory", "deadline", "cfq"})
  void diskTimeIsSharedAndCounted(String scheduler) throws Exception {
    fs.write(QUEUE + "scheduler", scheduler);
    fs.mkdir("/cgroup/b");
    fs.write("/cgroup/a/io.weight", "200");
    fs.write("/cgroup/b/io.weight", "600");
    assertThat(fs.read("/cgroup/a/io.disk_time")).isIn("", "8 0 0\n");
    for (String group : new String[] {"a", "b"}) {
      Task task = fs.fs.machine().tasks().fork(fs.fs.machine().tasks().init(), group);
      fs.write("/cgroup/" + group + "/tasks", Integer.toString(task.pid()));
      long offset = group.equals("a") ? 0 : 100L << 30;
      fs.fs.machine().start(task, Job.read("sda").offset(offset));
    }
    fs.fs.machine().advanceTo(20_000_000_000L);
    double a = number("/cgroup/a/io.disk_time");
    double b = number("/cgroup/b/io.disk_time");
    assertThat(b / a).isBetween(2.9, 3.1);
    assertThat(a + b).as("ms of 20 s").isBetween(15_000.0, 20_000.0);
    assertThat(number("/cgroup/b/io.disk_sectors")).isGreaterThan(100_000);
    assertThat(read("/cgroup/a/io.disk_queue")).matches("8 0 [1-9][0-9]* [0-9]+;");
    assertThat(read("/cgroup/b/io.disk_queue"))
        .as("it came while a was served")
        .matches("8 0 [1-9][0-9]* [1-9][0-9]*;");
    assertThat(read("/cgroup/a/io.disk_dequeue")).matches("8 0 [0-9]+;");
  }

  private double number(String file) throws IOException {
    String[] words = fs.read(file).strip().split(" ");
    assertThat(words).hasSize(3).startsWith("8", "0");
    return Double.parseDouble(words[2]);
  }

  @ParameterizedTest
  @CsvSource({
    "nr_group_requests, 128, 64, 64", "nr_requests, 512, 300, 300",
    "iosched/group_idle, 8, 1, 1", "iosched/fairness, 0, 1, 1",
    "iosched/slice_idle, 8, 0, 0", "iosched/quantum, 4, 8, 8"
  })
  void knobsOfTheQueue(String knob, String usual, String text, String then) throws IOException {
    assertThat(read(QUEUE + knob)).isEqualTo(usual + ";");
    assertThat(outcome(QUEUE + knob, text)).isEqualTo(then + ";");
  }

  @Test
  void kernelsOf2009HaveNothingOfLaterOnes() throws IOException {
    for (String later : new String[] {"low_latency", "target_latency", "slice_idle_us"}) {
      assertThat(Files.exists(fs.path(QUEUE + "iosched/" + later))).as(later).isFalse();
    }
    assertThat(Files.exists(fs.path("/cgroup/a/blkio.reset_stats"))).isFalse();
    fs.write(QUEUE + "scheduler", "anticipatory");
    assertThat(read(QUEUE + "iosched/antic_expire")).isEqualTo("6;");
    assertThat(read(QUEUE + "iosched/group_idle")).isEqualTo("8;");
    try (TestFs vanilla = TestFs.boot("sata7200-2009", Profile.LINUX_2_6_31)) {
      assertThat(Files.exists(vanilla.path(QUEUE + "iosched/quantum"))).isTrue();
      assertThat(Files.exists(vanilla.path(QUEUE + "iosched/group_idle"))).isFalse();
      assertThat(Files.exists(vanilla.path(QUEUE + "nr_group_requests"))).isFalse();
      assertThat(Files.exists(vanilla.path("/cgroup"))).as("no controller, no mount").isFalse();
      assertThat(vanilla.read("/proc/cgroups").lines()).hasSize(1);
    }
  }

  @Test
  void theControllerIsCalledIo() throws IOException {
    assertThat(fs.read("/proc/cgroups")).contains("io\t1\t2\t1\n");
    assertThat(fs.read("/proc/mounts")).contains("none /cgroup cgroup rw,relatime,io 0 0\n");
    fs.mkdir("/again");
    fs.fs.mounts().mount("cgroup", "none", "io,blkio", fs.path("/again"));
    assertThat(Files.exists(fs.path("/again/a/io.weight"))).isTrue();
    assertThat(errno(() -> fs.fs.mounts().mount("cgroup2", "none", "", fs.path("/again"))))
        .isEqualTo(Errno.ENODEV);
  }
}
