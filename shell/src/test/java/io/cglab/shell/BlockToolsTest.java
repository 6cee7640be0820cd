package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** lsblk, blockdev, findmnt and mountpoint of util-linux. */
class BlockToolsTest {
  private static String out(String script) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err()).isEmpty();
    return new String(result.out().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Test
  void drawsDisksAndPartitions() {
    assertThat(out("lsblk"))
        .isEqualTo(
            """
            NAME    MAJ:MIN RM  SIZE RO TYPE MOUNTPOINTS
            sda       8:0    0  256G  0 disk\s
            ├─sda1    8:1    0  128G  0 part\s
            └─sda2    8:2    0  128G  0 part\s
            sdb       8:16   0    2T  0 disk\s
            nvme0n1 259:0    0  512G  0 disk\s
            """);
  }

  @Test
  void writesJson() {
    assertThat(out("lsblk -J -b -o NAME,MAJ:MIN,SIZE,ROTA,MOUNTPOINTS /dev/sda"))
        .isEqualTo(
            """
            {
               "blockdevices": [
                  {
                     "name": "sda",
                     "maj:min": "8:0",
                     "size": 274877906944,
                     "rota": false,
                     "mountpoints": [
                         null
                     ],
                     "children": [
                        {
                           "name": "sda1",
                           "maj:min": "8:1",
                           "size": 137437904896,
                           "rota": false,
                           "mountpoints": [
                               null
                           ]
                        },{
                           "name": "sda2",
                           "maj:min": "8:2",
                           "size": 137437904896,
                           "rota": false,
                           "mountpoints": [
                               null
                           ]
                        }
                     ]
                  }
               ]
            }
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lsblk -dno NAME                            | sda // sdb // nvme0n1
          lsblk -dn -o NAME,SIZE,ROTA,SCHED /dev/sdb | sdb     2T    1 mq-deadline
          lsblk -rno NAME,MAJ:MIN /dev/sda           | sda 8:0 // sda1 8:1 // sda2 8:2
          lsblk -P -o NAME,TYPE /dev/sda1            | NAME="sda1" TYPE="part"
          lsblk -lno PATH /dev/sda2                  | /dev/sda2
          lsblk -no PKNAME /dev/sda2                 | sda
          lsblk -pno NAME /dev/sdb                   | /dev/sdb
          lsblk -bdno SIZE /dev/sdb                  | 2199023255552
          blockdev --getsz /dev/sda                  | 536870912
          blockdev --getsize --getsize64 /dev/sda1   | 268433408 // 137437904896
          blockdev --getss --getpbsz --getra --getro /dev/sdb | 512 // 512 // 256 // 0
          blockdev --setra 512 /dev/sda; blockdev --getra /dev/sda | 512
          blockdev --report /dev/sda1                | RO    RA   SSZ   BSZ        StartSec            Size   Device // rw   256   512  4096            2048    137437904896   /dev/sda1
          findmnt -no TARGET,FSTYPE -t cgroup2       | /sys/fs/cgroup cgroup2
          findmnt -no SOURCE /proc                   | proc
          findmnt -T /sys/fs/cgroup -no TARGET       | /sys/fs/cgroup
          mountpoint /proc                           | /proc is a mountpoint
          mkdir /mnt/x; mount -t tmpfs none /mnt/x; mountpoint -q /mnt/x && findmnt -no FSTYPE /mnt/x | tmpfs
          mount -t cgroup2                           | none on /sys/fs/cgroup type cgroup2 (rw,relatime)
          """)
  void prints(String script, String lines) {
    assertThat(out(script).strip().replace("\n", " // ")).isEqualTo(lines);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lsblk /dev/zero          | 32 | lsblk: /dev/zero: not a block device
          lsblk -o NOPE            | 1  | lsblk: unknown column: NOPE
          lsblk -y                 | 1  | lsblk: invalid option -- 'y'
          blockdev --getsz /dev/no | 1  | blockdev: cannot open /dev/no: No such file or directory
          blockdev --nope /dev/sda | 1  | blockdev: Unknown command: --nope
          findmnt /nowhere         | 1  | ''
          mountpoint -q /tmp       | 32 | ''
          mountpoint /nowhere      | 1  | mountpoint: /nowhere: No such file or directory
          """)
  void refuses(String script, int status, String message) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err().strip()).isEqualTo(message);
    assertThat(result.status()).isEqualTo(status);
  }
}
