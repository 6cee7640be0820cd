package io.cglab.cgroupfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.core.api.Errno;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes and their workloads, as tests have them. */
class TaskTest {
  private final TestFs test = TestFs.boot("default");
  private final CgroupFs cg = test.fs;
  private Path web;

  @BeforeEach
  void make() throws IOException {
    Files.writeString(cg.root().resolve("cgroup.subtree_control"), "+io +pids");
    web = Files.createDirectory(cg.root().resolve("web"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aProcessIsSpawnedMovedAndKilled() throws IOException {
    Task task = cg.spawn(web);
    assertThat(Files.readString(web.resolve("cgroup.procs"))).isEqualTo(task.pid() + "\n");
    Path db = Files.createDirectory(cg.root().resolve("db"));
    task.moveTo(db);
    assertThat(Files.readString(web.resolve("cgroup.procs"))).isEmpty();
    task.kill();
    assertThat(task.isAlive()).isFalse();
    Files.delete(db);
    assertThat(TestFs.errno(() -> cg.task(task.pid()))).isEqualTo(Errno.ESRCH);
    assertThat(TestFs.errno(() -> task.start(Job.read("sda")))).isEqualTo(Errno.ESRCH);
  }

  @Test
  void aRefusedSpawnLeavesNoProcess() throws IOException {
    int before = cg.machine().tasks().all().size();
    Files.writeString(web.resolve("cgroup.max.descendants"), "max");
    Files.writeString(web.resolve("cgroup.subtree_control"), "+io"); // no internal processes
    assertThat(TestFs.errno(() -> cg.spawn(web))).isEqualTo(Errno.EBUSY);
    assertThat(cg.machine().tasks().all()).hasSize(before);
  }

  @Test
  void aKilledProcessIsBusyUntilItsReadIsOver() throws IOException {
    Files.writeString(web.resolve("io.max"), "8:0 rbps=4096");
    Task task = cg.spawn(web);
    Run run = task.start(Job.read("sda")); // one read(2) at a time, which no signal interrupts
    cg.advance(Duration.ofSeconds(2));
    task.kill();
    assertThat(task.isAlive()).isTrue();
    assertThat(TestFs.errno(() -> Files.delete(web))).isEqualTo(Errno.EBUSY);
    cg.advance(Duration.ofSeconds(2));
    assertThat(run.isDone()).isTrue();
    assertThat(task.isAlive()).isFalse();
    Files.delete(web);
    assertThat(cg.machine().tasks().find(task.pid())).isNull();
  }

  @Test
  void aRunKnowsItsRatesAndLatencies() throws IOException {
    Run run = cg.spawn(web).start(Job.randRead("sda").blockSize(8192).ioDepth(2).count(1000));
    assertThat(run.duration()).isZero();
    assertThat(run.readRate()).isZero();
    assertThatThrownBy(() -> run.latency(50)).hasMessage("no I/O is done yet");
    cg.advance(Duration.ofSeconds(10));
    assertThat(run.isDone()).isTrue();
    assertThat(run.readIos()).isEqualTo(1000);
    assertThat(run.wroteBytes() + run.wroteIos()).isZero();
    // 200 us each, two at a time; submission and reaping take some more
    assertThat(run.duration()).isBetween(Duration.ofMillis(100), Duration.ofMillis(120));
    assertThat(run.iops()).isCloseTo(1000 / (run.duration().toNanos() / 1e9), withinPercentage(1));
    assertThat(run.readRate()).isCloseTo(run.iops() * 8192, withinPercentage(0.001));
    assertThat(run.latency(50)).isBetween(Duration.ofNanos(200_000), Duration.ofNanos(240_000));
    assertThat(run.latency(100)).isGreaterThanOrEqualTo(run.latency(99));
    assertThat(run.latency(0.001)).isLessThanOrEqualTo(run.latency(50));
    assertThat(run)
        .hasToString(
            run.task()
                + " on sda: 1000 reads (8192000 B), 0 writes (0 B) in "
                + String.format("%.6f s", run.duration().toNanos() / 1e9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 100.1, Double.NaN})
  void percentagesHaveARange(double percent) throws IOException {
    Run run = cg.spawn(web).start(Job.read("sda").count(1));
    cg.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> run.latency(percent)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theObserverOfAJobHearsOfItToo() throws IOException {
    List<Integer> sizes = new ArrayList<>();
    cg.spawn(web)
        .start(Job.write("sdb").count(3).observer((op, bytes, from, to) -> sizes.add(bytes)));
    cg.advance(Duration.ofSeconds(1));
    assertThat(sizes).containsExactly(4096, 4096, 4096);
  }

  @Test
  void aWorkloadStops() throws IOException {
    Run run = cg.spawn(web).start(Job.read("sda"));
    cg.advance(Duration.ofMillis(10));
    run.stop();
    cg.advance(Duration.ofMillis(10));
    long read = run.readBytes();
    cg.advance(Duration.ofMillis(10));
    assertThat(run.readBytes()).isEqualTo(read).isPositive();
    assertThat(run.isDone()).isTrue();
  }

  @Test
  void aProcessDoesOneThingAtATime() throws IOException {
    Task task = cg.spawn(web);
    Run first = task.start(Job.read("sda"));
    assertThatThrownBy(() -> cg.task(task.pid()).start(Job.read("sdb")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does one thing at a time, and is not done");
    first.stop();
    cg.advance(Duration.ofMillis(1));
    task.start(Job.read("sdb"));
  }

  @Test
  void anUnknownDeviceIsRefusedWithWhatThereIs() throws IOException {
    Task task = cg.spawn(web);
    assertThatThrownBy(() -> task.start(Job.randRead("sdz")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "sdz: ENXIO: No such device or address"
                + " (no disk sdz; this machine has nvme0n1, sda, sda1, sda2, sdb)");
  }

  @Test
  void timeDoesNotGoBack() {
    assertThatThrownBy(() -> cg.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          read sda
          randread sda bs=8192 iodepth=4
          write 8:1 bs=512 count=3 offset=1024
          randwrite sdb iodepth=1 think=1000 start=5 stop=10 seed=7 class=3
          """)
  void aJobIsWordsAndBack(String text) {
    assertThat(String.join(" ", JobText.of(JobText.parse(List.of(text.split(" "))))))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          read               | read, write, randread or randwrite, and a device
          rewrite sda        | rewrite: read, write, randread or randwrite is wanted
          read sda bs        | bs: KEY=NUMBER is wanted
          read sda bs=4k     | bs=4k: KEY=NUMBER is wanted
          read sda bs=100    | block size is no multiple of 512: 100
          read sda iodepth=0 | depth below 1: 0
          read sda speed=1   | speed=1: no bs, iodepth, count, offset, think, start, stop, seed or class
          """)
  void badWordsAreRefused(String text, String message) {
    assertThatThrownBy(() -> JobText.parse(List.of(text.split(" ")))).hasMessage(message);
  }
}
