package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** bio-cgroup (dm-ioband.md 4): the hierarchy, bio.id, and who is whose. */
class BioCgroupTest {
  private static final String MOUNT =
      "mkdir -p /cgroup/bio; mount -t cgroup -o bio none /cgroup/bio\n";

  @Test
  void numbersAreTheLowestFreeAndUsedAgain() {
    Scripts.Result result =
        Scripts.run(
            MOUNT
                + """
                cd /cgroup/bio
                mkdir b1 b2 b2/inner b4
                cat bio.id b1/bio.id b2/bio.id b2/inner/bio.id b4/bio.id
                rmdir b1; mkdir b5; cat b5/bio.id
                echo 7 > b5/bio.id
                spawn P; echo $P > b5/tasks; rmdir b5
                ls b5
                """);
    assertThat(result.out())
        .isEqualTo(
            """
            0
            1
            2
            3
            4
            1
            bio.id
            cgroup.clone_children
            cgroup.procs
            notify_on_release
            tasks
            """);
    assertThat(result.err())
        .contains("echo: write error: Invalid argument")
        .contains("rmdir: failed to remove 'b5': Device or resource busy");
  }

  @Test
  void aMountWithMemoryAndWithoutTheAddOn() {
    assertThat(
            Scripts.run(
                    """
                    mkdir -p /cgroup/bio; mount -t cgroup -o bio,memory none /cgroup/bio
                    mkdir /cgroup/bio/a; ls /cgroup/bio/a | grep -e bio -e limit_in_bytes
                    grep /cgroup/bio /proc/mounts
                    """)
                .out())
        .contains("bio.id\n")
        .contains("memory.limit_in_bytes\n")
        .contains("none /cgroup/bio cgroup rw,relatime,memory,bio 0 0");
    Scripts.Result result = Scripts.runOn("recorded-v1", MOUNT);
    assertThat(result.err()).contains("wrong fs type, bad option");
  }

  @Test
  void iobandctlFindsTheNumbersItself() {
    Scripts.Result result =
        Scripts.run(
            MOUNT
                + """
                mkdir /cgroup/bio/a /cgroup/bio/b
                echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | dmsetup create ioband1
                iobandctl.py group /dev/mapper/ioband1 cgroup /cgroup/bio/a:30 /cgroup/bio/b:60
                iobandctl showconfig
                iobandctl group /dev/mapper/ioband1 cgroup /cgroup/bio/c:30
                iobandctl weight ioband1 2:90; iobandctl status reset; iobandctl status
                iobandctl create /dev/sda2:7 /dev/sdb:8; dmsetup table
                iobandctl destroy all; dmsetup ls
                """);
    assertThat(result.out())
        .isEqualTo(
            """
            device group 1: io_throttle 4, io_limit 128, token 2048
              ioband1, type cgroup
                default: weight 100 (52.6 %), 1077 tokens, 0 held, 0 in flight
                1: weight 30 (15.8 %), 323 tokens, 0 held, 0 in flight
                2: weight 60 (31.6 %), 646 tokens, 0 held, 0 in flight
            ioband1: 0 268433408 ioband 1 -1 0 0 0 0 0 0 1 0 0 0 0 0 0 2 0 0 0 0 0 0
            ioband1: 0 268433408 ioband 8:1 1 4 128
            ioband2: 0 268433408 ioband 8:2 1 4 128
            ioband3: 0 4294967296 ioband 8:16 2 4 128
            No devices found
            """);
    assertThat(result.err())
        .isEqualTo("iobandctl: /cgroup/bio/c/bio.id: No such file or directory\n");
  }
}
