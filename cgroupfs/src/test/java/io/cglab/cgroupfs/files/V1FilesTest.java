package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.ReleaseAgent;
import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** v1's files (control-files.md 3.8, 3.9, 4.4 to 4.6, 5.3, 5.5, 5.8). */
class V1FilesTest {
  private static final String ROOT = "/sys/fs/cgroup/blkio";
  private static final String A = ROOT + "/a";
  private static final int USER = 1000;

  private TestFs fs;

  @BeforeEach
  void boot() throws IOException {
    fs = TestFs.boot("recorded-v1");
    fs.mkdir(A);
  }

  @AfterEach
  void close() {
    fs.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bps | '8:0  1048576' | '8:0 1048576'",
        "bps | '8:0 1M' | '8:0 1'",
        "bps | '8:0 0x100' | ''",
        "bps | '8:0 5 6' | '8:0 5'",
        "bps | '8:0 010' | '8:0 10'",
        "bps | '8:0 18446744073709551615' | ''",
        "bps | '8:0 18446744073709551614' | '8:0 18446744073709551614'",
        "iops | '8:0 4294967295' | ''",
        "iops | '8:0 4294967296' | '8:0 0'",
        "iops | '8:0 4294967297' | '8:0 1'",
        "iops | '8:0 0' | ''",
      })
  void limits(String kind, String text, String shown) throws IOException {
    String file = A + "/blkio.throttle.read_" + kind + "_device";
    fs.write(file, text);
    assertThat(fs.read(file).strip()).isEqualTo(shown);
    assertThat(fs.read(A + "/blkio.throttle.write_" + kind + "_device")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'8:0 max' | EINVAL",
        "'8:0 -1' | EINVAL",
        "'8:0' | EINVAL",
        "'8:0 ' | EINVAL",
        "'8:1 5' | ENODEV",
        "'99:0 5' | ENODEV",
        "'5' | EINVAL",
      })
  void refusedLimits(String text, Errno refusal) throws IOException {
    String file = A + "/blkio.throttle.write_bps_device";
    fs.write(file, "8:0 77");
    assertThat(errno(() -> fs.write(file, text))).isEqualTo(refusal);
    assertThat(fs.read(file)).isEqualTo("8:0 77\n");
  }

  @Test
  void nothingIsCountedBeforeThrottlingIsOn() throws IOException {
    assertThat(fs.read(ROOT + "/blkio.throttle.io_serviced")).isEqualTo("Total 0\n");
    assertThat(errno(() -> fs.write(A + "/blkio.throttle.read_bps_device", "8:0 x")))
        .isEqualTo(Errno.EINVAL);
    assertThat(fs.read(A + "/blkio.throttle.io_serviced"))
        .isEqualTo(
            """
            8:0 Read 0
            8:0 Write 0
            8:0 Sync 0
            8:0 Async 0
            8:0 Discard 0
            8:0 Total 0
            Total 0
            """);
  }

  @Test
  void statisticsOfBfqListItsDisksAlone() throws IOException {
    assertThat(fs.read(ROOT + "/blkio.bfq.io_serviced")).isEqualTo("Total 0\n");
    assertThat(fs.read(ROOT + "/blkio.bfq.time")).isEmpty();
    fs.write("/sys/block/sda/queue/scheduler", "bfq");
    fs.write("/sys/block/sdb/queue/scheduler", "bfq");
    assertThat(fs.read(ROOT + "/blkio.bfq.time")).isEqualTo("8:16 0\n8:0 0\n");
    assertThat(fs.read(ROOT + "/blkio.bfq.io_wait_time_recursive"))
        .startsWith("8:16 Read 0\n")
        .endsWith("8:0 Total 0\nTotal 0\n");
    assertThat(fs.read(A + "/blkio.bfq.sectors")).isEmpty();
  }

  @Test
  void tasksAndProcessesAreSorted() throws Exception {
    Task first = fs.spawn();
    Task second = fs.spawn();
    Task thread = fs.fs.machine().tasks().cloneThread(first);
    fs.write(A + "/cgroup.procs", Integer.toString(second.pid()));
    fs.write(A + "/cgroup.procs", Integer.toString(thread.tid()));
    assertThat(fs.read(A + "/tasks"))
        .isEqualTo(first.tid() + "\n" + second.tid() + "\n" + thread.tid() + "\n");
    assertThat(fs.read(A + "/cgroup.procs")).isEqualTo(first.pid() + "\n" + second.pid() + "\n");

    fs.write(ROOT + "/tasks", Integer.toString(first.tid()));
    assertThat(fs.read(A + "/tasks")).isEqualTo(second.tid() + "\n" + thread.tid() + "\n");
    // The process is in the cgroup of any of its threads.
    assertThat(fs.read(A + "/cgroup.procs")).isEqualTo(first.pid() + "\n" + second.pid() + "\n");
  }

  @Test
  void onlyRootMovesOthersTasks() throws Exception {
    Task own = fs.spawn();
    own.process().setOwner(USER, USER);
    Task others = fs.spawn();
    for (String file : List.of("tasks", "cgroup.procs")) {
      Files.setAttribute(fs.path(A + "/" + file), "unix:uid", USER);
      String path = A + "/" + file;
      assertThat(fs.errnoAs(USER, () -> fs.write(path, Integer.toString(others.pid()))))
          .isEqualTo(Errno.EACCES);
      assertThat(fs.errnoAs(USER, () -> fs.write(path, Integer.toString(own.pid())))).isNull();
    }
    assertThat(fs.read(A + "/tasks")).isEqualTo(own.pid() + "\n");
  }

  @ParameterizedTest(name = "mv {0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "b | c | ",
        "b | b | ",
        "b | d | EEXIST",
        "b | tasks | ENOTDIR",
        "tasks | x | ENOTDIR",
        "tasks | b | EISDIR",
        "b | ../b | EIO",
        "b | ../a | ENOTEMPTY",
        "b | b/x | EINVAL",
        "no | x | ENOENT",
        "b | d/b | EIO",
      })
  void rename(String from, String to, @Nullable Errno refusal) throws IOException {
    fs.mkdir(A + "/b");
    fs.mkdir(A + "/d");
    fs.write(A + "/b/notify_on_release", "1");
    assertThat(
            errno(
                () ->
                    Files.move(
                        fs.path(A).resolve(from),
                        fs.path(A).resolve(to).normalize(),
                        StandardCopyOption.ATOMIC_MOVE)))
        .isEqualTo(refusal);
    if (refusal == null) {
      assertThat(fs.read(A + "/" + to + "/notify_on_release")).isEqualTo("1\n");
    } else {
      assertThat(fs.read(A + "/b/notify_on_release")).isEqualTo("1\n");
    }
  }

  @Test
  void aNewNameHoldsNoNewline() throws IOException {
    fs.mkdir(A + "/b");
    assertThat(errno(() -> Files.move(fs.path(A + "/b"), fs.path(A + "/b\nc"))))
        .isEqualTo(Errno.EINVAL);
  }

  @Test
  void theAgentIsToldOfEmptyCgroups() throws IOException, KernelException {
    List<ReleaseAgent.Run> launched = new ArrayList<>();
    fs.fs.releaseAgent().setLauncher(launched::add);
    fs.write(ROOT + "/release_agent", "  /sbin/agent  \n");
    fs.write(A + "/notify_on_release", "1");
    fs.mkdir(A + "/b");
    Task task = fs.spawn();
    fs.write(A + "/b/tasks", Integer.toString(task.pid()));
    assertThat(fs.fs.releaseAgent().runs()).isEmpty();

    fs.write(ROOT + "/tasks", Integer.toString(task.pid()));
    Files.delete(fs.path(A + "/b"));
    ReleaseAgent.Run ofB = new ReleaseAgent.Run("/sbin/agent", "/a/b");
    ReleaseAgent.Run ofA = new ReleaseAgent.Run("/sbin/agent", "/a");
    assertThat(fs.fs.releaseAgent().runs()).containsExactly(ofB, ofA);
    assertThat(launched).isEmpty();
    fs.fs.machine().advanceTo(fs.fs.machine().nowNs());
    assertThat(launched).containsExactly(ofB, ofA);

    fs.write(ROOT + "/release_agent", "\n");
    fs.write(A + "/tasks", Integer.toString(task.pid()));
    fs.fs.machine().tasks().kill(task);
    assertThat(fs.fs.releaseAgent().runs()).hasSize(2);
  }

  @Test
  void theAgentIsRootsToSet() throws IOException {
    String file = ROOT + "/release_agent";
    Files.setAttribute(fs.path(file), "unix:uid", USER);
    assertThat(fs.errnoAs(USER, () -> fs.write(file, "/evil"))).isEqualTo(Errno.EPERM);
    assertThat(errno(() -> fs.write(file, "/" + "x".repeat(4095)))).isEqualTo(Errno.E2BIG);
    assertThat(errno(() -> fs.write(file, "/" + "x".repeat(4094)))).isNull();
  }

  @Test
  void childrenCopyTheSwitches() throws IOException {
    fs.write(A + "/notify_on_release", "7");
    fs.write(A + "/cgroup.clone_children", "1");
    fs.mkdir(A + "/b");
    assertThat(fs.read(A + "/b/notify_on_release")).isEqualTo("1\n");
    assertThat(fs.read(A + "/b/cgroup.clone_children")).isEqualTo("1\n");
    fs.write(A + "/notify_on_release", "0");
    assertThat(fs.read(A + "/b/notify_on_release")).isEqualTo("1\n");
  }
}
