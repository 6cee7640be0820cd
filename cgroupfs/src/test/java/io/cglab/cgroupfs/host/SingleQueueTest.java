package io.cglab.cgroupfs.host;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.Machine;
import io.cglab.core.Profile;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Schedulers and tunables of Linux 4.19 and its single queues (control-files.md 7.3;
 * schedulers-and-devices.md 7).
 */
class SingleQueueTest {
  private TestFs fs;

  @BeforeEach
  void boot() {
    fs =
        TestFs.ofYaml(
            """
            profile: linux-4.19
            disks:
              - {name: sda, dev: "8:0", size: 1G, scheduler: cfq}
              - {name: sdb, dev: "8:16", size: 1G, scheduler: cfq, rotational: true}
              - {name: nvme0n1, dev: "259:0", size: 1G, params: {hw_queue_depth: 64}}
            """);
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private static String queue(String disk, String file) {
    return "/sys/block/" + disk + "/queue/" + file;
  }

  private Set<String> tunables(String disk) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(fs.path(queue(disk, "iosched")))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  @ParameterizedTest(name = "{0} < {1}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "sda|cfq|noop deadline [cfq] |",
        "sda|noop|[noop] deadline cfq |",
        "sda| deadline\\n|noop [deadline] cfq |",
        "sda|mq-deadline|noop deadline [cfq] |EINVAL",
        "sda|none|noop deadline [cfq] |EINVAL",
        "sda|kyber|noop deadline [cfq] |EINVAL",
        "sda|bfq|noop deadline [cfq] |EINVAL",
        "nvme0n1|none|[none] mq-deadline kyber bfq |",
        "nvme0n1|mq-deadline|[mq-deadline] kyber bfq none|",
        "nvme0n1|deadline|[mq-deadline] kyber bfq none|",
        "nvme0n1|bfq|mq-deadline kyber [bfq] none|",
        "nvme0n1|cfq|[none] mq-deadline kyber bfq |EINVAL",
        "nvme0n1|noop|[none] mq-deadline kyber bfq |EINVAL",
      })
  void schedulers(String disk, String text, String shown, @Nullable String refusal)
      throws IOException {
    assertThat(errno(() -> fs.write(queue(disk, "scheduler"), text.replace("\\n", "\n"))))
        .isEqualTo(refusal == null ? null : Errno.valueOf(refusal));
    assertThat(fs.read(queue(disk, "scheduler"))).isEqualTo(shown + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cfq", "noop", "deadline"})
  void theReferenceKernelKnowsNoSingleQueue(String text) {
    try (TestFs now = TestFs.boot("default", Profile.LINUX_6_12)) {
      Errno refusal = errno(() -> now.write(queue("sdb", "scheduler"), text));
      assertThat(refusal).isEqualTo(text.equals("deadline") ? null : Errno.EINVAL);
    }
  }

  @Test
  void eachSchedulerHasItsTunables() throws IOException {
    List<String> deadline =
        List.of("fifo_batch", "front_merges", "read_expire", "write_expire", "writes_starved");
    assertThat(tunables("sda"))
        .containsExactly(
            "back_seek_max",
            "back_seek_penalty",
            "fifo_expire_async",
            "fifo_expire_sync",
            "group_idle",
            "group_idle_us",
            "low_latency",
            "quantum",
            "slice_async",
            "slice_async_rq",
            "slice_async_us",
            "slice_idle",
            "slice_idle_us",
            "slice_sync",
            "slice_sync_us",
            "target_latency");
    fs.write(queue("sda", "scheduler"), "deadline");
    assertThat(tunables("sda")).containsExactlyElementsOf(deadline);
    fs.write(queue("nvme0n1", "scheduler"), "mq-deadline");
    assertThat(tunables("nvme0n1")).containsExactlyElementsOf(deadline);
    fs.write(queue("sda", "scheduler"), "noop");
    assertThat(Files.exists(fs.path(queue("sda", "iosched")))).isFalse();
  }

  @ParameterizedTest(name = "{0} < {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "quantum | | 8 |",
        "quantum | 0 | 1 |",
        "fifo_expire_sync | | 125 |",
        "fifo_expire_async | | 250 |",
        "fifo_expire_async | 0 | 1 |",
        "back_seek_max | | 16384 |",
        "back_seek_max | 0 | 0 |",
        "back_seek_penalty | | 2 |",
        "back_seek_penalty | 0 | 1 |",
        "slice_sync | | 100 |",
        "slice_sync | 30 | 30 |",
        "slice_sync | 4294967296 | 2147483647 |",
        "slice_sync | x | 100 | EINVAL",
        "slice_sync | -1 | 100 | EINVAL",
        "slice_sync | 18446744073709551616 | 100 | ERANGE",
        "slice_sync_us | | 100000 |",
        "slice_sync_us | 1500 | 1500 |",
        "slice_async | | 40 |",
        "slice_async_us | | 40000 |",
        "slice_async_rq | | 2 |",
        "slice_idle | | 8 |",
        "slice_idle | 0 | 0 |",
        "slice_idle_us | | 8000 |",
        "group_idle | | 8 |",
        "group_idle_us | 100 | 100 |",
        "low_latency | | 1 |",
        "low_latency | 0 | 0 |",
        "low_latency | 7 | 1 |",
        "target_latency | | 300 |",
        "target_latency | 0 | 1 |",
      })
  void tunablesOfCfq(String file, @Nullable String text, String shown, @Nullable String refusal)
      throws IOException {
    String path = queue("sdb", "iosched/" + file);
    if (text != null) {
      assertThat(errno(() -> fs.write(path, text)))
          .isEqualTo(refusal == null ? null : Errno.valueOf(refusal));
    }
    assertThat(fs.read(path)).isEqualTo(shown + "\n");
    fs.write(queue("sdb", "scheduler"), "noop");
    fs.write(queue("sdb", "scheduler"), "cfq");
    assertThat(fs.read(queue("sdb", "iosched/slice_sync"))).as("fresh ones").isEqualTo("100\n");
  }

  @Test
  void aDiskThatDoesNotRotateIsNotWaitedFor() throws IOException {
    assertThat(fs.read(queue("sda", "iosched/slice_idle"))).isEqualTo("0\n");
    assertThat(fs.read(queue("sda", "iosched/group_idle"))).isEqualTo("8\n");
  }

  @Test
  void requestsOfASingleQueue() throws IOException {
    String path = queue("sda", "nr_requests");
    assertThat(fs.read(path)).isEqualTo("128\n");
    fs.write(path, "4096");
    fs.write(queue("sda", "scheduler"), "deadline");
    assertThat(fs.read(path)).isEqualTo("4096\n");
    fs.write(path, "1");
    assertThat(fs.read(path)).isEqualTo("4\n");
    assertThat(errno(() -> fs.write(path, "2147483648"))).isEqualTo(Errno.EINVAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"noop", "deadline", "cfq"})
  void theDriverTakesItsDepthWhateverTheQueueHolds(String scheduler) throws Exception {
    String yaml =
        """
        profile: linux-4.19
        disks:
          - name: sda
            dev: "8:0"
            size: 1G
            scheduler: cfq
            params: {completion_nsec: 1000000, hw_queue_depth: 2}
        """;
    try (TestFs other = TestFs.ofYaml(yaml)) {
      other.write(queue("sda", "scheduler"), scheduler);
      other.write(queue("sda", "nr_requests"), "2147483647");
      Job job = Job.direct(new DevNo(8, 0)).random().blockSize(4096).ioDepth(16).count(8);
      Machine machine = other.fs.machine();
      machine.start(other.fs.outside(), job);
      machine.advanceTo(3_900_000);
      assertThat(other.read("/sys/block/sda/stat").trim()).as("two a ms").startsWith("6 ");
      machine.advanceTo(5_000_000);
      assertThat(other.read("/sys/block/sda/stat").trim()).startsWith("8 ");
    }
  }
}
