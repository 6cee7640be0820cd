package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of io-throttle (dm-ioband.md 5.1). */
class IoThrottleTest {
  private static final String GROUP =
      "mkdir -p /cg; mount -t cgroup -o blockio cgroup /cg; mkdir /cg/a; cd /cg/a\n";

  @Test
  void rulesReadBackAndReplaceEachOther() {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + """
                ls | grep blockio
                echo /dev/sda:1048576 > blockio.bandwidth-max
                echo /dev/sdb:4096:1:8192 > blockio.bandwidth-max
                echo /dev/sda:100:1 > blockio.iops-max
                cat blockio.bandwidth-max blockio.iops-max
                echo /dev/sda:0 > blockio.bandwidth-max
                cat blockio.bandwidth-max
                mkdir b; cat b/blockio.bandwidth-max b/blockio.throttlecnt
                """);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(
            """
            blockio.bandwidth-max
            blockio.iops-max
            blockio.throttlecnt
            8 0 1048576 0 0 1048576 0 0
            8 16 4096 1 0 8192 0 0
            8 0 100 1 0 100 0 0
            8 16 4096 1 0 8192 0 0
            """);
  }

  /** Leaky: smooth; token: a burst of a bucket after idle time; the longer delay wins. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          /dev/sda:1048576,            /dev/sda:0,   10s, 2560
          /dev/sda:1048576:1:1048576,  /dev/sda:0,   10s, 2815
          /dev/sda:1048576,            /dev/sda:100, 10s, 1000
          /dev/sda:0,                  /dev/sda:100, 10s, 1000
          """)
  void limitsHold(String bandwidth, String iops, String length, long ios) {
    Scripts.Result result =
        Scripts.run(
            GROUP
                + String.format(
                    """
                    echo %s > blockio.bandwidth-max
                    echo %s > blockio.iops-max
                    sleep 1
                    job a --dev sda1 --cgroup /cg/a
                    run %s > /tmp/table
                    set -- $(grep '^a ' /tmp/table)
                    echo $2
                    cut -d ' ' -f 1-2 blockio.throttlecnt
                    """,
                    bandwidth, iops, length));
    String[] lines = result.out().split("\n", -1);
    assertThat(Long.parseLong(lines[0])).isBetween(ios - 2, ios + 2);
    assertThat(lines[1]).isEqualTo("8 0");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          /dev/sda1:4096,       Invalid argument
          /dev/nope:4096,       No such device
          8:0:4096,             No such device
          /dev/sda,             Invalid argument
          /dev/sda:4096:2,      Invalid argument
          /dev/sda:4096:1:2:3,  Invalid argument
          /dev/sda:-1,          Invalid argument
          /dev/sda:4k,          Invalid argument
          """)
  void refused(String rule, String errno) {
    Scripts.Result result =
        Scripts.run(GROUP + "echo " + rule + " > blockio.bandwidth-max; cat blockio.bandwidth-max");
    assertThat(result.err()).isEqualTo("test: line 2: echo: write error: " + errno + "\n");
    assertThat(result.out()).isEmpty();
  }
}
