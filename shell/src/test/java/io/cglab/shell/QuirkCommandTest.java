package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code quirk} and {@code workload}. */
class QuirkCommandTest {
  private static final String BUSY =
      """
      cd /sys/fs/cgroup
      echo +io > cgroup.subtree_control
      mkdir web
      spawn t
      echo $t > web/cgroup.procs
      """;

  @Test
  void quirksAreInjectedListedAndEnded() {
    Scripts.Result result =
        Scripts.run(
            BUSY
                + """
                echo "8:0 rbps=1048576" > web/io.max
                quirk cut-off io.max '8:0 '
                quirk busy-rmdir 2 after=1
                cat web/io.max
                quirk | grep active
                quirk off
                quirk | grep active
                cat web/io.max
                """);
    assertThat(result.out())
        .isEqualTo(
            """
            8:0\s
            active: cut-off io.max 8:0\s
            active: busy-rmdir 2 after=1
            8:0 rbps=1048576 wbps=max riops=max wiops=max
            """);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theListSaysWhatThereIs() {
    assertThat(Scripts.run("quirk").out())
        .hasLineCount(7)
        .contains("cut-off FILE TEXT          lines that begin with TEXT end behind it\n");
  }

  @Test
  void aWorkloadGoesOnBesideTheShell() {
    Scripts.Result result =
        Scripts.run(
            BUSY
                + """
                workload $t randread sda bs=8192 iodepth=4 count=100
                cat web/io.stat
                advance 1
                cat web/io.stat
                """);
    assertThat(result.out())
        .isEqualTo("8:0 rbytes=819200 wbytes=0 rios=100 wios=0 dbytes=0 dios=0\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void aWorkloadIsStopped() {
    Scripts.Result result =
        Scripts.run(
            BUSY
                + """
                workload $t read sda
                workload $t read sdb
                advance 1ms
                workload $t stop
                advance 1ms
                cat web/io.stat > /tmp/before
                advance 1
                test "$(cat web/io.stat)" = "$(cat /tmp/before)" && workload $t read sdb count=1
                echo $?
                """);
    assertThat(result.err()).contains(" does one thing at a time, and is not done").hasLineCount(1);
    assertThat(result.out()).isEqualTo("0\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quirk nothing at all     | 2 | quirk: no quirk nothing; there are
          quirk cut-off            | 2 | quirk: usage: cut-off FILE TEXT
          quirk device-gone sdz    | 2 | quirk: no disk sdz; this machine has nvme0n1, sda
          workload                 | 2 | workload: usage: workload PID read|write
          workload x read sda      | 2 | workload: usage: workload PID read|write
          workload 1 read          | 2 | workload: read, write, randread or randwrite, and a device
          workload 1 read sda bs=x | 2 | workload: bs=x: KEY=NUMBER is wanted
          workload 9999 read sda   | 1 | workload: 9999: ESRCH: No such process
          workload 1 read sdz      | 1 | workload: sdz: ENXIO: No such device or address (no disk sdz;
          """)
  void wrongUsageIsSaidInOneLine(String line, int status, String message) {
    Scripts.Result result = Scripts.run(line);
    assertThat(result.err()).startsWith(message).hasLineCount(1);
    assertThat(result.status()).isEqualTo(status);
  }
}
