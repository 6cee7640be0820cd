package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code measure}: workloads in several cgroups at once. */
class MeasureTest {
  private static final String TREE =
      "cd /sys/fs/cgroup; echo +io > cgroup.subtree_control; mkdir a b\n";

  @Test
  void aLimitIsSeenInBytesAndIos() {
    String text = TREE + "echo '8:0 rbps=1048576 wiops=100' > a/io.max\n";
    assertThat(Scripts.run(text + "measure -t 4s -b 64k a").out())
        .matches("10[0-9]{5} B/s 1[56] IO/s [0-9]+ us a\n");
    assertThat(Scripts.run(text + "measure -t 4s -w a").out())
        .matches("40[0-9]{4} B/s (99|100) IO/s [0-9]+ us a\n");
  }

  @Test
  void optionsHoldForTheCgroupsBehindThem() {
    Scripts.Result result =
        Scripts.run(
            TREE
                + "measure -t 1s -d sdb a -d /dev/nvme0n1 -w -b 8k -q 2 /sys/fs/cgroup/b -r b\n"
                + "cat a/io.stat b/io.stat");
    assertThat(result.out())
        .contains(" us a\n", " us /sys/fs/cgroup/b\n", " us b\n")
        .containsPattern("8:16 rbytes=[1-9][0-9]* wbytes=0")
        .containsPattern("259:0 rbytes=[1-9][0-9]* wbytes=[1-9]");
  }

  @Test
  void theTimeIsWhatWasAskedForAndNothingIsLeft() {
    Scripts.Result result = Scripts.run(TREE + "ps -e | wc -l; measure -t 2s a b; ps -e | wc -l");
    String[] lines = result.out().split("\n", -1);
    assertThat(lines[0]).isEqualTo(lines[3]);
    assertThat(result.elapsedNs()).isBetween(2_000_000_000L, 2_020_000_000L);
    assertThat(Scripts.run(TREE + "measure -t 1s a > x; rmdir a && echo gone").out())
        .as("the cgroup is empty again")
        .isEqualTo("gone\n");
  }

  @Test
  void whatALimitHoldsBackIsNotWaitedForForEver() {
    Scripts.Result result =
        Scripts.run(TREE + "echo '8:0 rbps=2' > a/io.max; measure -t 1s a; echo $?");
    assertThat(result.out()).isEqualTo("0 B/s 0 IO/s 0 us a\n0\n");
    assertThat(result.elapsedNs()).isLessThan(20_000_000_000L);
  }

  @Test
  void aFrozenCgroupDoesNothing() {
    assertThat(Scripts.run(TREE + "echo 1 > a/cgroup.freeze; measure -t 1s a b").out())
        .startsWith("0 B/s 0 IO/s 0 us a\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          measure | measure: missing operand: the cgroups to run in
          measure c | measure: /sys/fs/cgroup/c/cgroup.procs: No such file or directory
          measure a c | measure: /sys/fs/cgroup/c/cgroup.procs: No such file or directory
          measure -d sdz a | measure: /dev/sdz: no disk
          measure -d /dev/null a | measure: /dev/null: no disk
          measure -t 0 a | measure: invalid duration '0'
          measure a -t 1s b | measure: -t is for all cgroups: give it first
          measure -b 100 a | measure: -b takes a multiple of 512
          measure -b 0 a | measure: -b takes a number from 1 to 67108864
          measure -q x a | measure: -q takes a number from 1 to 4096
          measure -x a | measure: invalid option -- 'x'
          """)
  void wrongUsageIsOneLine(String command, String says) {
    Scripts.Result result = Scripts.run(TREE + command + "\ns=$?; ps -e | wc -l; exit $s");
    assertThat(result.err()).isEqualTo(says + "\n");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).as("processes").isEqualTo(Scripts.run("ps -e | wc -l").out());
  }
}
