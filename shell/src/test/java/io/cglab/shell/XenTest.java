package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code xm} and {@code lsof}: guests as who does the I/O of their disks. */
class XenTest {
  private static final String DISKS =
      """
      mkdir -p /etc/xen /vmdisk
      dmsetup create ioband1 --table "0 268433408 ioband 8:1 1"
      dmsetup create ioband2 --table "0 268433408 ioband 8:2 1"
      mkfs.ext3 /dev/mapper/ioband2 > /tmp/mkfs 2>&1
      mount /dev/mapper/ioband2 /vmdisk
      truncate -s 1M /vmdisk/vm2.img
      echo "disk = [ 'phy:/dev/mapper/ioband1,xvda,w' ]" > /etc/xen/vm1
      echo "name = 'guest'; memory = 256" > /tmp/vm2
      echo "disk = [ 'tap:aio:/vmdisk/vm2.img,xvda,w', ]" >> /tmp/vm2
      """;

  @Test
  void aGuestHasItsDisksOpenUntilItIsDestroyed() {
    Scripts.Result result =
        Scripts.run(
            DISKS
                + """
                xm create vm1
                dmsetup info ioband1 | grep Open
                pidof blkback.1.xvda > /tmp/pid && echo served
                dmsetup remove ioband1
                xm create vm1
                xm destroy vm1
                dmsetup remove ioband1
                pidof blkback.1.xvda
                """);
    assertThat(result.out())
        .isEqualTo(
            """
            Using config file "/etc/xen/vm1".
            Started domain vm1
            Open count:        1
            served
            Using config file "/etc/xen/vm1".
            """);
    assertThat(result.err())
        .isEqualTo(
            """
            device-mapper: remove ioctl failed: Device or resource busy
            Command failed
            Error: VM name 'vm1' already in use by domain 1
            """);
  }

  @Test
  void lsofFindsTheProcessOfAnImage() {
    Scripts.Result result =
        Scripts.run(
            DISKS
                + """
                echo 15010 > /proc/sys/kernel/ns_last_pid
                xm create /tmp/vm2
                lsof /vmdisk/vm2.img
                lsof -p 1; echo $?
                lsof /vmdisk/vm3.img; echo $?
                xm destroy /tmp/vm2
                lsof /vmdisk/vm2.img; echo $?
                """);
    assertThat(result.out())
        .startsWith("Using config file \"/tmp/vm2\".\nStarted domain ")
        .containsPattern(
            "COMMAND   PID USER   FD   TYPE DEVICE    SIZE NODE NAME\n"
                + "tapdisk 15011 root   11u   REG  253,1 1048576   1[0-9] /vmdisk/vm2.img\n1\n1\n");
    assertThat(result.err())
        .contains("lsof: status error on /vmdisk/vm3.img: No such file or directory\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          xm create nosuch                                     ~ Error: Unable to open config file: nosuch
          xm destroy nosuch                                    ~ Error: Domain 'nosuch' does not exist.
          echo "disk = ['file:/a,xvda,w']" > vm; xm create vm  ~ Error: disk 'file:/a,xvda,w': phy:DEVICE,NAME,w or tap:aio:FILE,NAME,w is wanted
          echo "memory = 'much'" > vm; xm create vm            ~ Error: memory = 'much': a number is wanted
          echo "disk = ['phy:nosuch,xvda,w']" > vm; xm create vm ~ Error: Device xvda (vbd) could not be connected. /dev/nosuch does not exist.
          """)
  void refused(String command, String line) {
    Scripts.Result result = Scripts.run("cd /tmp\n" + command);
    assertThat(result.err()).isEqualTo(line + "\n");
    assertThat(result.status()).isEqualTo(1);
  }
}
