package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.Profile;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.RwStat;
import io.cglab.core.task.Job;
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

/**
 * v2 and /proc as Linux 4.19 shows them (control-files.md 2.5, 7.3 and the documentation of 4.19);
 * outputs have {@code ;} for a newline.
 */
class Linux419FilesTest {
  private static final String ROOT = "/sys/fs/cgroup/";
  private static final String MACHINE =
      """
      profile: linux-4.19
      mounts:
        - {type: cgroup2, on: /sys/fs/cgroup}
      disks:
        - name: sda
          dev: "8:0"
          size: 1G
          scheduler: cfq
          partitions: [{dev: "8:1", start: 2048, sectors: 4096}]
        - {name: sdb, dev: "8:16", size: 1G}
      """;

  private TestFs fs;

  @BeforeEach
  void boot() throws IOException {
    fs = TestFs.ofYaml(MACHINE);
    fs.write(ROOT + "cgroup.subtree_control", "+io");
    fs.mkdir(ROOT + "a");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private String read(String file) throws IOException {
    return fs.read(ROOT + file).replace('\n', ';');
  }

  private Set<String> names(String directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(fs.path(directory))) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names;
  }

  @Test
  void theFilesOfTheRootAndOfACgroup() throws IOException {
    assertThat(names(ROOT))
        .containsExactlyInAnyOrder(
            "a",
            "cgroup.controllers",
            "cgroup.max.depth",
            "cgroup.max.descendants",
            "cgroup.procs",
            "cgroup.stat",
            "cgroup.subtree_control",
            "cgroup.threads");
    assertThat(names(ROOT + "a"))
        .containsExactlyInAnyOrder(
            "cgroup.controllers",
            "cgroup.events",
            "cgroup.max.depth",
            "cgroup.max.descendants",
            "cgroup.procs",
            "cgroup.stat",
            "cgroup.subtree_control",
            "cgroup.threads",
            "cgroup.type",
            "cpu.stat",
            "io.bfq.weight",
            "io.latency",
            "io.max",
            "io.stat",
            "io.weight");
  }

