package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonRuleTest {
  private static final ComparisonRule EXACT = ComparisonRule.of("transcripts/v2-io-max.cgt");
  private static final String CAT = "cat /sys/fs/cgroup/a/file";
  private static final ComparisonRule WRITEBACK = ComparisonRule.of("x/wb2-writeback.cgt");

  @ParameterizedTest(name = "{0} against {1} ns, a limit {2}: {3}")
  @CsvSource({
    "~ 4.0000 s, 4039000000, true, true",
    "~ 4.0000 s, 3961000000, true, true",
    "~ 4.0000 s, 4041000000, true, false",
    "~ 4.0000 s, 3959000000, true, false",
    "~ 0.1000 s, 107900000, true, true",
    "~ 0.1000 s, 108100000, true, false",
    "~ 4.0000 s, 1, false, true",
    "~, 1, true, true"
  })
  void aTimeIsComparedWhereALimitIsSet(String line, long ns, boolean limited, boolean accepted) {
    var answer = new Answer(List.of(Times.line(ns)), ns, limited);

    assertThat(EXACT.accepts(CAT, List.of(line), answer)).isEqualTo(accepted);
  }

  @Test
  void aTimeIsNoRefusalAndARefusalNoTime() {
    var took = new Answer(List.of("~ 1.0000 s"), 1_000_000_000, false);

    assertThat(EXACT.accepts(CAT, List.of("? EBUSY"), took)).isFalse();
    assertThat(EXACT.accepts(CAT, List.of("~ 1.0000 s"), Answer.of(List.of("? EBUSY")))).isFalse();
    assertThat(EXACT.accepts(CAT, List.of(), took)).isFalse();
  }

  @Test
  void allElseIsComparedToTheByte() {
    assertThat(EXACT.accepts(CAT, List.of("a ", ""), Answer.of(List.of("a ", "")))).isTrue();
    assertThat(EXACT.accepts(CAT, List.of("a ", ""), Answer.of(List.of("a", "")))).isFalse();
    assertThat(EXACT.accepts(CAT, List.of("a", ""), Answer.of(List.of("a")))).isFalse();
    assertThat(EXACT.accepts(CAT, List.of("8:0 wbytes=100"), Answer.of(List.of("8:0 wbytes=101"))))
        .isFalse();
  }

  @ParameterizedTest(name = "{0} against {1}: {2}")
  @CsvSource({
    "8:0 rbytes=1 wbytes=1000 rios=3 wios=4 dbytes=0, 8:0 rbytes=9 wbytes=1010 rios=8 wios=7 dbytes=0, true",
    "8:0 rbytes=1 wbytes=1000 rios=3 wios=4 dbytes=0, 8:0 rbytes=1 wbytes=1011 rios=3 wios=4 dbytes=0, false",
    "8:0 rbytes=1 wbytes=1000 rios=3 wios=4 dbytes=0, 8:0 rbytes=1 wbytes=1000 rios=3 wios=4 dbytes=1, false",
    "8:0 rbytes=1 wbytes=1000, 8:16 rbytes=1 wbytes=1000, false",
    "8:0 rbytes=1 wbytes=1000, 8:0 wbytes=1000, false",
    "8:0 Read 8192, 8:0 Read 4096, true",
    "8:0 Write 33554432, 8:0 Write 33500000, true",
    "8:0 Write 33554432, 8:0 Write 30000000, false",
    "8:0 Write 0, 8:0 Write 1, false",
    "Total 8192, Total 8193, true"
  })
  void writebackCountersMayBeAPercentOff(String recorded, String actual, boolean accepted) {
    assertThat(WRITEBACK.accepts(CAT, List.of(recorded), Answer.of(List.of(actual))))
        .isEqualTo(accepted);
  }

  @ParameterizedTest(name = "{0}: {1} against {2}: {3}")
  @CsvSource({
    "blkio.bfq.io_service_time, 8:0 Read 1000000, 8:0 Read 960000, true",
    "blkio.bfq.io_service_time, 8:0 Read 1000000, 8:0 Read 940000, false",
    "blkio.bfq.io_service_time_recursive, Total 1000000, Total 1040000, true",
    "blkio.bfq.io_service_time, 8:0 Write 0, 8:0 Write 1, false",
    "blkio.bfq.io_wait_time, 8:0 Read 1000000, 8:0 Read 1000001, false",
    "blkio.bfq.io_serviced, Total 100, Total 101, false"
  })
  void onlyTheDevicesTimeMayDiffer(String file, String recorded, String actual, boolean accepted) {
    assertThat(EXACT.accepts("cat /a/" + file, List.of(recorded), Answer.of(List.of(actual))))
        .isEqualTo(accepted);
  }

  @Test
  void writebackTimesAreAllComparedWithinThreePercent() {
    var near = new Answer(List.of("~ 1.0290 s"), 1_029_000_000, false);
    var far = new Answer(List.of("~ 1.0310 s"), 1_031_000_000, false);

    assertThat(WRITEBACK.accepts(CAT, List.of("~ 1.000 s"), near)).isTrue();
    assertThat(WRITEBACK.accepts(CAT, List.of("~ 1.000 s"), far)).isFalse();
  }
}
