package io.cglab.shell.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorder against a list of every bio, counted the obvious way. */
class RecorderTest {
  private static final List<String> CGROUPS = List.of("a", "a/b", "c", "d");
  private static final List<String> DISKS = List.of("8:0", "259:0");

  /** A machine with random limits, policies and jobs, which change while it runs. */
  private static final class Load {
    final CgroupFs machine;
    final SplittableRandom random;
    final List<Run> runs = new ArrayList<>();

    Load(CgroupFs machine, long seed) throws IOException {
      this.machine = machine;
      this.random = new SplittableRandom(seed);
      Files.writeString(machine.root().resolve("cgroup.subtree_control"), "+io");
      for (String name : CGROUPS) {
        Path directory = Files.createDirectory(machine.root().resolve(name));
        if (name.equals("a")) {
          Files.writeString(directory.resolve("cgroup.subtree_control"), "+io");
        }
      }
      // Small enough for the larger calls to be split.
      Files.writeString(machine.fileSystem().getPath("/sys/block/sda/queue/max_sectors_kb"), "128");
      if (random.nextInt(3) == 0) {
        Files.writeString(machine.root().resolve("io.cost.qos"), "8:0 enable=1");
      }
    }

    String pick(List<String> of) {
      return of.get(random.nextInt(of.size()));
    }

    void change() throws IOException, KernelException {
      Path directory = machine.root().resolve(pick(CGROUPS));
      String disk = pick(DISKS);
      switch (random.nextInt(6)) {
        case 0 ->
            Files.writeString(
                directory.resolve("io.max"),
                disk
                    + " rbps="
                    + (1 << (18 + random.nextInt(8)))
                    + " wiops="
                    + random.nextInt(5, 900));
        case 1 -> Files.writeString(directory.resolve("io.max"), disk + " rbps=max wiops=max");
        case 2 -> Files.writeString(directory.resolve("io.latency"), disk + " target=300");
        case 3 -> Files.writeString(directory.resolve("io.weight"), "" + random.nextInt(1, 1000));
        default -> start(directory.equals(machine.root().resolve("a")) ? "c" : null, disk);
      }
    }

    private void start(@Nullable String name, String disk) throws IOException, KernelException {
      List<String> leaves = List.of("a/b", "c", "d");
      Path directory = machine.root().resolve(name == null ? pick(leaves) : name);
      Task task = machine.machine().tasks().fork(machine.machine().tasks().init());
      Files.writeString(directory.resolve("cgroup.procs"), "" + task.pid());
      int colon = disk.indexOf(':');
      Job job =
          Job.direct(
                  new DevNo(
                      Integer.parseInt(disk.substring(0, colon)),
                      Integer.parseInt(disk.substring(colon + 1))))
              .blockSize(4096 << random.nextInt(11))
              .ioDepth(random.nextInt(1, 8))
              .count(random.nextInt(1, 400));
      job = random.nextBoolean() ? job.random() : job.sequential();
      runs.add(machine.machine().start(task, random.nextBoolean() ? job.reads() : job.writes()));
    }

    void run(long lengthNs) throws IOException, KernelException {
      long now = 0;
      while (now < lengthNs) {
        change();
        now += random.nextLong(lengthNs / 12) + 1;
        machine.machine().advanceTo(now);
      }
    }
  }

