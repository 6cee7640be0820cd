package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** io-throttle (dm-ioband.md 5.2) through the page cache. */
class IoThrottleBufferedTest {
  private static final String SETUP =
      """
      mkfs.ext4 -q /dev/sda2; mount /dev/sda2 /mnt
      mkdir -p /cgroup/blockio; mount -t cgroup -o blockio cgroup /cgroup/blockio
      mkdir /cgroup/blockio/a
      by() { sh -c "echo \\$\\$ > /cgroup/blockio/a/tasks; dd $* 2> /tmp/dd"; grep -o '[0-9.]* s,' /tmp/dd; }
      """;

  /** Whole seconds: a limit of bytes counts what is read and dirtied, of I/Os each page. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bandwidth-max | 1048576   | if=/dev/zero of=/mnt/f bs=1M count=8 | 8
          bandwidth-max | 1048576   | if=/dev/zero of=/mnt/f bs=4k count=1024 | 4
          bandwidth-max | 1048576   | if=/mnt/g of=/dev/null bs=1M count=8 | 8
          bandwidth-max | 2097152:1 | if=/dev/zero of=/mnt/f bs=1M count=8 | 4
          bandwidth-max | 4194304   | if=/mnt/g of=/mnt/f bs=1M count=8 | 4
          iops-max      | 256       | if=/dev/zero of=/mnt/f bs=1M count=4 | 4
          iops-max      | 256       | if=/dev/zero of=/mnt/f bs=4k count=512 | 2
          """)
  void whoReadsOrDirtiesPagesSleeps(String file, String rule, String dd, long seconds) {
    Scripts.Result result =
        Scripts.run(
            SETUP
                + "dd if=/dev/zero of=/mnt/g bs=1M count=8 2> /tmp/x\nsync\n"
                + "echo 3 > /proc/sys/vm/drop_caches\n"
                + ("echo /dev/sda:" + rule + " > /cgroup/blockio/a/blockio." + file + "\n")
                + ("by " + dd + "\n"));
    assertThat(result.err()).isEmpty();
    assertThat(Double.parseDouble(result.out().replace(" s,", "").strip()))
        .isBetween(seconds - 0.05, seconds + 0.1);
  }
}
