package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands on files of simulated disks. The machine {@code recorded-writeback-v2} has an ext4 on
 * /mnt; where times are told, it is made on a disk that takes 200 us a request, 32 at once.
 */
class DiskFilesTest {
  private static final String MACHINE = "recorded-writeback-v2";
  private static final String LIMITED =
      """
      echo +io > /sys/fs/cgroup/cgroup.subtree_control
      mkdir /sys/fs/cgroup/a
      echo "8:0 wbps=8388608 rbps=8388608" > /sys/fs/cgroup/a/io.max
      """;

  private static Scripts.Result run(String script) {
    return Scripts.runOn(MACHINE, script);
  }

  private static Scripts.Result runOnSsd(String script) {
    return runOnSsd("ext4", script);
  }

  private static Scripts.Result runOnSsd(String type, String script) {
    return Scripts.run("mkfs." + type + " -q /dev/sda2\nmount /dev/sda2 /mnt\n" + script);
  }

  static List<RealShell.Script> scripts() throws IOException {
    return RealShell.scripts("files.txt");
  }

  /** On a disk, in memory and on a real machine all is the same. */
  @ParameterizedTest
  @MethodSource("scripts")
  void filesAreFiles(RealShell.Script script, @TempDir Path directory)
      throws IOException, InterruptedException {
    String mount = "mkfs.ext4 -q /dev/sda2\nmount /dev/sda2 /mnt\ncd /mnt\nrmdir lost+found\n";
    RealShell.compare(
        Path.of("/bin/dash"),
        mount,
        script,
        java.nio.file.Files.createDirectory(directory.resolve("disk")));
    RealShell.compare(
        Path.of("/bin/dash"),
        "mkdir /tmp/w\ncd /tmp/w\n",
        script,
        java.nio.file.Files.createDirectory(directory.resolve("memory")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mkfs.ext4 /dev/sda             | 1  | mke2fs 1.47.0 (5-Feb-2023)~/dev/sda is mounted; will not make a filesystem here!
          mkfs.ext3 /dev/nix             | 1  | mke2fs 1.47.0 (5-Feb-2023)~The file /dev/nix does not exist and no size was specified.
          mkfs -t foo /dev/sda           | 1  | mkfs: failed to execute mkfs.foo: No such file or directory
          mkfs.ext4 -b 1024 /dev/sda     | 1  | mkfs.ext4: only blocks of 4096 bytes are simulated
          mkfs.xfs /dev/sda              | 1  | mkfs.xfs: /dev/sda contains a mounted filesystem
          mount /dev/nix /tmp            | 32 | mount: /tmp: special device /dev/nix does not exist.
          mount /root /tmp               | 32 | mount: /tmp: /root is not a block device.
          mount -t xfs /dev/sda /tmp     | 32 | mount: /tmp: wrong fs type, bad option, bad superblock on /dev/sda, missing codepage or helper program, or other error.
          mount /dev/sda /mnt            | 32 | mount: /mnt: /dev/sda already mounted or mount point busy.
          cd /mnt; umount /mnt           | 32 | umount: /mnt: target is busy.
          exec 3>/mnt/f; umount /mnt     | 32 | umount: /mnt: target is busy.
          umount /dev/sda; umount /mnt   | 32 | umount: /mnt: not mounted.
          truncate -s 20T /mnt/f         | 1  | truncate: failed to truncate '/mnt/f' at 21990232555520 bytes: File too large
          truncate -s abc /mnt/f         | 1  | truncate: Invalid number: 'abc'
          truncate -s 5 /mnt             | 1  | truncate: cannot open '/mnt' for writing: Is a directory
          truncate -r /nix /mnt/f        | 1  | truncate: cannot stat '/nix': No such file or directory
          fallocate -l 1G /mnt/f         | 1  | fallocate: fallocate failed: No space left on device
          fallocate /mnt/f               | 1  | fallocate: no length argument specified
          fallocate -l 0 /mnt/f          | 1  | fallocate: invalid length value specified
          fallocate -l 5                 | 1  | fallocate: no filename specified
          df /nix                        | 1  | df: /nix: No such file or directory
          sync /nix                      | 1  | sync: error opening '/nix': No such file or directory
          sync -df /mnt                  | 1  | sync: cannot specify both --data and --file-system
          dd if=/dev/zero of=/mnt/f bs=100 count=1 oflag=direct status=none | 1 | dd: error writing '/mnt/f': Invalid argument
          dd if=/dev/zero of=/dev/null count=1 conv=fsync status=none | 1 | dd: fsync failed for '/dev/null': Invalid argument
          dd if=/dev/zero of=/mnt/f bs=1M count=600 status=none | 1 | dd: error writing '/mnt/f': No space left on device
          """)
  void whatIsRefused(String script, int status, String message) {
    Scripts.Result result = run(script + "\necho $?\n");
    assertThat(result.err()).isEqualTo(message.replace('~', '\n') + "\n");
    assertThat(result.out()).isEqualTo(status + "\n");
  }

  @Test
  void aDiskIsMadeMountedFilledAndUnmounted() {
    Scripts.Result result =
        Scripts.run(
            """
            mkfs.ext4 /dev/sda1 2>&1 | grep -v UUID
            mkdir /data; mount /dev/sda1 /data
            mount -t ext4; lsblk -n -o NAME,FSTYPE,MOUNTPOINT /dev/sda1
            fallocate -l 1G /data/f; df -h /data; df -i /data; df -T /data | tail -1
            ls -s /data 2>/dev/null; stat -c '%s %b' /data/f
            umount /data; ls /data; mkfs -t xfs -f /dev/sda1 | head -1
            mount /dev/sda1 /data; ls /data; df --version 2>/dev/null; mount | tail -1
            """);
    assertThat(result.out())
        .isEqualTo(
            """
            mke2fs 1.47.0 (5-Feb-2023)
            Creating filesystem with 33554176 4k blocks and 8388544 inodes
            Superblock backups stored on blocks:\s
            	32768, 98304, 163840, 229376, 294912, 819200, 884736, 1605632,\s
            	2654208, 4096000, 7962624, 11239424, 20480000, 23887872

            Allocating group tables: done                           \s
            Writing inode tables: done                           \s
            Creating journal (131072 blocks): done
            Writing superblocks and filesystem accounting information: done

            /dev/sda1 on /data type ext4 (rw,relatime)
            sda1 ext4   /data
            Filesystem      Size  Used Avail Use% Mounted on
            /dev/sda1       126G  1.0G  119G   1% /data
            Filesystem      Inodes IUsed   IFree IUse% Mounted on
            /dev/sda1      8388544    12 8388532    1% /data
            /dev/sda1      ext4 131595276 1048576 123835868   1% /data
            1073741824 2097152
            meta-data=/dev/sda1              isize=512    agcount=4, agsize=8388544 blks
            /dev/sda1 on /data type xfs (rw,relatime)
            """);
  }

  /** Who writes more than memory.high holds waits for memory; who waits for a disk does not. */
  @Test
  void waitingForMemoryIsPressure() {
    Scripts.Result result =
        run(
            """
            echo "+io +memory" > /sys/fs/cgroup/cgroup.subtree_control
            mkdir /sys/fs/cgroup/a
            echo "8:0 wbps=8388608" > /sys/fs/cgroup/a/io.max
            total() { sed -n 's/some.*total=//p' $1; }
            cgexec -g io:a dd if=/dev/zero of=/mnt/f bs=1M count=16 conv=fsync status=none
            echo $(total /sys/fs/cgroup/a/memory.pressure) $(total /proc/pressure/memory)
            echo 16M > /sys/fs/cgroup/a/memory.high
            cgexec -g io:a dd if=/dev/zero of=/mnt/g bs=1M count=64 status=none
            waited=$(total /sys/fs/cgroup/a/memory.pressure)
            test $waited -gt 1000000 && echo waited
            test $waited -eq $(total /proc/pressure/memory) && echo by nobody else
            """);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("0 0\nwaited\nby nobody else\n");
  }

  @Test
  void longFilesAreCountedWithoutBeingKept() {
    Scripts.Result result =
        Scripts.run(
            """
            mkfs.ext4 -q /dev/sda2; mount /dev/sda2 /mnt
            dd if=/dev/zero of=/mnt/f bs=1M count=300 status=none
            wc -c /mnt/f; cat /mnt/f | wc -c
            """);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("314572800 /mnt/f\n314572800\n");
  }

  @Test
  void aLimitHoldsForDirectIoOnFiles() {
    Scripts.Result result =
        runOnSsd(
            LIMITED
                + """
                cgexec -g io:/a dd if=/dev/zero of=/mnt/f bs=1M count=16 oflag=direct status=none
                cgexec -g io:/a dd if=/mnt/f of=/dev/null bs=1M iflag=direct status=none
                cat /sys/fs/cgroup/a/io.stat
                """);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo("8:0 rbytes=16777216 wbytes=16777216 rios=16 wios=16 dbytes=0 dios=0\n");
    assertThat(result.elapsedNs() / 1e9).isCloseTo(4.0, within(0.04));
  }

  @Test
  void whoWaitsForADiskLetsOthersGoOn() {
    String one = "cgexec -g io:/a dd if=/dev/zero of=/mnt/f bs=1M count=8 oflag=direct status=none";
    Scripts.Result result =
        runOnSsd(
            LIMITED + one + " &\ndd if=/dev/zero of=/mnt/g bs=1M count=8 oflag=direct\nwait\n");
    assertThat(result.err()).contains("8388608 bytes (8.4 MB, 8.0 MiB) copied, 0.00");
    assertThat(result.elapsedNs() / 1e9).isCloseTo(1.0, within(0.02));
  }

  @Test
  void aKilledWriterStopsWhereItIs() {
    Scripts.Result result =
        runOnSsd(
            LIMITED
                + """
                cgexec -g io:/a dd if=/dev/zero of=/mnt/f bs=1M count=64 oflag=direct status=none &
                sleep 1
                kill $!
                wait $!
                echo $?
                umount /mnt && echo unmounted
                """);
    assertThat(result.out()).isEqualTo("143\nunmounted\n");
    assertThat(result.elapsedNs() / 1e9).isBetween(1.0, 1.3);
  }

  @Test
  void whatIsSyncedIsOnTheDisk() {
    Scripts.Result result =
        runOnSsd(
            """
            wrote() { sed -nE 's/^8:0 .*wbytes=([0-9]+).*/\\1/p' /sys/fs/cgroup/io.stat; }
            echo 1 > /mnt/first; sync
            before=$(wrote)
            dd if=/dev/zero of=/mnt/f bs=1M count=8 conv=fsync status=none
            cp /mnt/f /mnt/g; sync /mnt/g
            dd if=/dev/zero of=/mnt/h bs=1M count=8 oflag=sync status=none
            dd if=/dev/zero of=/mnt/i bs=1M count=8 oflag=dsync status=none
            sync; sync -f /mnt; sync -d /mnt/i
            echo $(( $(wrote) - before ))
            """);
    assertThat(result.err()).isEmpty();
    assertThat(Double.parseDouble(result.out().strip()))
        .isCloseTo(4 * 8388608.0, within(400_000.0));
  }

  @ParameterizedTest(name = "fio {0}: {1} blocks of 512, bandwidth {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --rw=randread --size=4M                          | 8192 | READ: bw=8192KiB/s
          --rw=randwrite --size=4M                         | 8192 | WRITE: bw=8192KiB/s
          --rw=write --bs=64k --size=4M --fallocate=none   | 8192 | WRITE: bw=8192KiB/s
          --rw=write --bs=64k --size=4M --fallocate=keep   | 8192 | WRITE: bw=8192KiB/s
          --rw=write --bs=4k --size=8M --io_size=4M --fallocate=truncate | 8192  | WRITE: bw=8192KiB/s
          --rw=write --bs=4k --size=8M --io_size=4M        | 16384 | WRITE: bw=8192KiB/s
          """)
  void fioMakesFiles(String options, long blocks, String bandwidth) {
    Scripts.Result result =
        runOnSsd(
            LIMITED
                + "cgexec -g io:/a fio --name=j --directory=/mnt --direct=1 "
                + options
                + " | grep -oE '(READ|WRITE): bw=[0-9]*'\nstat -c %b /mnt/j.0.0\n");
    assertThat(result.err()).isEmpty();
    String[] lines = result.out().split("\n", -1);
    double kib = Double.parseDouble(lines[0].replaceAll(".*=", ""));
    assertThat(lines[0]).startsWith(bandwidth.replaceAll("=.*", "="));
    assertThat(kib < 100 ? kib * 1024 : kib).isCloseTo(8192, within(600.0));
    assertThat(lines[1]).isEqualTo(Long.toString(blocks));
  }

  @ParameterizedTest(name = "fio {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --directory=/mnt --rw=read | fio: j: you need to specify size=
          --directory=/mnt --rw=read --size=1G | fio: pid=0, err=28/file:filesetup.c, func=write, error=No space left on device
          --filename=/tmp/f --rw=read --size=1M | fio: /tmp/f: ordinary files have no simulated disk below them; use a device, such as --filename=/dev/sda, or a file where a disk is mounted
          --filename=/mnt/x/f --rw=read --size=1M | fio: /mnt/x/f: ordinary files have no simulated disk below them; use a device, such as --filename=/dev/sda, or a file where a disk is mounted
          """)
  void fioRefusesFiles(String options, String message) {
    Scripts.Result result = run("fio --name=j --direct=1 " + options + "\nls /mnt\n");
    assertThat(result.err()).isEqualTo(message + "\n");
  }

  @Test
  void holesOfAnExt3AreFilledOneAfterAnother() {
    String fio =
        "fio --name=j --directory=/mnt --rw=randwrite --bs=64k --size=4M --fallocate=truncate"
            + " --direct=1 --ioengine=libaio --iodepth=4 | grep -oE 'run=[0-9]+'\n";
    Scripts.Result result = runOnSsd("ext3", fio + fio);
    assertThat(result.err()).isEmpty();
    String[] lines = result.out().split("\n", -1);
    long first = Long.parseLong(lines[0].substring(4));
    long again = Long.parseLong(lines[1].substring(4));
    assertThat(first).as("into holes").isBetween(19L, 21L); // 64 of 95 + 205 + 10 us
    assertThat(again).as("over what is there").isLessThan(first / 4);
  }
}