  @Test
  void otherControllersLackWhatCameLater() throws IOException {
    try (TestFs old = TestFs.boot("default", Profile.LINUX_4_19)) {
      assertThat(old.read(ROOT + "cgroup.controllers")).isEqualTo("cpu io memory pids\n");
      assertThat(errno(() -> old.write(ROOT + "cgroup.subtree_control", "+cpuset")))
          .as("cpuset is of v1 alone")
          .isEqualTo(Errno.EINVAL);
      old.write(ROOT + "cgroup.subtree_control", "+cpu +memory +pids");
      old.mkdir(ROOT + "a");
      Set<String> there = new TreeSet<>();
      try (Stream<Path> entries = Files.list(old.path(ROOT + "a"))) {
        entries.map(entry -> entry.getFileName().toString()).forEach(there::add);
      }
      there.removeIf(name -> name.startsWith("cgroup."));
      assertThat(there)
          .containsExactlyInAnyOrder(
              "cpu.max",
              "cpu.stat",
              "cpu.weight",
              "cpu.weight.nice",
              "memory.current",
              "memory.events",
              "memory.high",
              "memory.low",
              "memory.max",
              "memory.min",
              "memory.oom.group",
              "memory.stat",
              "memory.swap.current",
              "memory.swap.events",
              "memory.swap.max",
              "pids.current",
              "pids.events",
              "pids.max");
      assertThat(Files.exists(old.path(ROOT + "memory.stat"))).as("in the root").isFalse();
      assertThat(old.read(ROOT + "a/cpu.stat")).endsWith("nr_throttled 0\nthrottled_usec 0\n");
      assertThat(old.read(ROOT + "a/memory.events")).endsWith("oom 0\noom_kill 0\n");
      assertThat(old.read(ROOT + "a/memory.swap.events")).isEqualTo("max 0\nfail 0\n");
    }
    try (TestFs v1 = TestFs.boot("v1", Profile.LINUX_4_19)) {
      assertThat(Files.exists(v1.path(ROOT + "cpuset/cpuset.cpus"))).isTrue();
      assertThat(v1.read(ROOT + "cpu,cpuacct/cpu.stat"))
          .isEqualTo("nr_periods 0\nnr_throttled 0\nthrottled_time 0\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a/cgroup.events, populated 0;",
        "a/cgroup.stat, nr_descendants 0;nr_dying_descendants 0;",
        "cgroup.stat, nr_descendants 1;nr_dying_descendants 0;",
        "a/cpu.stat, usage_usec 0;user_usec 0;system_usec 0;",
        "a/io.weight, default 100;",
        "a/io.bfq.weight, default 100;",
        "a/io.max, \"\""
      })
  void texts(String file, String text) throws IOException {
    assertThat(read(file)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"LINUX_6_12, 1, 0", "LINUX_4_19, 0, 1"})
  void refusedForksAreCountedWhereTheyWere(Profile profile, int above, int here) throws Exception {
    try (TestFs machine = TestFs.boot("default", profile)) {
      machine.write(ROOT + "cgroup.subtree_control", "+pids");
      machine.mkdir(ROOT + "a");
      machine.write(ROOT + "a/cgroup.subtree_control", "+pids");
      machine.mkdir(ROOT + "a/b");
      machine.write(ROOT + "a/b/cgroup.procs", "0");
      machine.write(ROOT + "a/pids.max", "1");
      assertThatThrownBy(() -> machine.fs.machine().tasks().fork(machine.fs.outside()))
          .isInstanceOf(KernelException.class);
      assertThat(machine.read(ROOT + "a/pids.events")).isEqualTo("max " + above + "\n");
      assertThat(machine.read(ROOT + "a/b/pids.events")).isEqualTo("max " + here + "\n");
    }
  }

  @Test
  void aDiskWithoutIoHasNoLineInIoStat() throws Exception {
    fs.write(ROOT + "a/io.max", "8:0 rbps=1000000");
    fs.write(ROOT + "a/io.max", "8:16 rbps=1000000");
    assertThat(read("a/io.stat")).as("there are two records").isEmpty();
    fs.write(ROOT + "a/cgroup.procs", "0");
    fs.fs.machine().start(fs.fs.outside(), Job.direct(new DevNo(8, 0)).blockSize(4096).count(1));
    fs.fs.machine().advanceTo(1_000_000_000L);
    assertThat(read("a/io.stat"))
        .isEqualTo("8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0;");
    fs.fs.machine().blkgs().setDebugStats(true);
    assertThat(read("a/io.stat"))
        .as("latencies are measured on every disk from the start")
        .startsWith("8:16  missed=0 total=0 depth=max;8:0 rbytes=4096 ");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1               | default 1;8:0 77;
          10000           | default 10000;8:0 77;
          "  300\\n"       | default 300;8:0 77;
          default 60      | default 60;8:0 77;
          0               | ERANGE
          10001           | ERANGE
          default 0       | ERANGE
          default 10001   | ERANGE
          default         | EINVAL
          50abc           | EINVAL
          -5              | EINVAL
          8:0 1           | default 100;8:0 1;
          8:0 10000       | default 100;8:0 10000;
          8:0 default     | default 100;
          8:0 0           | ERANGE
          8:0 10001       | ERANGE
          8:0 abc         | EINVAL
          8:0\\n           | EINVAL
          8:1 100         | ENODEV
          8:48 100        | ENODEV
          8:16 100        | EOPNOTSUPP
          """)
  void weight(String text, String outcome) throws IOException {
    fs.write(ROOT + "a/io.weight", "8:0 77");
    Errno refusal = errno(() -> fs.write(ROOT + "a/io.weight", text.replace("\\n", "\n")));
    assertThat(refusal == null ? read("a/io.weight") : refusal.name()).isEqualTo(outcome);
    if (refusal != null) {
      assertThat(read("a/io.weight")).isEqualTo("default 100;8:0 77;");
    }
  }

  @Test
  void weightsAreGoneWhenIoComesBack() throws IOException {
    fs.write(ROOT + "a/io.weight", "7");
    fs.write(ROOT + "a/io.weight", "8:0 70");
    fs.write(ROOT + "cgroup.subtree_control", "-io");
    assertThat(errno(() -> read("a/io.weight"))).isEqualTo(Errno.ENOENT);
    fs.write(ROOT + "cgroup.subtree_control", "+io");
    assertThat(read("a/io.weight")).isEqualTo("default 100;");
  }

  @Test
  void withoutCfqThereIsNoWeight() throws IOException {
    String yaml = MACHINE.replace("    scheduler: cfq\n", "");
    try (TestFs other = TestFs.ofYaml("features: {without: [cfq]}\n" + yaml)) {
      other.write(ROOT + "cgroup.subtree_control", "+io");
      other.mkdir(ROOT + "a");
      assertThat(errno(() -> other.read(ROOT + "a/io.weight"))).isEqualTo(Errno.ENOENT);
      assertThat(other.read(ROOT + "a/io.bfq.weight")).isEqualTo("default 100\n");
      assertThat(other.read("/sys/block/sda/queue/scheduler"))
          .isEqualTo("[mq-deadline] kyber bfq none\n");
    }
  }

  @Test
  void procAndSys() throws IOException {
    assertThat(Files.exists(fs.path("/proc/pressure"))).isFalse();
    assertThat(fs.read("/sys/kernel/cgroup/features")).isEqualTo("nsdelegate\n");
    assertThat(fs.read("/proc/diskstats")).startsWith("   8       0 sda" + " 0".repeat(15) + "\n");
    assertThat(fs.read("/sys/block/sda/stat").trim().split(" +")).hasSize(15);
    assertThat(fs.read("/sys/block/sda/uevent"))
        .isEqualTo("MAJOR=8\nMINOR=0\nDEVNAME=sda\nDEVTYPE=disk\n");
    assertThat(names("/sys/block/sda")).contains("stat").doesNotContain("diskseq");
    assertThat(names("/sys/block/sda/queue"))
        .contains("scheduler", "nr_requests", "nomerges", "zoned", "fua")
        .doesNotContain("io_timeout", "stable_writes", "nr_zones", "dma_alignment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"favordynmods", "memory_recursiveprot", "pids_localevents"})
  void newerMountOptionsAreUnknown(String option) {
    assertThat(fs.mount("cgroup2", option, "/mnt/x")).isEqualTo(Errno.EINVAL);
    assertThat(fs.mount("cgroup2", "nsdelegate", "/mnt/x")).isNull();
    try (TestFs now = TestFs.boot("recorded-v2", Profile.LINUX_6_12)) {
      assertThat(now.mount("cgroup2", option, "/mnt/x")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"favordynmods", "nofavordynmods"})
  void newerMountOptionsOfV1AreUnknownToo(String option) {
    assertThat(fs.mount("cgroup", "none,name=x,xattr," + option, "/mnt/x")).isEqualTo(Errno.EINVAL);
    assertThat(fs.mount("cgroup", "none,name=x,xattr", "/mnt/x")).isNull();
    try (TestFs now = TestFs.boot("recorded-v2", Profile.LINUX_6_12)) {
      assertThat(now.mount("cgroup", "none,name=x,xattr," + option, "/mnt/x")).isNull();
    }
  }

  @Test
  void throttlingCountsFromTheStartOnEveryDisk() throws IOException, KernelException {
    String root = "/sys/fs/cgroup/blkio/";
    try (TestFs old = TestFs.boot("legacy", Profile.LINUX_4_19)) {
      old.mkdir(root + "a");
      old.write(root + "a/cgroup.procs", "0");
      Job write = Job.direct(new DevNo(8, 0)).writes().blockSize(8192).count(1);
      old.fs.machine().start(old.fs.outside(), write);
      old.fs.machine().advanceTo(1_000_000_000L);
      assertThat(old.read(root + "a/blkio.throttle.io_service_bytes"))
          .isEqualTo(
              """
              8:0 Read 0
              8:0 Write 8192
              8:0 Sync 8192
              8:0 Async 0
              8:0 Total 8192
              Total 8192
              """);
      assertThat(old.read(root + "blkio.throttle.io_serviced"))
          .contains("8:16 Total 0\n", "259:0 Total 0\n");
    }
  }

  @Test
  void discardsAreWritesWhereTheyAreNotToldApart() {
    RwStat stat = new RwStat();
    stat.add(Op.WRITE, true, 5);
    stat.add(Op.DISCARD, false, 3);
    StringBuilder apart = new StringBuilder();
    StringBuilder together = new StringBuilder();
    for (boolean withDiscards : List.of(true, false)) {
      RwStatText text = new RwStatText(withDiscards ? apart : together, withDiscards);
      text.show(new DevNo(8, 0), stat);
      text.end();
    }
    assertThat(apart.toString())
        .contains("8:0 Write 5\n8:0 Sync 5\n8:0 Async 3\n8:0 Discard 3\n8:0 Total 8\nTotal 8\n");
    assertThat(together.toString())
        .contains("8:0 Write 8\n8:0 Sync 5\n8:0 Async 3\n8:0 Total 8\nTotal 8\n");
  }
}
