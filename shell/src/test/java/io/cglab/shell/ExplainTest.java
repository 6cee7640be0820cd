package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.dm.Segment;
import io.cglab.core.dm.VolumeConfig;
import io.cglab.core.task.Job;
import io.cglab.shell.explain.CgroupExplanation;
import io.cglab.shell.explain.DiskExplanation;
import io.cglab.shell.explain.Hints;
import io.cglab.shell.explain.Notes;
import io.cglab.shell.explain.Refusal;
import io.cglab.shell.explain.Scene;
import io.cglab.shell.explain.Sight;
import io.cglab.shell.explain.TaskExplanation;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.observe.TimeSpent;
import io.cglab.shell.observe.WaitReason;
import io.cglab.shell.observe.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What explain says, against what the machine then does. */
class ExplainTest {
  private static final long MS = 1_000_000;
  private static final Pattern AT = Pattern.compile(", at (\\d+)\\.(\\d{3}) (\\d{3}) (\\d{3}) s");
  private static final String START =
      """
      cd /sys/fs/cgroup
      echo +io > cgroup.subtree_control
      mkdir -p a/c b
      echo +io > a/cgroup.subtree_control
      """;

  private static String out(String script) {
    Scripts.Result result = Scripts.run(START + script);
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  // ---- known waits

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          rbps=1048576, 64, b,   rbps of /sys/fs/cgroup/b/io.max (1 MiB/s on sda) is used up
          riops=10,     4,  b,   riops of /sys/fs/cgroup/b/io.max (10 I/Os/s on sda) is used up
          rbps=65536,   64, a/c, rbps of /sys/fs/cgroup/a/io.max (64 KiB/s on sda) is used up
          """)
  void namesTheLimitThatHolds(String limit, int kib, String cgroup, String said) {
    String text =
        out(
            "echo '8:0 "
                + limit
                + "' > "
                + cgroup.substring(0, 1)
                + "/io.max\n"
                + "cgexec "
                + cgroup
                + " -- dd if=/dev/sda of=/dev/null iflag=direct count=1000"
                + " status=none bs="
                + kib
                + "k &\n"
                + "advance 1.01s\nexplain %1\nexplain "
                + cgroup
                + "\nkill %1\n");
    assertThat(text).contains(said).contains("nothing is ahead of it").contains("100 %");
    assertThat(text).contains("where its time went in the 1.01 s since its first I/O");
  }

  @Test
  void namesTheSmallestAncestor() {
    String text =
        out(
            """
            echo '8:0 rbps=1048576 wiops=5' > a/io.max
            echo '8:0 rbps=8388608 riops=100' > a/c/io.max
            explain a/c sda
            """);
    assertThat(text)
        .contains("1 MiB/s  rbps of /sys/fs/cgroup/a/io.max, the smallest of it and its ancestors")
        .contains("100 I/Os/s  riops of /sys/fs/cgroup/a/c/io.max\n")
        .contains("5 I/Os/s  wiops of /sys/fs/cgroup/a/io.max, the smallest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sleep 100 &                          | %1        | sleeps; it has done no I/O
          sleep 100 & echo 1 > b/cgroup.freeze; echo $! > b/cgroup.procs | %1 | is frozen: echo 0 > /sys/fs/cgroup/b/cgroup.freeze
          :                                    | /dev/sda  | bottleneck: none, the disk is idle
          :                                    | 8:16      | sdb (8:16): a rotating disk, scheduler mq-deadline; 0 of at most 1
          :                                    | b         | no limit holds for it on any disk, and it has done no I/O
          dd if=/dev/sdb of=/dev/null bs=4k count=900 status=none iflag=direct & advance 5ms | %1 | sdb works on it, one of 1 there at once (at most 1)
          dd if=/dev/sdb of=/dev/null bs=4k count=900 status=none iflag=direct & advance 5ms | sdb | bottleneck: the device: it has as much in work as it takes
          """)
  void saysWhatIs(String given, String what, String said) {
    assertThat(out(given + "\nexplain " + what + "\nkill %1 2> /dev/null")).contains(said);
  }

