package io.cglab.shell.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of docker run against the writes of runc, as its documentation and sources have them. */
class DockerWritesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --device-read-bps /dev/sda:50mb                | "8:0 rbps=52428800" > io.max
          --device-write-bps=/dev/sda:25MiB              | "8:0 wbps=26214400" > io.max
          --device-read-bps /dev/sdb:1048576             | "8:16 rbps=1048576" > io.max
          --device-read-bps /dev/sda:1.5k                | "8:0 rbps=1536" > io.max
          --device-read-iops /dev/nvme0n1:1000           | "259:0 riops=1000" > io.max
          --device-write-iops /dev/sda:500               | "8:0 wiops=500" > io.max
          --device-write-bps /dev/sda:1g --device-read-bps /dev/sda:1g | "8:0 rbps=1073741824" > io.max;"8:0 wbps=1073741824" > io.max
          --device-read-bps /dev/sda:1m --device-read-bps /dev/sda:2m | "8:0 rbps=1048576" > io.max;"8:0 rbps=2097152" > io.max
          --blkio-weight 500                             | 500 > io.bfq.weight
          --blkio-weight 10                              | 10 > io.bfq.weight
          -m 512m                                        | 536870912 > memory.swap.max;536870912 > memory.max
          --memory 1g --memory-swap 1g                   | 0 > memory.swap.max;1073741824 > memory.max
          -m1g --memory-swap -1                          | max > memory.swap.max;1073741824 > memory.max
          --cpus 1.5                                     | "150000 100000" > cpu.max
          --cpus .5                                      | "50000 100000" > cpu.max
          --cpu-shares 1024                              | 39 > cpu.weight
          -c 2                                           | 1 > cpu.weight
          --cpu-shares 262144                            | 10000 > cpu.weight
          --cpuset-cpus 0-1,3                            | "0-1,3" > cpuset.cpus
          --pids-limit 100                               | 100 > pids.max
          --pids-limit -1                                | max > pids.max
          --pids-limit 5 -m 6m --device-read-bps /dev/sda:1 --cpus 1 --cpuset-cpus 0 --blkio-weight 20 --device-write-iops /dev/sda:9 -c 512 | 5 > pids.max;6291456 > memory.swap.max;6291456 > memory.max;20 > io.bfq.weight;"8:0 rbps=1" > io.max
          --blkio-weight 0 --cpus 0                      | ''
          """)
  void onV2(String options, String writes) {
    Runs.Result result = Runs.on("default", "docker run -d --show-writes " + options + " img");
    String limits = result.limits();
    if (options.startsWith("--pids-limit 5")) {
      // rbps=1 is refused by the kernel, which shows the order and that nothing follows.
      assertThat(limits.replaceAll("  #.*", "").lines()).containsExactly(writes.split(";"));
      assertThat(result.err()).contains("invalid argument: unknown");
      return;
    }
    assertThat(limits.lines())
        .containsExactly(writes.isEmpty() ? new String[0] : writes.split(";"));
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("ID\n");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10   | 1
          100  | 910
          500  | 4950
          1000 | 10000
          """)
  void withoutBfqAWeightBecomesThatOfIocost(int weight, int ioWeight) {
    Runs.Result result =
        Runs.with(Runs.NO_BFQ, "docker run -d --show-writes --blkio-weight " + weight + " img");
    assertThat(result.limits()).isEqualTo(ioWeight + " > io.weight\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void withoutBfqWeightsOfDevicesAreLeftOut() {
    Runs.Result result =
        Runs.with(
            Runs.NO_BFQ, "docker run -d --show-writes --blkio-weight-device /dev/sda:300 img");
    assertThat(result.limits()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  void withNeitherBfqNorIocostRuncMissesTheFile() {
    Runs.Result result = Runs.with(Runs.NO_WEIGHTS, "docker run -d --blkio-weight 500 img");
    assertThat(result.err())
        .isEqualTo(
            "docker: Error response from daemon: failed to create task for container: failed to"
                + " create shim task: OCI runtime create failed: runc create failed: unable to"
                + " start container process: error during container init: error setting cgroup"
                + " config for procHooks process: openat2"
                + " /sys/fs/cgroup/system.slice/docker-ID.scope/io.weight: no such file or"
                + " directory: unknown\n\nRun 'docker run --help' for more information\n");
    assertThat(result.status()).isEqualTo(127);
  }

  @Test
  void aWeightOfADeviceNeedsItsScheduler() {
    String run = "docker run -d --show-writes --blkio-weight-device /dev/sda:300 img\n";
    Runs.Result refused = Runs.on("default", run);
    assertThat(refused.err())
        .contains(
            "setting device weight \"8:0 300\": write"
                + " /sys/fs/cgroup/system.slice/docker-ID.scope/io.bfq.weight: operation not"
                + " supported: unknown");
    Runs.Result taken = Runs.on("default", "echo bfq > /sys/block/sda/queue/scheduler\n" + run);
    assertThat(taken.limits()).isEqualTo("\"8:0 300\" > io.bfq.weight\n");
  }

  @Test
  void theWholeOrderOnV2() {
    Runs.Result result =
        Runs.on("default", "docker --show-writes run --rm --blkio-weight 500 img true");
    assertThat(result.writes())
        .isEqualTo(
            """
            echo +cpu > cgroup.subtree_control
            echo +cpuset > cgroup.subtree_control
            echo +io > cgroup.subtree_control
            echo +memory > cgroup.subtree_control
            echo +pids > cgroup.subtree_control
            mkdir system.slice
            echo +cpu > system.slice/cgroup.subtree_control
            echo +cpuset > system.slice/cgroup.subtree_control
            echo +io > system.slice/cgroup.subtree_control
            echo +memory > system.slice/cgroup.subtree_control
            echo +pids > system.slice/cgroup.subtree_control
            mkdir system.slice/docker-ID.scope
            echo 104 > system.slice/docker-ID.scope/cgroup.procs
            echo "+cpuset +cpu +io +memory +pids" > cgroup.subtree_control
            echo "+cpuset +cpu +io +memory +pids" > system.slice/cgroup.subtree_control
            echo 500 > system.slice/docker-ID.scope/io.bfq.weight
            rmdir system.slice/docker-ID.scope
            """);
  }

  @Test
  void theShownWritesDoTheSameByHand() {
    String options = "--device-read-bps /dev/sda:1mb --blkio-weight 20 -m 64m --cpus 1";
    Runs.Result result =
        Runs.on(
            "default",
            "docker run -d --show-writes "
                + options
                + " img 2> /root/writes\n"
                + "cd /sys/fs/cgroup/system.slice/*/\n"
                + "cat io.max io.bfq.weight memory.max cpu.max > /root/first\n"
                + "docker rm -f $(docker ps -q)\n"
                + "rmdir /sys/fs/cgroup/system.slice\n"
                + "grep -v cgroup.procs /root/writes > /root/script; sh -e /root/script\n"
                + "cd /sys/fs/cgroup/system.slice/*/\n"
                + "cat io.max io.bfq.weight memory.max cpu.max > /root/second\n"
                + "cat /root/first /root/second\n");
    String[] lines = result.out().split("\n", 3);
    String half = lines[2].substring(0, lines[2].length() / 2);
    assertThat(lines[2]).isEqualTo(half + half).contains("8:0 rbps=1048576", "default 20");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theCgroupfsDriverOnV2() {
    Runs.Result result =
        Runs.on(
            "default",
            """
            mkdir /etc/docker
            echo '{"exec-opts": ["native.cgroupdriver=cgroupfs"]}' > /etc/docker/daemon.json
            docker run -d --show-writes --device-read-bps /dev/sda:1mb img
            """);
    assertThat(result.writes())
        .isEqualTo(
            """
            echo "+cpuset +cpu +io +memory +pids" > cgroup.subtree_control
            mkdir docker
            echo "+cpuset +cpu +io +memory +pids" > docker/cgroup.subtree_control
            mkdir docker/ID
            echo 104 > docker/ID/cgroup.procs
            echo "8:0 rbps=1048576" > docker/ID/io.max
            """);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1     | --device-read-bps /dev/sda:50mb   | "8:0 52428800" > blkio.throttle.read_bps_device
          v1     | --device-write-bps /dev/sda:1k    | "8:0 1024" > blkio.throttle.write_bps_device
          v1     | --device-read-iops /dev/sdb:100   | "8:16 100" > blkio.throttle.read_iops_device
          v1     | --device-write-iops /dev/sda:7    | "8:0 7" > blkio.throttle.write_iops_device
          v1     | -m 512m                           | 536870912 > memory.limit_in_bytes;1073741824 > memory.memsw.limit_in_bytes
          v1     | --cpus 1.5 --cpu-shares 512       | 512 > cpu.shares;100000 > cpu.cfs_period_us;150000 > cpu.cfs_quota_us
          v1     | --pids-limit 100                  | 100 > pids.max
          hybrid | --device-read-bps /dev/sda:50mb   | "8:0 52428800" > blkio.throttle.read_bps_device
          legacy | --blkio-weight 500                | 500 > blkio.weight
          legacy | --blkio-weight-device /dev/sda:300 | "8:0 300" > blkio.weight_device
          """)
  void onV1(String machine, String options, String writes) {
    Runs.Result result = Runs.on(machine, "docker run -d --show-writes " + options + " img");
    assertThat(result.limits().lines().filter(line -> !line.contains("cpuset.")))
        .containsExactly(writes.split(";"));
    assertThat(result.status()).as(result.err()).isZero();
  }

  @Test
  void theWholeOrderOnHybrid() {
    Runs.Result result =
        Runs.on("hybrid", "docker run --show-writes --device-read-bps /dev/sda:1mb img true");
    assertThat(result.writes())
        .isEqualTo(
            """
            mkdir blkio/docker
            mkdir blkio/docker/ID
            echo 104 > blkio/docker/ID/cgroup.procs
            echo "8:0 1048576" > blkio/docker/ID/blkio.throttle.read_bps_device
            rmdir blkio/docker/ID
            """);
  }

  @Test
  void eachHierarchyOfV1HasTheCgroupAndTheProcess() {
    Runs.Result result =
        Runs.on("v1", "docker run --show-writes --cpuset-cpus 1 img cat /proc/self/cgroup");
    assertThat(result.out())
        .isEqualTo(
            """
            7:pids:/docker/ID
            6:freezer:/docker/ID
            5:devices:/docker/ID
            4:memory:/docker/ID
            3:cpuset:/docker/ID
            2:cpu,cpuacct:/docker/ID
            1:blkio:/docker/ID
            """);
    assertThat(result.writes())
        .startsWith(
            """
            mkdir cpuset/docker
            echo 0-3 > cpuset/docker/cpuset.cpus
            echo 0 > cpuset/docker/cpuset.mems
            mkdir cpuset/docker/ID
            echo 0-3 > cpuset/docker/ID/cpuset.cpus
            echo 0 > cpuset/docker/ID/cpuset.mems
            echo 104 > cpuset/docker/ID/cgroup.procs
            mkdir devices/docker
            """)
        .contains("echo 1 > cpuset/docker/ID/cpuset.cpus\n")
        .endsWith("rmdir freezer/docker/ID\n");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1     | --blkio-weight 500    | Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.
          v1     | --blkio-weight-device /dev/sda:300 | Your kernel does not support Block I/O weight_device or the cgroup is not mounted. Weight-device discarded.
          hybrid | -m 1g                 | Your kernel does not support memory limit capabilities or the cgroup is not mounted. Limitation discarded.
          hybrid | --cpu-shares 5        | Your kernel does not support CPU shares or the cgroup is not mounted. Shares discarded.
          hybrid | --cpuset-cpus 0       | Your kernel does not support cpuset or the cgroup is not mounted. CPUset discarded.
          hybrid | --pids-limit 5        | Your kernel does not support PIDs limit capabilities or the cgroup is not mounted. PIDs limit discarded.
          """)
  void whatTheKernelLacksIsLeftOutWithAWarning(String machine, String options, String warning) {
    Runs.Result result = Runs.on(machine, "docker run -d " + options + " img");
    assertThat(result.err()).isEqualTo("WARNING: " + warning + "\n");
    assertThat(result.out()).isEqualTo("ID\n");
  }

  @Test
  void parentsAreSlicesWithSystemdAndPathsWithout() {
    Runs.Result slice =
        Runs.on("default", "docker run --cgroup-parent a-b.slice img cat /proc/self/cgroup");
    assertThat(slice.out()).isEqualTo("0::/a.slice/a-b.slice/docker-ID.scope\n");
    Runs.Result path =
        Runs.on("hybrid", "docker run --cgroup-parent /my img cat /proc/self/cgroup");
    assertThat(path.out()).contains(":blkio:/my/ID\n");
  }
}
