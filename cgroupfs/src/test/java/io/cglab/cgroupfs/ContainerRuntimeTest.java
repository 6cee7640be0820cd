package io.cglab.cgroupfs;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tree as container runtimes drive it: make, limit, attach, read, remove. */
class ContainerRuntimeTest {
  private static final DevNo SDA = new DevNo(8, 0);
  private static final long MS = 1_000_000L;
  private static final long MIB = 1L << 20;

  /** One line of the OCI runtime specification's throttle lists. */
  private record ThrottleDevice(DevNo dev, String key, long rate) {
    String v2() {
      return dev + " " + key + "=" + rate;
    }
  }

  /** A runtime's view of one container's cgroup, with files alone and nothing of cglab's. */
  private static final class Runtime {
    private final TestFs machine;
    private final Path mount;
    private final Path dir;

    Runtime(TestFs machine, String path) {
      this.machine = machine;
      this.mount = machine.fs.root();
      this.dir = mount.resolve(path);
    }

    private void write(String file, String text) throws IOException {
      Files.writeString(dir.resolve(file), text);
    }

    private String read(String file) throws IOException {
      return Files.readString(dir.resolve(file), StandardCharsets.UTF_8);
    }

    /** Makes the directories from the top down, each with all that its parent offers enabled. */
    void createV2() throws IOException {
      Path at = mount;
      for (Path name : mount.relativize(dir)) {
        StringBuilder all = new StringBuilder();
        for (String controller : Files.readString(at.resolve("cgroup.controllers")).split("\\s")) {
          all.append(" +").append(controller);
        }
        Files.writeString(at.resolve("cgroup.subtree_control"), all.toString().strip());
        at = at.resolve(name.toString());
        if (!Files.exists(at)) {
          Files.createDirectory(at);
        }
      }
    }

    void attach(Task task) throws IOException {
      write("cgroup.procs", String.valueOf(task.pid()));
    }

    List<Integer> pids() throws IOException {
      return read("cgroup.procs").lines().map(Integer::valueOf).toList();
    }

    /** io.stat as numbers by device and key. */
    Map<String, Long> stat() throws IOException {
      Map<String, Long> stat = new HashMap<>();
      for (String line : read("io.stat").split("\n")) {
        String[] parts = line.split(" ");
        for (int i = 1; i < parts.length; i++) {
          String[] pair = parts[i].split("=");
          stat.put(parts[0] + " " + pair[0], Long.parseLong(pair[1]));
        }
      }
      return stat;
    }

    /** A file of v1 statistics, by device and operation. */
    Map<String, Long> v1Stat(String file) throws IOException {
      Map<String, Long> stat = new HashMap<>();
      for (String line : read(file).split("\n")) {
        int last = line.lastIndexOf(' ');
        stat.put(line.substring(0, last), Long.valueOf(line.substring(last + 1)));
      }
      return stat;
    }

    /** rmdir, again after 10, 20, 40... ms of the machine's time while it is busy; the tries. */
    int removeWithRetry() throws IOException {
      long delayNs = 10 * MS;
      for (int tries = 1; ; tries++) {
        try {
          Files.delete(dir);
          return tries;
        } catch (IOException e) {
          if (NioErrors.errnoOf(e) != Errno.EBUSY || tries == 8) {
            throw e;
          }
          machine.fs.machine().advanceTo(machine.fs.machine().nowNs() + delayNs);
          delayNs *= 2;
        }
      }
    }
  }

  private static long convertedWeight(long blkioWeight) {
    return 1 + (blkioWeight - 10) * 9999 / 990;
  }