  @Test
  void tellsOfTheLastRefusal() {
    assertThat(Scripts.run("explain").out()).startsWith("nothing was refused yet");
    assertThat(Scripts.run("cat /nowhere; explain").out())
        .isEqualTo(
            """
            cat: /nowhere: No such file or directory
            the kernel answered ENOENT for /nowhere; there is no more to it
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "%7", "4711", "/sys/fs/cgroup sdq", "1 2 3"})
  void refusesWhatItCannotExplain(String arguments) {
    Scripts.Result result = Scripts.run("explain " + arguments);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("test: line 1: explain: ").hasLineCount(1);
  }

  @Test
  void stepsTellWhatHappens() {
    String text =
        out(
            """
            echo '8:0 rbps=40960' > b/io.max
            cgexec b -- dd if=/dev/sda of=/dev/null bs=4k count=2 status=none iflag=direct &
            step 6
            """);
    assertThat(text)
        .isEqualTo(
            """
            0.000 009 200 s: pid 102 (dd) submits a 4 KiB read to sda
            0.000 009 200 s: sda begins a 4 KiB read of /b (pid 102, dd)
            0.000 209 200 s: sda completed a 4 KiB read of /b (pid 102, dd), in 0.200 ms
            0.000 223 400 s: pid 102 (dd) submits a 4 KiB read to sda
            0.000 223 400 s: a 4 KiB read of /b (pid 102, dd) does not fit rbps of /b and is\
             parked, for about 200.000 ms
            0.208 000 000 s: the throttle lets a 4 KiB read of /b (pid 102, dd) go, after\
             207.777 ms
            0.208 020 000 s: sda begins a 4 KiB read of /b (pid 102, dd)
            0.208 220 000 s: sda completed a 4 KiB read of /b (pid 102, dd), waited 207.777 ms\
             under rbps of /b, 207.997 ms in all
            """);
    assertThat(out("step")).isEqualTo("0.000 000 000 s: nothing more is pending\n");
  }

  /** Time is turned back into the middle of steps, too, and what was told stays behind. */
  @Test
  void rewindStopsWithinSteps() {
    String begin =
        START
            + "echo '8:0 rbps=40960' > b/io.max\n"
            + "cgexec b dd if=/dev/sda of=/dev/null bs=4k count=20 status=none iflag=direct &\n";
    String end = "explain %1\nstep 3\nkill %1\n";
    String back = session(begin + "step 38\nadvance 91566us\nrewind 500ms\n" + end);
    assertThat(back).contains("in the middle of: step 38");
    String look = session(begin + "advance 0.8s\n" + end);
    assertThat(back).endsWith(look).contains("0.808 000 000 s: the throttle lets");
  }

  private static String session(String script) {
    var out = new ByteArrayOutputStream();
    var console = new Console(InputStream.nullInputStream(), out, out, false);
    Main.run(console, "run", "-c", script);
    return out.toString(StandardCharsets.UTF_8);
  }

  // ---- the time that is still to wait

  private static final class Bench implements AutoCloseable {
    final CgroupFs files = CgroupFs.boot(MachineSpec.named("default"));
    final Machine machine = files.machine();
    final Instruments instruments = Instruments.attached(files);
    final Sight sight = new Sight(instruments);
    final Path root = files.root();
    final List<Task> tasks = new ArrayList<>();

    Bench() throws IOException {
      write("cgroup.subtree_control", "+io");
      for (String cgroup : List.of("a", "b")) {
        Files.createDirectory(root.resolve(cgroup));
        write(cgroup + "/cgroup.subtree_control", "+io");
        Files.createDirectory(root.resolve(cgroup + "/c"));
        Files.createDirectory(root.resolve(cgroup + "/d"));
      }
    }

    void write(String file, String text) throws IOException {
      Files.writeString(root.resolve(file), text);
    }

    Task task(String cgroup) throws IOException, KernelException {
      Task task = machine.tasks().fork(machine.tasks().init(), "job");
      write(cgroup + "/cgroup.procs", Integer.toString(task.pid()));
      tasks.add(task);
      return task;
    }

    Disk disk(String name) {
      return machine.disks().all().stream()
          .filter(disk -> disk.name().equals(name))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() {
      files.close();
    }
  }

  /** Whoever is first goes on at the very time that explain named. */
  @ParameterizedTest
  @CsvSource({
    "rbps=1048576, 4096, 1",
    "rbps=1048576, 65536, 1",
    "rbps=1000000, 4096, 8",
    "rbps=65536, 65536, 2",
    "riops=10, 4096, 1",
    "riops=300, 4096, 16",
    "riops=7, 512, 3",
    "rbps=300000 riops=50, 8192, 4",
    "rbps=5000000 riops=3, 131072, 4",
    "rbps=20000, 65536, 1"
  })
  void theTimeToWaitIsWhatThenPasses(String limits, int blockSize, int depth) throws Exception {
    try (Bench bench = new Bench()) {
      bench.write("a/io.max", "8:0 " + limits);
      Job job = Job.direct(bench.disk("sda").dev()).reads().random().blockSize(blockSize);
      bench.machine.start(bench.task("a/c"), job.asyncIo(true).ioDepth(depth));
      int checked = 0;
      for (long ns = 50 * MS; ns < 8000 * MS; ns += 137 * MS) {
        bench.machine.advanceTo(ns);
        Waiting first =
            bench.instruments.waits().waiting().stream()
                .filter(each -> each.reason().isLimit())
                .findFirst()
                .orElse(null);
        if (first == null) {
          continue;
        }
        String said = TaskExplanation.of(bench.tasks.get(0), bench.sight);
        Matcher match = AT.matcher(said);
        assertThat(match.find()).as(said).isTrue();
        long at = Long.parseLong(match.group(1) + match.group(2) + match.group(3) + match.group(4));
        int parked = bench.machine.throttle().parked(first.at(), false);
        bench.machine.advanceTo(at - 1);
        assertThat(bench.machine.throttle().parked(first.at(), false)).as(said).isEqualTo(parked);
        bench.machine.advanceTo(at);
        assertThat(bench.machine.throttle().parked(first.at(), false)).as(said).isLessThan(parked);
        ns = Math.max(ns, at);
        checked++;
      }
      assertThat(checked).isGreaterThan(2);
    }
  }

  /** A volume's I/O waits at the volume, and its member's time is told apart. */
  @Test
  void aVolumeAndItsMember() throws Exception {
    try (Bench bench = new Bench()) {
      bench.machine.addVolume(
          VolumeConfig.striped(
              "data",
              new DevNo(253, 0),
              8,
              List.of(new Segment("sda", 0, 1 << 20), new Segment("sda", 1 << 20, 1 << 20))));
      Scene scene = new Scene(bench.files);
      Path limits = bench.root.resolve("b/c/io.max");
      assertThat(Notes.of(limits, "8:0 rbps=1048576", scene))
          .contains("the volume dm-0 (253:0) lies on sda")
          .contains("write \"253:0 ...\"");
      assertThat(Notes.of(limits, "253:0 rbps=1048576", scene)).isNull();
      bench.write("b/c/io.max", "253:0 rbps=1048576");
      Job job = Job.direct(new DevNo(253, 0)).reads().random().blockSize(4096);
      bench.machine.start(bench.task("b/c"), job.asyncIo(true).ioDepth(4));
      for (int i = 1; i < 100; i++) {
        bench.machine.advanceTo(i * 11 * MS);
        TimeSpent spent = bench.instruments.waits().spent(bench.tasks);
        assertThat(spent.totalNs()).isCloseTo(spent.sinceNs(), within(2.0));
      }
      String said = TaskExplanation.of(bench.tasks.get(0), bench.sight);
      assertThat(said).contains("rbps of /sys/fs/cgroup/b/c/io.max (1 MiB/s on dm-0) is used up");
      assertThat(DiskExplanation.of(bench.disk("dm-0"), bench.sight))
          .contains("a volume on sda; it queues nothing itself")
          .contains("100 %  1 MiB")
          .contains("bottleneck: limits");
    }
  }

  /** What refuses a user who is not root; the shell is root. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          b/io.max       | EACCES | >    |      | you are not its owner; whoever is root may delegate the subtree: chown USER /sys/fs/cgroup/b
          b/cgroup.procs | EACCES | echo | 1    | /sys/fs/cgroup/cgroup.procs is another user's; root moves the process in first
          """)
  void tellsOfDelegation(String file, Errno errno, String command, String written, String said)
      throws IOException {
    try (Bench bench = new Bench()) {
      Path path = bench.root.resolve(file);
      var refusal = new Refusal(command, path, errno, written, null, "line one", null);
      assertThat(Hints.of(refusal, new Scene(bench.files))).contains(said);
    }
  }

  // ---- random machines

  private static final String[] LIMITS = {
    "8:0 rbps=500000", "8:0 riops=60", "8:0 wbps=200000 wiops=20", "8:16 riops=20", "8:0 rbps=max"
  };
  private static final String[] CGROUPS = {"a", "b", "a/c", "a/d", "b/c", "b/d"};
  private static final String[] SCHEDULERS = {"none", "mq-deadline", "kyber", "bfq"};

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyWaitHasAReasonAndAllTimeIsAccountedFor(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    try (Bench bench = new Bench()) {
      for (String disk : List.of("sda", "sdb")) {
        Path scheduler =
            bench.root.getFileSystem().getPath("/sys/block/" + disk + "/queue/scheduler");
        Files.writeString(scheduler, SCHEDULERS[random.nextInt(SCHEDULERS.length)]);
      }
      if (random.nextBoolean()) {
        bench.write("io.cost.qos", "8:0 enable=1 min=20 max=80");
        bench.write("a/io.weight", Integer.toString(1 + random.nextInt(1000)));
      }
      if (random.nextBoolean()) {
        bench.write("b/io.latency", "8:0 target=" + (1 + random.nextInt(400)));
      }
      for (int i = 0; i < 8; i++) {
        start(bench, random);
      }
      for (int round = 0; round < 40; round++) {
        if (random.nextInt(4) == 0) {
          String file = CGROUPS[random.nextInt(CGROUPS.length)] + "/io.max";
          bench.write(file, LIMITS[random.nextInt(LIMITS.length)]);
        }
        if (random.nextInt(10) == 0) {
          bench.write(
              CGROUPS[2 + random.nextInt(4)] + "/cgroup.freeze",
              Integer.toString(random.nextInt(2)));
        }
        bench.machine.advanceTo(bench.machine.nowNs() + random.nextLong(60 * MS));
        check(bench);
      }
    }
  }

  private static void start(Bench bench, SplittableRandom random) throws Exception {
    Task task = bench.task(CGROUPS[2 + random.nextInt(4)]);
    Job job =
        Job.direct(bench.disk(random.nextInt(3) == 0 ? "sdb" : "sda").dev())
            .blockSize(512 << random.nextInt(13))
            .seed(random.nextLong())
            .random();
    job = random.nextBoolean() ? job.reads() : job.writes();
    if (random.nextInt(3) > 0) {
      job = job.asyncIo(true).ioDepth(1 + random.nextInt(40));
    }
    if (random.nextInt(3) == 0) {
      job = job.thinkNs(random.nextLong(20 * MS));
    }
    bench.machine.start(task, job);
  }

  private static void check(Bench bench) {
    long now = bench.machine.nowNs();
    List<Waiting> waiting = bench.instruments.waits().waiting();
    assertThat(waiting).hasSize(bench.machine.block().bios().used());
    for (Waiting each : waiting) {
      assertThat(each.reason()).isNotIn(WaitReason.CPU, WaitReason.NO_IO);
    }
    for (Task task : bench.tasks) {
      String said = TaskExplanation.of(task, bench.sight);
      boolean waits = waiting.stream().anyMatch(each -> task.equals(each.task()));
      assertThat(said).doesNotContain("null", "unknown");
      assertThat(said.contains(" waits for a ") || said.contains("It waits for a "))
          .as(said)
          .isEqualTo(waits);
      TimeSpent spent = bench.instruments.waits().spent(List.of(task));
      assertThat(spent.totalNs()).isCloseTo(spent.sinceNs(), within(1.0 + now * 1e-9));
      int sum = 0;
      Matcher percent = Pattern.compile("(?m)^ +(\\d+) %").matcher(said);
      while (percent.find()) {
        sum += Integer.parseInt(percent.group(1));
      }
      assertThat(sum).as(said).isEqualTo(spent.parts().isEmpty() ? 0 : 100);
    }
    Cgroup root = bench.machine.hierarchies().v2().root();
    assertThat(CgroupExplanation.of(root, null, bench.sight)).doesNotContain("null");
    for (Disk disk : bench.machine.disks().all()) {
      assertThat(DiskExplanation.of(disk, bench.sight)).contains("bottleneck: ");
    }
  }
}
