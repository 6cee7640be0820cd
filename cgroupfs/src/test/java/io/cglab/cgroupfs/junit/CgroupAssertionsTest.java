package io.cglab.cgroupfs.junit;

import static io.cglab.cgroupfs.junit.CgroupAssertions.MIB_PER_S;
import static io.cglab.cgroupfs.junit.CgroupAssertions.assertThat;
import static io.cglab.cgroupfs.junit.CgroupAssertions.assertThatCgroup;
import static io.cglab.cgroupfs.junit.CgroupAssertions.assertThatFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.Run;
import io.cglab.cgroupfs.Task;
import io.cglab.core.api.Errno;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the assertions hold for, and what they say where they do not. */
@ExtendWith(CgroupFsExtension.class)
class CgroupAssertionsTest {
  private static final String MAX = "8:0 rbps=1048576 wbps=max riops=max wiops=max\n";

  private final CgroupFs cg;
  private final Path web;
  private final Path max;

  CgroupAssertionsTest(CgroupFs cg) {
    this.cg = cg;
    this.web = cg.root().resolve("web");
    this.max = web.resolve("io.max");
  }

  @BeforeEach
  void limit() throws IOException {
    Files.createDirectory(web);
    Files.writeString(max, "8:0 rbps=1048576");
  }

  private static void fails(ThrowingCallable assertion, String message) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
  }

  private static void failsWith(ThrowingCallable assertion, String... parts) {
    assertThatThrownBy(assertion)
        .isInstanceOf(AssertionError.class)
        .message()
        .contains((CharSequence[]) parts);
  }

  // ---- files

  @Test
  void whatFilesRead() {
    assertThatFile(max)
        .reads(MAX)
        .hasLines(MAX.strip())
        .hasKey("8:0", "wbps")
        .hasValue("8:0", "rbps", 1048576)
        .hasValue("8:0", "wbps", "max")
        .doesNotHaveKey("8:16", "rbps")
        .doesNotHaveKey("8:0", "bps");
    assertThatFile(web.resolve("cgroup.procs")).isEmpty().hasLines();
    assertThatFile(web.resolve("cgroup.events")).hasKey("populated").hasValue("populated", 0);
  }

  @Test
  void linesOfV1HaveValuesToo(@CgroupMachine("v1") CgroupFs v1) throws IOException {
    Path file = Files.createDirectory(v1.root().resolve("g"));
    Files.writeString(file.resolve("blkio.throttle.read_bps_device"), "8:0 1048576");
    v1.spawn(file).start(Job.read("sda").count(2));
    v1.advance(Duration.ofSeconds(1));
    assertThatFile(file.resolve("blkio.throttle.io_serviced"))
        .hasValue("8:0", "Read", 2)
        .hasValue("Total", 2)
        .doesNotHaveKey("8:16", "Read");
    assertThatCgroup(file).exists().hasController("blkio").isPopulated();
  }

  @Test
  void failuresOfFiles() {
    fails(() -> assertThatFile(max).reads("x\n"), max + " should read\nx\n\nbut reads\n" + MAX);
    fails(() -> assertThatFile(max).isEmpty(), max + " should be empty, but reads\n" + MAX);
    fails(
        () -> assertThatFile(max).hasLines("a", "b"),
        max + " should have the lines\na\nb\nbut reads\n" + MAX);
    fails(
        () -> assertThatFile(max).hasKey("8:16", "rbps"),
        max + " has no rbps of 8:16; it reads\n" + MAX);
    fails(
        () -> assertThatFile(max).doesNotHaveKey("8:0", "rbps"),
        max + " should have no rbps of 8:0, but reads\n" + MAX);
    fails(
        () -> assertThatFile(max).hasValue("8:0", "rbps", 1),
        "rbps of 8:0 in " + max + " should be 1, but is 1048576; the file reads\n" + MAX);
    fails(
        () -> assertThatFile(web.resolve("cgroup.procs")).hasKey("populated"),
        web + "/cgroup.procs has no populated; it is empty");
    fails(
        () -> assertThatFile(web.resolve("cgroup.events")).hasValue("frozen", 1),
        "frozen in "
            + web
            + "/cgroup.events should be 1, but is 0; the file reads\npopulated 0\nfrozen 0\n");
    fails(
        () -> assertThatFile(web.resolve("none")).isEmpty(), web + "/none cannot be read: ENOENT");
  }

  @Test
  void whichWritesFilesTake() {
    assertThatFile(max)
        .refuses("8:1 rbps=1048576", Errno.ENODEV)
        .refuses("8:0 speed=1", Errno.EINVAL)
        .reads(MAX)
        .accepts("8:0 rbps=max")
        .isEmpty();
    fails(
        () -> assertThatFile(max).refuses("8:0 riops=100\n", Errno.EINVAL),
        max + " should refuse \"8:0 riops=100\" with EINVAL, but took it");
    failsWith(
        () -> assertThatFile(max).refuses("9:9 rbps=4096", Errno.EINVAL),
        max + " should refuse \"9:9 rbps=4096\" with EINVAL, but did with ENODEV (no disk 9:9");
    failsWith(
        () -> assertThatFile(max).accepts("rbps=1"),
        max + " should take \"rbps=1\", but refused: EINVAL (a line begins with MAJ:MIN");
  }

  // ---- cgroups

  @Test
  void whatCgroupsAre() throws IOException {
    Path below = Files.createDirectory(web.resolve("below"));
    assertThatCgroup(web).exists().isNotPopulated().hasNoProcess().hasController("io");
    Task task = cg.spawn(below);
    assertThatCgroup(below).hasProcess(task).hasProcess(task.pid()).isPopulated();
    assertThatCgroup(web).hasNoProcess().isPopulated();
    assertThatCgroup(cg.root().resolve("none")).doesNotExist();
  }

  @Test
  void failuresOfCgroups() throws IOException {
    fails(() -> assertThatCgroup(max).exists(), max + " is no cgroup");
    fails(() -> assertThatCgroup(web).doesNotExist(), web + " should not be there");
    fails(
        () -> assertThatCgroup(web).isPopulated(),
        web + " should be populated, but no process is in it or below");
    fails(() -> assertThatCgroup(web).hasProcess(7), web + " should have process 7, but has none");
    Task task = cg.spawn(web);
    fails(
        () -> assertThatCgroup(web).isNotPopulated(),
        web + " should not be populated, but a process is in it or below");
    fails(
        () -> assertThatCgroup(web).hasNoProcess(),
        web + " should have no process, but has " + task.pid());
    fails(
        () -> assertThatCgroup(web).hasProcess(7),
        web + " should have process 7, but has " + task.pid());
    fails(
        () -> assertThatCgroup(web).hasController("memory"),
        web + " should have the controller memory, but has io");
  }

  // ---- workloads

  @Test
  void whatWorkloadsDo() throws IOException {
    Run run = cg.spawn(web).start(Job.randRead("sda").ioDepth(4));
    Run written = cg.spawn(web).start(Job.write("sdb").count(10));
    cg.advance(Duration.ofSeconds(5));
    assertThat(run)
        .isRunning()
        .readRate()
        .isCloseTo(MIB_PER_S, withinPercentage(1))
        .isLessThan(1.01 * MIB_PER_S);
    assertThat(run).writeRate().isZero();
    assertThat(run).iops().isCloseTo(256, withinPercentage(1));
    assertThat(run).readBytes().isPositive();
    assertThat(run).medianLatency().isGreaterThan(Duration.ofNanos(200_000));
    assertThat(run).latency(100).isLessThan(Duration.ofSeconds(1));
    assertThat(written).isDone().wroteBytes().isEqualTo(40960);
    assertThat(written).writeRate().isPositive();
  }

  @Test
  void failuresOfWorkloads() throws IOException {
    Run run = cg.spawn(web).start(Job.randRead("sda").ioDepth(4));
    failsWith(() -> assertThat(run).latency(99).isZero(), "no I/O of process ", "is done yet");
    cg.advance(Duration.ofSeconds(1));
    failsWith(
        () -> assertThat(run).readRate().isZero(), "[bytes read a second by process ", " on sda: ");
    failsWith(
        () -> assertThat(run).latency(99).isNegative(),
        "[latency of 99.0 % of the I/Os of process");
    failsWith(() -> assertThat(run).isDone(), " goes on, but should be done");
    run.task().kill();
    failsWith(() -> assertThat(run).isRunning(), " is done, but should go on");
  }

  @Test
  void nothingIsNoActual() {
    assertThat("null").isNotNull(); // the usual assertions are still at hand
    failsWith(() -> assertThat((Run) null).isDone(), "Expecting actual not to be null");
    failsWith(() -> assertThatFile(null).isEmpty(), "Expecting actual not to be null");
    failsWith(() -> assertThatCgroup(null).exists(), "Expecting actual not to be null");
  }
}
