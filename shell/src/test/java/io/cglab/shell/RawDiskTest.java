package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands on device nodes, which go through memory but for O_DIRECT. */
class RawDiskTest {
  private static final String LIMITED =
      """
      echo "+io +memory" > /sys/fs/cgroup/cgroup.subtree_control
      mkdir /sys/fs/cgroup/a
      echo "8:0 wbps=8388608 rbps=8388608" > /sys/fs/cgroup/a/io.max
      echo 0 > /sys/fs/cgroup/a/cgroup.procs
      took() { s=$(date +%s%N); "$@" 2> /dev/null; e=$(date +%s%N); echo $(((e - s) / 1000000)); }
      """;

  private static double[] ms(String script) {
    Scripts.Result result = Scripts.run(LIMITED + script);
    assertThat(result.err()).isEmpty();
    return result.out().lines().mapToDouble(Double::parseDouble).toArray();
  }

  /** Two seconds of the disk's time, or none. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dd if=/dev/zero of=/dev/sda bs=1M count=16                           | 2000
          dd if=/dev/zero of=/dev/sda bs=1M count=16 conv=fsync                | 2000
          dd if=/dev/zero of=/dev/sda bs=1M count=16 conv=fdatasync            | 2000
          dd if=/dev/zero of=/dev/sda bs=1M count=16 oflag=sync                | 2000
          dd if=/dev/zero of=/dev/sda bs=1M count=16 oflag=direct              | 2000
          dd if=/dev/sda of=/dev/null bs=1M count=16                           | 2000
          dd if=/dev/sda of=/dev/null bs=1M count=16 iflag=direct              | 2000
          dd if=/dev/sda of=/dev/sdb bs=1M count=16                            | 2000
          dd if=/dev/sda of=/dev/sdb bs=1M count=16 iflag=direct oflag=direct  | 2000
          dd if=/dev/sda of=/dev/sdb bs=1M count=16 oflag=direct               | 2000
          head -c 16M /dev/sda                                                 | 2000
          sh -c 'head -c 16M /dev/zero > /dev/sda'                             | 2000
          fio --name=f --filename=/dev/sda --rw=write --bs=64k --size=16M      | 2000
          fio --name=f --filename=/dev/sda --rw=read --bs=64k --size=16M       | 2000
          dd if=/dev/sda of=/dev/null bs=1M count=0                            | 0
          """)
  void isOfTheDisksTime(String command, double expected) {
    double[] took = ms("took " + command + " | tail -n 1 | tr -dc '0-9\\n'\n");
    assertThat(took[took.length - 1]).isCloseTo(expected, within(150.0));
  }

  @Test
  void isOfMemorysTimeWhileTheDiskIsOpen() {
    double[] took =
        ms(
            """
            exec 3< /dev/sda
            took dd if=/dev/zero of=/dev/sda bs=1M count=16
            sed -n 's/^Dirty: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo
            took dd if=/dev/sda of=/dev/null bs=1M count=16
            took sync
            sed -n 's/^Dirty: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo
            took dd if=/dev/zero of=/dev/sda bs=1M count=16 conv=notrunc
            took sync /dev/sda
            took dd if=/dev/zero of=/dev/sda bs=1M count=16
            took blockdev --flushbufs /dev/sda
            took dd if=/dev/zero of=/dev/sda bs=1M count=16
            took dd if=/dev/sda of=/dev/null bs=64k count=1 skip=240 iflag=direct
            s=$(date +%s%N); exec 3<&-; e=$(date +%s%N); echo $(((e - s) / 1000000))
            """);
    double[] expected = {0, 16384, 0, 2000, 0, 0, 2000, 0, 2000, 0, 0, 2000};
    assertThat(took).usingComparatorWithPrecision(150.0).containsExactly(expected);
  }

  /** GNU dd tells its time when it has closed its output. */
  @Test
  void whatDdTellsContainsClosing() {
    Scripts.Result result =
        Scripts.run(LIMITED + "dd if=/dev/zero of=/dev/sda bs=1M count=16 2>&1 | tail -n 1\n");
    assertThat(result.out()).matches("16777216 bytes .* copied, (1\\.9|2\\.)\\d* s, .*\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dd if=/dev/mapper/bad of=/dev/null count=1 status=none              | dd: error reading '/dev/mapper/bad': Input/output error
          dd if=/dev/zero of=/dev/mapper/bad bs=4k count=1 conv=fsync status=none | dd: fsync failed for '/dev/mapper/bad': Input/output error
          dd if=/dev/zero of=/dev/mapper/bad bs=4k count=1 oflag=direct status=none | dd: error writing '/dev/mapper/bad': Input/output error
          dd if=/dev/zero of=/dev/mapper/bad bs=512 count=1 status=none       | dd: error writing '/dev/mapper/bad': Input/output error
          cat /dev/mapper/bad                                                 | cat: /dev/mapper/bad: Input/output error
          exec 3< /dev/mapper/bad; dmsetup remove bad                         | device-mapper: remove ioctl failed: Device or resource busy
          dd if=/dev/zero of=/dev/mapper/small bs=1M status=none              | dd: error writing '/dev/mapper/small': No space left on device
          """)
  void whatIsRefused(String command, String message) {
    Scripts.Result result =
        Scripts.run(
            "dmsetup create bad --table '0 2048 error'\n"
                + "dmsetup create small --table '0 4096 linear 8:16 0'\n"
                + command
                + "\n");
    assertThat(result.err().lines().findFirst()).hasValue(message);
    assertThat(result.status()).isEqualTo(1);
  }

  /** To the kernel a buffered write has succeeded that is lost later, if nobody asks. */
  @Test
  void whoDoesNotAskIsNotTold() {
    Scripts.Result result =
        Scripts.run(
            "dmsetup create bad --table '0 2048 error'\n"
                + "dd if=/dev/zero of=/dev/mapper/bad bs=4k count=1 status=none; echo $?\n");
    assertThat(result.out()).isEqualTo("0\n");
    assertThat(result.err()).isEmpty();
  }
}
