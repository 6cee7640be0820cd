package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.Run;
import io.cglab.cgroupfs.Task;
import io.cglab.cgroupfs.junit.CgroupFsExtension;
import io.cglab.cgroupfs.junit.CgroupMachine;
import io.cglab.cgroupfs.junit.Seeded;
import io.cglab.core.task.Job;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The script that a failed test leaves brings {@code cglab run} to the same state. */
class FixtureReplayTest {
  /** What the files of the failed test read at its end. */
  private static final List<String> STATE = new ArrayList<>();

  private final Path reports;

  FixtureReplayTest(@TempDir Path reports) {
    this.reports = reports;
  }

  /** Tests that fail at their end. */
  @ExtendWith(CgroupFsExtension.class)
  static class FailingCase {
    private static void fail(CgroupFs cg, String... files) throws IOException {
      for (String file : files) {
        STATE.add(Files.readString(cg.fileSystem().getPath(file)));
      }
      throw new AssertionError("on purpose");
    }

    @Test
    @Seeded(8731)
    void limits(CgroupFs cg) throws IOException {
      Path web = Files.createDirectory(cg.root().resolve("web"));
      Path db = Files.createDirectory(cg.root().resolve("my db"));
      Files.writeString(web.resolve("io.max"), "8:0 rbps=1048576\n");
      Task one = cg.spawn(web);
      Run run = one.start(Job.randRead("sda").blockSize(4096).ioDepth(4));
      Task two = cg.spawn(db);
      two.start(Job.write("sdb").blockSize(65536).thinkNs(1_500_000));
      cg.advance(Duration.ofMillis(1234));
      Files.writeString(web.resolve("io.max"), "8:0 rbps=max riops=100");
      try {
        Files.writeString(web.resolve("io.max"), "8:1 rbps=100");
        throw new AssertionError("a partition was taken");
      } catch (IOException refused) {
        cg.advance(Duration.ofNanos(100_000_001));
      }
      two.moveTo(web);
      cg.advance(Duration.ofMillis(500));
      two.kill();
      cg.advance(Duration.ofMillis(50));
      Files.delete(db);
      cg.advance(Duration.ofSeconds(1));
      run.stop();
      cg.advance(Duration.ofSeconds(1));
      fail(
          cg,
          "/sys/fs/cgroup/web/io.stat",
          "/sys/fs/cgroup/web/io.max",
          "/sys/fs/cgroup/web/cgroup.events",
          "/sys/fs/cgroup/cgroup.stat",
          "/proc/diskstats");
    }

    @Test
    @CgroupMachine("v1")
    void v1AndOrdinaryFiles(CgroupFs cg) throws IOException {
      Path a = Files.createDirectory(cg.root().resolve("a"));
      Files.writeString(a.resolve("blkio.throttle.write_bps_device"), "8:16 524288");
      Files.move(a, cg.root().resolve("b"));
      cg.spawn(cg.root().resolve("b")).start(Job.randWrite("sdb").ioDepth(2).seed(5));
      Path note = cg.fileSystem().getPath("/tmp/it's a \"note\"");
      Files.writeString(note, "one\n\ttwo\\n%s é\n", StandardCharsets.UTF_8);
      Files.writeString(note, "-n $HOME `id`", StandardOpenOption.APPEND);
      Files.createLink(cg.fileSystem().getPath("/tmp/link"), note);
      Files.createSymbolicLink(cg.fileSystem().getPath("/tmp/s"), note);
      Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("rw-r-----"));
      Path extra = Files.createDirectory(cg.fileSystem().getPath("/mnt/my cg"));
      cg.mounts().mount("cgroup", "none", "none,name=mine", extra);
      cg.mounts().remount("none,name=mine,release_agent=/bin/true", extra);
      Files.createDirectory(extra.resolve("there"));
      cg.advance(Duration.ofSeconds(3));
      fail(
          cg,
          cg.root() + "/b/blkio.throttle.io_service_bytes",
          cg.root() + "/b/blkio.throttle.write_bps_device",
          "/tmp/link",
          "/tmp/s",
          "/proc/mounts");
    }
  }

  private static String run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(new byte[0]);
    Main.run(new Console(in, out, err, false), args);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limits             | default | 8731 | web/io.stat web/io.max web/cgroup.events cgroup.stat \
          /proc/diskstats
          v1AndOrdinaryFiles | v1      | 0    | blkio/b/blkio.throttle.io_service_bytes \
          blkio/b/blkio.throttle.write_bps_device /tmp/link /tmp/s /proc/mounts
          """)
  void theScriptLeadsToTheSameState(String test, String machine, String seed, String files)
      throws IOException {
    STATE.clear();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(FailingCase.class, test, CgroupFs.class))
        .configurationParameter("cglab.reports", reports.toString())
        .execute()
        .testEvents()
        .assertStatistics(stats -> stats.failed(1));
    Path script = reports.resolve(FailingCase.class.getName() + "." + test + ".cglab.sh");
    assertThat(Files.readString(script, StandardCharsets.ISO_8859_1))
        .contains("# cglab run --machine " + machine + " --seed " + seed);
    Files.writeString(script, "cd /sys/fs/cgroup\ncat " + files + "\n", StandardOpenOption.APPEND);
    String replayed = run("run", "--machine", machine, "--seed", seed, script.toString());
    assertThat(STATE).as("what the test had read before it failed").isNotEmpty();
    String state = String.join("", STATE);
    assertThat(replayed)
        .isEqualTo(new String(state.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }
}