  private static CgroupFs boot(long seed) throws IOException {
    return CgroupFs.boot(MachineSpec.named("default").withSeed(seed));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void agreesWithTheListOfAllBios(long seed) throws Exception {
    try (CgroupFs machine = boot(seed)) {
      Instruments instruments = Instruments.attached(machine);
      Diary diary = new Diary(machine.machine());
      instruments.join(diary);
      Load load = new Load(machine, seed);
      load.run(500_000_000L << (seed % 5));
      Recorder recorder = instruments.recorder();
      recorder.settle();
      assertThat(diary.all).hasSizeGreaterThan(10);
      TimeAxis axis = recorder.axis();
      assertThat(recorder.bins()).isBetween(1, TimeAxis.BINS);
      assertThat(axis.startNs(recorder.bins())).isGreaterThanOrEqualTo(recorder.nowNs());
      long bytes = 0;
      for (Series series : recorder.series()) {
        bytes += series.totalBytes(false) + series.totalBytes(true);
        compare(series, recorder, diary);
      }
      long byRuns = load.runs.stream().mapToLong(run -> run.readBytes() + run.wroteBytes()).sum();
      // A call of a run may be several bios, of which some are complete and others are not.
      assertThat(bytes).isGreaterThanOrEqualTo(byRuns).isLessThan(byRuns + (200L << 20));
    }
  }

  private static void compare(Series series, Recorder recorder, Diary diary) {
    int bins = recorder.bins();
    long width = recorder.axis().widthNs();
    long end = recorder.nowNs();
    String owner = series.path() + " " + series.disk().name();
    double[][] bytes = new double[2][bins];
    double[][] ios = new double[2][bins];
    double[] parked = new double[bins];
    double[] queued = new double[bins];
    double[] device = new double[bins];
    List<Long> latencies = new ArrayList<>();
    for (Diary.Bio bio : diary.all) {
      if (!bio.owner.equals(owner)) {
        continue;
      }
      if (bio.doneNs >= 0 && !bio.piece) {
        int bin = (int) (bio.doneNs / width);
        bytes[bio.write ? 1 : 0][bin] += bio.bytes;
        ios[bio.write ? 1 : 0][bin]++;
        latencies.add(bio.doneNs - bio.steps.get(0).ns());
      }
      for (int i = 0; i < bio.steps.size(); i++) {
        Diary.Step step = bio.steps.get(i);
        long until =
            i + 1 < bio.steps.size()
                ? bio.steps.get(i + 1).ns()
                : bio.doneNs >= 0 ? bio.doneNs : end;
        double[] into =
            switch (step.where()) {
              case "parked" -> parked;
              case "device" -> device;
              default -> queued;
            };
        for (int bin = (int) (step.ns() / width); bin < bins && bin * width < until; bin++) {
          into[bin] += Math.min(until, (bin + 1) * width) - Math.max(step.ns(), bin * width);
        }
      }
    }
    for (int d = 0; d < 2; d++) {
      assertThat(series.bytes(d == 1, bins)).as(owner).containsExactly(bytes[d]);
      assertThat(series.ios(d == 1, bins)).as(owner).containsExactly(ios[d]);
    }
    assertThat(series.parkedNs(bins)).as(owner).containsExactly(parked, within(1.0));
    assertThat(series.queuedNs(bins)).as(owner).containsExactly(queued, within(1.0));
    assertThat(series.inDeviceNs(bins)).as(owner).containsExactly(device, within(1.0));
    long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
    for (double quantile : new double[] {0.5, 0.9, 0.99, 1}) {
      double kept = series.latency().quantileNs(quantile, 0, bins);
      if (sorted.length == 0) {
        assertThat(kept).isNaN();
      } else {
        long exact = sorted[(int) Math.ceil(quantile * sorted.length) - 1];
        assertThat(kept).isCloseTo(exact, within(quantile == 1 ? 0 : exact * 0.032));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 6, 9, 21, 22, 23, 24, 25})
  void changesNothingOfTheRun(long seed) throws Exception {
    assertThat(outcome(seed, true)).isEqualTo(outcome(seed, false));
  }

  private static String outcome(long seed, boolean watched) throws Exception {
    try (CgroupFs machine = boot(seed)) {
      if (watched) {
        Instruments.attached(machine);
      }
      Load load = new Load(machine, seed);
      load.run(2_000_000_000L);
      StringBuilder out = new StringBuilder();
      for (String name : CGROUPS) {
        out.append(Files.readString(machine.root().resolve(name).resolve("io.stat")));
      }
      return out.append(Files.readString(machine.fileSystem().getPath("/proc/diskstats")))
          .toString();
    }
  }

  @Test
  void aContinuedRecorderKnowsWhatIsUnderWay() throws Exception {
    try (CgroupFs machine = boot(1)) {
      Instruments instruments = Instruments.attached(machine);
      Load load = new Load(machine, 1);
      Files.writeString(machine.root().resolve("c/io.max"), "8:0 rbps=65536");
      load.start("c", "8:0");
      machine.machine().advanceTo(1_000_000_000L);
      Recorder later = instruments.recorder().continued();
      instruments.join(later);
      machine.machine().advanceTo(40_000_000_000L);
      later.settle();
      instruments.recorder().settle();
      Series whole = only(instruments.recorder());
      Series rest = only(later);
      assertThat(rest.waiting()).isEqualTo(whole.waiting());
      assertThat(rest.inDevice()).isEqualTo(whole.inDevice());
      double before = whole.totalBytes(false) + whole.totalBytes(true);
      assertThat(rest.totalBytes(false) + rest.totalBytes(true)).isLessThanOrEqualTo((long) before);
      assertThat(later.axis().startNs()).isEqualTo(1_000_000_000L);
      double sum = Arrays.stream(rest.parkedNs(later.bins())).sum();
      double all = Arrays.stream(whole.parkedNs(instruments.recorder().bins())).sum();
      assertThat(all - sum).isBetween(0.0, 8e9);
      assertThat(rest.limits()).hasSize(1);
    }
  }

  private static Series only(Recorder recorder) {
    return recorder.series().stream()
        .filter(series -> series.path().equals("/c"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tokensAreWhatTheSliceHasLeft() throws Exception {
    try (CgroupFs machine = boot(1)) {
      Instruments instruments = Instruments.attached(machine);
      new Load(machine, 1);
      Path directory = machine.root().resolve("d");
      Files.writeString(directory.resolve("io.max"), "8:0 rbps=1048576");
      Task task = machine.machine().tasks().fork(machine.machine().tasks().init());
      Files.writeString(directory.resolve("cgroup.procs"), "" + task.pid());
      machine.machine().start(task, Job.direct(new DevNo(8, 0)).blockSize(65536).count(2).reads());
      machine.machine().advanceTo(500_000_000L);
      instruments.recorder().settle();
      Series series =
          instruments.recorder().series().stream()
              .filter(of -> of.path().equals("/d"))
              .findFirst()
              .orElseThrow();
      double[][] reads = series.tokens(false, 512);
      assertThat(series.tokens(true, 512)).isNull();
      assertThat(reads).isNotNull();
      // 100 ms give 104857 bytes. The first read takes 65536 of them; the second does not fit and
      // waits until two slices together, of which the second has just begun, allow it.
      assertThat(reads[0][50] / reads[1][50]).isCloseTo(1 - 65536 / 104857.0, within(1e-4));
      assertThat(reads[0][110] / reads[1][110]).isCloseTo(2 - 65536 / 104857.0, within(1e-4));
      assertThat(reads[0][450] / reads[1][450]).isEqualTo(1);
    }
  }

  @Test
  void aCgroupThatWasRemovedKeepsItsSeries() throws Exception {
    try (CgroupFs machine = boot(1)) {
      Instruments instruments = Instruments.attached(machine);
      Load load = new Load(machine, 1);
      load.start("d", "8:0");
      machine.machine().advanceTo(60_000_000_000L);
      machine.machine().tasks().all().stream()
          .filter(task -> task.pid() > 2)
          .toList()
          .forEach(machine.machine().tasks()::exit);
      Files.delete(machine.root().resolve("d"));
      Series series =
          instruments.recorder().series().stream()
              .filter(of -> of.path().equals("/d"))
              .findFirst()
              .orElseThrow();
      assertThat(series.label()).isEqualTo("/d (removed)");
      assertThat(series.hasIo()).isTrue();
      Files.createDirectory(machine.root().resolve("d"));
      load.start("d", "8:0");
      machine.machine().advanceTo(61_000_000_000L);
      assertThat(series.label()).isEqualTo("/d");
    }
  }
}