  @Test
  void aContainerOnV2() throws Exception {
    try (TestFs machine = TestFs.boot("default")) {
      Runtime container = new Runtime(machine, "kubepods.slice/pod1.slice/web.scope");
      container.createV2();
      Runtime pod = new Runtime(machine, "kubepods.slice/pod1.slice");
      assertThat(pod.read("cgroup.subtree_control")).contains("io");
      List<ThrottleDevice> limits =
          List.of(
              new ThrottleDevice(SDA, "rbps", MIB),
              new ThrottleDevice(SDA, "wbps", 2 * MIB),
              new ThrottleDevice(SDA, "riops", 1000),
              new ThrottleDevice(SDA, "wiops", 2000),
              new ThrottleDevice(new DevNo(8, 16), "rbps", 4 * MIB));
      for (ThrottleDevice limit : limits) {
        container.write("io.max", limit.v2());
      }
      assertThat(container.read("io.max"))
          .isEqualTo(
              "8:16 rbps=4194304 wbps=max riops=max wiops=max\n"
                  + "8:0 rbps=1048576 wbps=2097152 riops=1000 wiops=2000\n");
      assertThat(errno(() -> container.write("io.max", "8:1 rbps=1048576")))
          .as("a partition in the list")
          .isEqualTo(Errno.ENODEV);

      Task init = machine.spawn();
      container.attach(init);
      assertThat(container.pids()).containsExactly(init.pid());
      assertThat(errno(() -> pod.attach(init))).as("an inner cgroup").isEqualTo(Errno.EBUSY);
      assertThat(container.read("cgroup.events")).isEqualTo("populated 1\nfrozen 0\n");

      Run run =
          machine.fs.machine().start(init, Job.direct(SDA).reads().blockSize(65536).count(32));
      machine.fs.machine().advanceTo(machine.fs.machine().nowNs() + 10_000 * MS);
      assertThat(run.isDone()).isTrue();
      assertThat(run.finishedNs()).isBetween(1900 * MS, 2100 * MS);
      Map<String, Long> stat = container.stat();
      assertThat(stat).containsEntry("8:0 rbytes", 2 * MIB).containsEntry("8:0 rios", 32L);
      assertThat(stat).containsEntry("8:0 wbytes", 0L);
      assertThat(new Runtime(machine, "kubepods.slice").stat()).containsAllEntriesOf(stat);

      // A task that waits for its disk is not dead yet when it is killed.
      machine.fs.machine().start(init, Job.direct(SDA).reads().blockSize(65536).count(32));
      machine.fs.machine().advanceTo(machine.fs.machine().nowNs() + 10 * MS);
      container.write("cgroup.freeze", "1");
      container.write("cgroup.kill", "1");
      assertThat(container.removeWithRetry()).isGreaterThan(1);
      assertThat(Files.exists(container.dir)).isFalse();
      assertThat(errno(() -> container.read("io.stat"))).isEqualTo(Errno.ENOENT);
      assertThat(new Runtime(machine, "kubepods.slice").stat().get("8:0 rbytes"))
          .as("what was read stays in the account of the parents")
          .isGreaterThanOrEqualTo(2 * MIB);
      assertThat(pod.removeWithRetry()).isEqualTo(1);
      assertThat(new Runtime(machine, "kubepods.slice").removeWithRetry()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // blkio weight, the same for io.weight
    "10, 1",
    "100, 910",
    "500, 4950",
    "999, 9989",
    "1000, 10000",
  })
  void weights(long blkioWeight, long ioWeight) throws IOException {
    assertThat(convertedWeight(blkioWeight)).isEqualTo(ioWeight);
    try (TestFs machine = TestFs.boot("default")) {
      machine.write("/sys/block/sda/queue/scheduler", "bfq");
      Runtime container = new Runtime(machine, "docker/web");
      container.createV2();
      container.write("io.bfq.weight", String.valueOf(blkioWeight));
      container.write("io.bfq.weight", "8:0 " + blkioWeight / 10 * 10);
      container.write("io.weight", String.valueOf(convertedWeight(blkioWeight)));
      assertThat(container.read("io.bfq.weight"))
          .isEqualTo("default " + blkioWeight + "\n8:0 " + blkioWeight / 10 * 10 + "\n");
      assertThat(container.read("io.weight")).isEqualTo("default " + ioWeight + "\n");
      // What older runtimes did: the converted weight where BFQ takes at most 1000.
      assertThat(errno(() -> container.write("io.bfq.weight", String.valueOf(ioWeight))))
          .isEqualTo(ioWeight > 1000 ? Errno.ERANGE : null);
      assertThat(errno(() -> container.write("io.bfq.weight", "8:16 100")))
          .as("a disk with another scheduler")
          .isEqualTo(Errno.EOPNOTSUPP);
    }
  }

  @Test
  void aContainerOnV1() throws Exception {
    try (TestFs machine = TestFs.boot("recorded-v1")) {
      Path mount = machine.fs.root();
      Runtime container = new Runtime(machine, "docker/web");
      Files.createDirectories(container.dir);
      machine.write("/sys/block/sdb/queue/scheduler", "bfq");
      container.write("blkio.bfq.weight", "500");
      container.write("blkio.bfq.weight_device", "8:16 300");
      for (String file : List.of("read_bps", "write_bps")) {
        container.write("blkio.throttle." + file + "_device", SDA + " " + MIB);
      }
      for (String file : List.of("read_iops", "write_iops")) {
        container.write("blkio.throttle." + file + "_device", SDA + " 1000");
      }
      assertThat(container.read("blkio.bfq.weight")).isEqualTo("500\n");
      assertThat(container.read("blkio.bfq.weight_device")).isEqualTo("default 500\n8:16 300\n");
      assertThat(container.read("blkio.throttle.read_bps_device")).isEqualTo("8:0 1048576\n");

      Task init = machine.spawn();
      container.attach(init);
      assertThat(container.pids()).containsExactly(init.pid());
      List<Run> runs = new ArrayList<>();
      runs.add(
          machine.fs.machine().start(init, Job.direct(SDA).reads().blockSize(65536).count(16)));
      machine.fs.machine().advanceTo(machine.fs.machine().nowNs() + 5000 * MS);
      runs.add(
          machine.fs.machine().start(init, Job.direct(SDA).writes().blockSize(65536).count(16)));
      machine.fs.machine().advanceTo(machine.fs.machine().nowNs() + 5000 * MS);
      assertThat(runs).allMatch(Run::isDone);

      for (String dir : List.of("docker/web", "docker")) {
        Runtime at = new Runtime(machine, dir);
        assertThat(at.v1Stat("blkio.throttle.io_service_bytes_recursive"))
            .as(dir)
            .containsEntry("8:0 Read", MIB)
            .containsEntry("8:0 Write", MIB)
            .containsEntry("8:0 Discard", 0L)
            .containsEntry("8:0 Total", 2 * MIB)
            .containsEntry("Total", 2 * MIB);
        assertThat(at.v1Stat("blkio.throttle.io_serviced_recursive"))
            .containsEntry("8:0 Total", 32L);
      }
      assertThat(new Runtime(machine, "docker").v1Stat("blkio.throttle.io_service_bytes"))
          .as("its own tasks alone")
          .containsEntry("Total", 0L);

      assertThat(errno(() -> Files.delete(container.dir))).isEqualTo(Errno.EBUSY);
      machine
          .fs
          .machine()
          .at(
              machine.fs.machine().nowNs() + 25 * MS,
              () -> machine.fs.machine().tasks().kill(init));
      assertThat(container.removeWithRetry()).as("after 10 and 20 ms").isEqualTo(3);
      assertThat(new Runtime(machine, "docker").removeWithRetry()).isEqualTo(1);
      assertThat(Files.isDirectory(mount)).isTrue();
    }
  }
}
