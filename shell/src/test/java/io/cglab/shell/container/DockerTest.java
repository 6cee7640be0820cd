package io.cglab.shell.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --blkio-weight 5                 | 125 | docker: Error response from daemon: Range of blkio weight is from 10 to 1000
          --blkio-weight 1001              | 125 | docker: Error response from daemon: Range of blkio weight is from 10 to 1000
          --blkio-weight x                 | 125 | invalid argument "x" for "--blkio-weight" flag: strconv.ParseUint: parsing "x": invalid syntax
          --blkio-weight 70000             | 125 | invalid argument "70000" for "--blkio-weight" flag: strconv.ParseUint: parsing "70000": value out of range
          --blkio-weight-device /dev/sda:5 | 125 | invalid argument "/dev/sda:5" for "--blkio-weight-device" flag: invalid weight for device: /dev/sda:5
          --device-read-bps /dev/sda       | 125 | invalid argument "/dev/sda" for "--device-read-bps" flag: bad format: /dev/sda
          --device-read-bps sda:1mb        | 125 | invalid argument "sda:1mb" for "--device-read-bps" flag: bad format for device path: sda:1mb
          --device-read-bps /dev/sda:fast  | 125 | invalid argument "/dev/sda:fast" for "--device-read-bps" flag: invalid rate for device: /dev/sda:fast. The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb
          --device-write-iops /dev/sda:1k  | 125 | invalid argument "/dev/sda:1k" for "--device-write-iops" flag: invalid rate for device: /dev/sda:1k. The correct format is <device-path>:<number>. Number must be a positive integer
          --device-read-bps /dev/sdz:1mb   | 127 | docker: Error response from daemon: stat /dev/sdz: no such file or directory
          -m 5m                            | 125 | docker: Error response from daemon: Minimum memory limit allowed is 6MB
          -m lots                          | 125 | invalid argument "lots" for "-m, --memory" flag: invalid size: 'lots'
          -m 64m --memory-swap 32m         | 125 | docker: Error response from daemon: Minimum memoryswap limit should be larger than memory limit, see usage
          --memory-swap 32m                | 125 | docker: Error response from daemon: You should always set the Memory limit when using Memoryswap limit, see usage
          --cpus 5                         | 125 | docker: Error response from daemon: range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available
          --cpus half                      | 125 | invalid argument "half" for "--cpus" flag: failed to parse half as a rational number
          --cpuset-cpus 9                  | 125 | docker: Error response from daemon: Requested CPUs are not available - requested 9, available: 0-3
          --cpuset-cpus a                  | 125 | docker: Error response from daemon: Invalid value a for cpuset cpus
          --name _x                        | 125 | docker: Error response from daemon: Invalid container name (_x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed
          --cgroup-parent /x               | 125 | docker: Error response from daemon: cgroup-parent for systemd cgroup should be a valid slice named as "xxx.slice"
          --cgroup-parent a--b.slice       | 125 | docker: Error response from daemon: invalid slice name: a--b.slice
          --network none                   | 125 | --network: not supported here
          """)
  void runRefuses(String options, int status, String message) {
    Runs.Result result = Runs.on("default", "docker run -d " + options + " img");
    String first = result.err().lines().findFirst().orElse("");
    assertThat(first).isEqualTo(message);
    assertThat(result.err()).endsWith("\n\nRun 'docker run --help' for more information\n");
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aPartitionIsRuncsToFindOut() {
    Runs.Result result =
        Runs.on(
            "default",
            """
            docker run --name web --device-read-bps /dev/sda1:1mb img
            echo $?
            docker ps -a --no-trunc
            ls -d /sys/fs/cgroup/system.slice/*/
            """);
    assertThat(result.err())
        .startsWith(
            "docker: Error response from daemon: failed to create task for container: failed to"
                + " create shim task: OCI runtime create failed: runc create failed: unable to"
                + " start container process: error during container init: error setting cgroup"
                + " config for procHooks process: failed to write \"8:1 rbps=1048576\": write"
                + " /sys/fs/cgroup/system.slice/docker-ID.scope/io.max: no such device: unknown\n");
    assertThat(result.out()).startsWith("125\n").contains("Created").contains("web\n");
    assertThat(result.err())
        .endsWith("'/sys/fs/cgroup/system.slice/*/': No such file or directory\n");
  }

  @Test
  void aFailedWriteIsShownWithItsErrno() {
    Runs.Result result =
        Runs.on("default", "docker run -d --show-writes --device-read-bps /dev/sda1:1mb img");
    assertThat(result.err())
        .contains(
            "echo \"8:1 rbps=1048576\" > /sys/fs/cgroup/system.slice/docker-ID.scope/io.max"
                + "  # ENODEV: No such device\n");
  }

  @Test
  void theVariableShowsWritesToo() {
    Runs.Result result = Runs.on("hybrid", "CGLAB_SHOW_WRITES=1 docker run -d img");
    assertThat(result.writes()).startsWith("mkdir blkio/docker\n");
  }

  @Test
  void aLimitBites() {
    Runs.Result result =
        Runs.on(
            "default",
            """
            docker run --device-read-bps /dev/sda:1mb img \\
              dd if=/dev/sda of=/dev/null bs=64k count=32 iflag=direct
            """);
    assertThat(result.err()).contains("2097152 bytes (2.1 MB, 2.0 MiB) copied, 2.0");
  }

  @Test
  void theExitStatusIsTheWorkloads() {
    assertThat(Runs.on("default", "docker run img sh -c 'exit 3'").status()).isEqualTo(3);
    Runs.Result missing = Runs.on("default", "docker run img nosuch");
    assertThat(missing.status()).isEqualTo(127);
    assertThat(missing.err()).contains("exec: \"nosuch\": executable file not found in $PATH");
  }

  @Test
  void aLifeOfAContainer() {
    Runs.Result result =
        Runs.on(
            "default",
            """
            docker run -d --name web img
            docker run -d --name web img
            sleep 5
            docker ps
            docker pause web; docker pause web; docker ps
            docker exec web true
            docker unpause web; docker unpause web
            docker exec web cat /proc/self/cgroup
            docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.Name}}' web
            docker rm web
            docker stop web
            sleep 120
            docker ps -a
            docker kill web
            docker rm web
            docker ps -aq
            docker rm web
            """);
    assertThat(result.out().replaceAll("\\b[0-9a-f]{12}\\b", "SHORT"))
        .isEqualTo(
            """
            ID
            CONTAINER ID   IMAGE     COMMAND            CREATED         STATUS         PORTS     NAMES
            SHORT   img       "sleep infinity"   5 seconds ago   Up 5 seconds             web
            web
            CONTAINER ID   IMAGE     COMMAND            CREATED         STATUS                  PORTS     NAMES
            SHORT   img       "sleep infinity"   5 seconds ago   Up 5 seconds (Paused)             web
            web
            0::/system.slice/docker-ID.scope
            running 0 /web
            web
            CONTAINER ID   IMAGE     COMMAND            CREATED         STATUS                       PORTS     NAMES
            SHORT   img       "sleep infinity"   2 minutes ago   Exited (137) 2 minutes ago             web
            web
            """);
    assertThat(result.err())
        .isEqualTo(
            """
            docker: Error response from daemon: Conflict. The container name "/web" is already in use by container "ID". You have to remove (or rename) that container to be able to reuse that name.

            Run 'docker run --help' for more information
            Error response from daemon: Container ID is already paused
            Error response from daemon: container ID is paused, unpause the container before exec
            Error response from daemon: Container ID is not paused
            Error response from daemon: cannot remove container "/web": container is running: stop the container before removing or force remove
            Error response from daemon: cannot kill container: web: container ID is not running
            Error response from daemon: No such container: web
            """);
  }

  @Test
  void stopWaitsTenSecondsForAProcessThatDoesNotCatchTheSignal() {
    Runs.Result result =
        Runs.on(
            "default",
            """
            docker run -d --name deaf img
            time docker stop deaf
            docker run -d --name polite img sh -c 'trap "echo bye; exit 7" TERM; while :; do sleep 1; done'
            sleep 0.5
            time docker stop polite
            docker inspect -f '{{.State.ExitCode}}' deaf polite
            docker logs polite
            """);
    assertThat(result.err()).isEqualTo("real 10.000\nreal 0.500\n");
    assertThat(result.out()).isEqualTo("ID\ndeaf\nID\npolite\n137\n7\nbye\n");
  }

  @Test
  void whatAContainerLeavesRunningEndsWithIt() {
    Runs.Result result =
        Runs.on(
            "default",
            """
            docker run --name web img sh -c 'sleep 100 & sleep 1'
            ls /sys/fs/cgroup/system.slice | grep -c docker
            ps -e -o comm | grep -c sleep
            """);
    assertThat(result.out()).isEqualTo("0\n0\n");
  }

  @Test
  void updateWritesAgain() {
    Runs.Result result =
        Runs.on(
            "default",
            """
            docker run -d --name web -m 64m --device-read-bps /dev/sda:1mb img
            docker update --show-writes --blkio-weight 300 --cpus 2 web
            docker update -m 1g web
            cat /sys/fs/cgroup/system.slice/docker-*/io.max
            """);
    assertThat(result.limits())
        .isEqualTo(
            """
            67108864 > memory.swap.max
            67108864 > memory.max
            300 > io.bfq.weight
            "8:0 rbps=1048576" > io.max
            "200000 100000" > cpu.max
            """);
    assertThat(result.err())
        .endsWith(
            "Error response from daemon: Cannot update container ID: Memory limit should be smaller"
                + " than already set memoryswap limit, update the memoryswap at the same time\n");
    assertThat(result.out()).endsWith("8:0 rbps=1048576 wbps=max riops=max wiops=max\n");
  }

  @ParameterizedTest
  @CsvSource({"default", "v1"})
  void statsTellWhatWasRead(String machine) {
    Runs.Result result =
        Runs.on(
            machine,
            """
            docker run -d --name web -m 512m --device-read-bps /dev/sda:1g img sh -c 'dd if=/dev/sda of=/dev/null bs=1M count=4 iflag=direct; sleep 100'
            sleep 3
            docker stats --no-stream web
            """);
    assertThat(result.out().lines().skip(1))
        .satisfiesExactly(
            heading ->
                assertThat(heading)
                    .matches(
                        "CONTAINER ID +NAME +CPU % +MEM USAGE / LIMIT +MEM % +NET I/O +BLOCK I/O"
                            + " +PIDS"),
            row ->
                assertThat(row)
                    .matches(
                        "[0-9a-f]{12} +web +0.00% +0B / 512MiB +0.00% +0B / 0B +4.19MB / 0B"
                            + " +[12]"));
  }

  @ParameterizedTest(name = "{0} freezes by {1}")
  @CsvSource({
    "default, echo 1 > system.slice/docker-ID.scope/cgroup.freeze",
    "v1, echo FROZEN > freezer/docker/ID/freezer.state"
  })
  void pauseFreezes(String machine, String write) {
    Runs.Result result =
        Runs.on(machine, "docker run -d --name web img\ndocker pause --show-writes web\n");
    assertThat(result.writes()).isEqualTo(write + "\n");
  }

  @Test
  void sameSeedSameIds() {
    String script = "docker run -d img | cut -c 1-12; docker ps | tail -n 1";
    assertThat(Runs.on("default", script)).isEqualTo(Runs.on("default", script));
  }

  @ParameterizedTest(name = "docker {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run             | 1   | docker: 'docker run' requires at least 1 argument
          run --name      | 125 | flag needs an argument: --name
          run -m          | 125 | flag needs an argument: 'm' in -m
          stop            | 1   | docker: 'docker stop' requires at least 1 argument
          exec web        | 1   | docker: 'docker exec' requires at least 2 arguments
          frob            | 1   | docker: unknown command: docker frob
          ps --frob       | 1   | --frob: not supported here
          inspect web     | 1   | error: no such object: web
          kill -s FROB x  | 1   | Error response from daemon: Invalid signal: FROB
          """)
  void wrongUsage(String words, int status, String message) {
    Runs.Result result = Runs.on("default", "docker " + words);
    assertThat(result.err().lines().findFirst()).contains(message);
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void withoutCgroupsThereIsNoDaemon() {
    Runs.Result result = Runs.on("v1", "umount /sys/fs/cgroup/*; docker run img");
    assertThat(result.err())
        .startsWith(
            "docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the"
                + " docker daemon running?\n");
    assertThat(result.status()).isEqualTo(125);
  }
}
