package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose delayed writes are (dm-ioband.md 4.3), as ioband's groups count them. */
class BioOwnersTest {
  /** Two cgroups with ids 1 and 2 that are ioband groups of the disk that /mnt is on. */
  private static final String SETUP =
      """
      echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | dmsetup create ioband1
      mkfs.ext4 -q /dev/mapper/ioband1; mount /dev/mapper/ioband1 /mnt
      mkdir -p /cgroup/bio; mount -t cgroup -o bio none /cgroup/bio
      mkdir /cgroup/bio/b1 /cgroup/bio/b2
      dmsetup message ioband1 0 type cgroup
      dmsetup message ioband1 0 attach 1
      dmsetup message ioband1 0 attach 2
      dmsetup message ioband1 0 weight 1:30
      dmsetup message ioband1 0 weight 2:60
      dmsetup message ioband1 0 reset
      # MiB that were written of the default group, of 1 and of 2
      written() { set -- $(dmsetup status ioband1); echo $((${11} / 2048)) $((${18} / 2048)) $((${25} / 2048)); }
      # by CGROUP FILE MiB [OPTIONS of dd]
      by() {
        g=$1 f=$2 n=$3; shift 3
        sh -c "echo \\$\\$ > /cgroup/bio/$g/tasks; dd if=/dev/zero of=$f bs=1M count=$n $* 2> /tmp/dd"
      }
      """;

  private static String run(String script) {
    Scripts.Result result = Scripts.run(SETUP + script);
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  /** Default, first and second group's MiB. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          by b1 /mnt/a 20; by b2 /mnt/b 12                                              | 0 20 12
          by b1 /mnt/a 20; by b2 /mnt/b 12; dd if=/dev/zero of=/mnt/c bs=1M count=3 2> /tmp/dd | 3 20 12
          by . /mnt/a 5; by b2 /mnt/b 12                                                | 5 0 12
          by b1 /mnt/a 8 oflag=direct; by b2 /mnt/b 4 oflag=sync                        | 0 8 4
          by b1 /mnt/a 8; by b2 /mnt/a 2 conv=notrunc                                   | 0 8 0
          by b1 /mnt/a 8; sync; by b2 /mnt/a 2 conv=notrunc                             | 0 8 2
          by b1 /mnt/a 8; by b2 /mnt/a 2 conv=notrunc,fsync                             | 0 8 0
          by b1 /mnt/a 8; by b2 /mnt/b 2; rmdir /cgroup/bio/b1                          | 8 0 2
          by b1 /mnt/a 8; rmdir /cgroup/bio/b1; by b2 /mnt/a 2 conv=notrunc,fsync       | 8 0 0
          by b1 /mnt/a 8; rmdir /cgroup/bio/b1; mkdir /cgroup/bio/b3                    | 8 0 0
          by b1 /mnt/a 8; rmdir /cgroup/bio/b1; mkdir /cgroup/bio/b3; by b3 /mnt/b 2    | 8 2 0
          by b1 /mnt/a 8; rm /mnt/a                                                     | 0 0 0
          """)
  void aPageIsWhoseTaskMadeItDirty(String writers, String written) {
    assertThat(run(writers + "\nsync; written")).isEqualTo(written + "\n");
  }

  /** Nobody calls sync: the flusher finds the pages when they are old enough. */
  @Test
  void theFlusherSubmitsForTheWriters() {
    assertThat(run("by b1 /mnt/a 20; by b2 /mnt/b 12; written; sleep 40; written"))
        .isEqualTo("0 0 0\n0 20 12\n");
  }

  @Test
  void aMovedTaskLeavesItsPagesBehind() {
    assertThat(
            run(
                """
                by b1 /mnt/a 8
                echo $$ > /cgroup/bio/b1/tasks
                dd if=/dev/zero of=/mnt/b bs=1M count=6 2> /tmp/dd
                echo $$ > /cgroup/bio/b2/tasks
                dd if=/dev/zero of=/mnt/c bs=1M count=3 2> /tmp/dd
                sync; written
                """))
        .isEqualTo("0 14 3\n");
  }

  /** The second write comes while the first one's pages are on their way, and is its own. */
  @Test
  void pagesOnTheirWayChangeHandsToo() {
    assertThat(
            run(
                """
                by b1 /mnt/a 8; sync & sleep 0.0001
                grep Writeback: /proc/meminfo
                by b2 /mnt/a 8 conv=notrunc; wait; written; sync; written
                """))
        .isEqualTo("Writeback:          8192 kB\n0 8 0\n0 8 8\n");
  }

  /** One bio has the pages of two, and is the first one's. */
  @Test
  void aBioOfTwoIsWhollyTheFirstPages() {
    assertThat(
            run(
                """
                by b1 /mnt/a 1; by b2 /mnt/a 1 'seek=1 conv=notrunc'
                sync; written
                dd if=/dev/zero of=/mnt/b bs=1M count=2 2> /tmp/dd; sync; dmsetup message ioband1 0 reset
                by b2 /mnt/b 1 conv=notrunc; by b1 /mnt/b 1 'seek=1 conv=notrunc'
                sync; written
                """))
        .isEqualTo("0 2 0\n0 0 2\n");
  }

  /** The flusher has no uid: that is why bio-cgroup exists. */
  @Test
  void usersGroupsMissDelayedWrites() {
    assertThat(
            run(
                """
                dmsetup message ioband1 0 detach 1
                dmsetup message ioband1 0 detach 2
                dmsetup message ioband1 0 type user
                dmsetup message ioband1 0 attach 1000
                dmsetup message ioband1 0 attach 2000
                chmod 777 /mnt
                su 1000 -c 'dd if=/dev/zero of=/mnt/a bs=1M count=5 2> /dev/null'
                su 1000 -c 'dd if=/dev/zero of=/mnt/b bs=1M count=3 oflag=direct 2> /dev/null'
                sync; written
                """))
        .isEqualTo("5 3 0\n");
  }
}
