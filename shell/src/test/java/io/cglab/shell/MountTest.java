package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTest {
  @Test
  void aHierarchyIsMountedAndListedAndUnmounted() {
    Scripts.Result result =
        Scripts.run(
            """
            mkdir -p /mnt/b
            mount -t cgroup -o none,name=web none /mnt/b
            mkdir /mnt/b/one
            cat /mnt/b/one/notify_on_release
            mount -t cgroup
            rmdir /mnt/b/one
            umount /mnt/b
            ls /mnt/b
            grep -c web /proc/self/cgroup
            """);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("0\nnone on /mnt/b type cgroup (rw,relatime,name=web)\n0\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mount -t cgroup2 none /nosuch       | mount: /nosuch: mount point does not exist.
          mount -t ext9 none /mnt             | mount: /mnt: unknown filesystem type 'ext9'.
          mount -t cgroup -o bogus none /mnt  | mount: /mnt: wrong fs type, bad option, bad superblock on none.
          mount -t cgroup -o blkio,cpu x /mnt | mount: /mnt: x already mounted or mount point busy.
          mount none /mnt | mount: /mnt: cannot guess the file system; say -t cgroup2 or another type
          umount /mnt                         | umount: /mnt: not mounted.
          """)
  void whatIsRefusedSaysWhy(String command, String message) {
    Scripts.Result result =
        Scripts.run(
            "mkdir -p /mnt\necho +io >/sys/fs/cgroup/cgroup.subtree_control\n"
                + "mkdir /sys/fs/cgroup/a\n"
                + command
                + "\necho $?\n");
    assertThat(result.err()).isEqualTo(message + "\n");
    assertThat(result.out()).isEqualTo("32\n");
  }

  @Test
  void theReleaseAgentRunsWhenACgroupIsEmpty() {
    Scripts.Result result =
        Scripts.runOn(
            "v1",
            """
            cat > /root/agent <<'E'
            #!/bin/sh
            echo "released $1 by $0 in $PWD with $PATH" >> /root/log
            rmdir /sys/fs/cgroup/blkio$1
            E
            chmod +x /root/agent
            echo /root/agent > /sys/fs/cgroup/blkio/release_agent
            mkdir -p /sys/fs/cgroup/blkio/a/b
            echo 1 > /sys/fs/cgroup/blkio/a/b/notify_on_release
            sh -c 'echo $$ > /sys/fs/cgroup/blkio/a/b/cgroup.procs'
            sleep 0.1
            cat /root/log
            ls -d /sys/fs/cgroup/blkio/a/*/
            """);
    assertThat(result.out())
        .isEqualTo("released /a/b by /root/agent in / with /sbin:/bin:/usr/sbin:/usr/bin\n");
    assertThat(result.err()).contains("No such file or directory");
  }
}
