package io.cglab.core.policy.iolatency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyStatTest {
  private static final long TARGET = 1000;

  private static LatencyStat stat(boolean mean, int total, int missed, long missNs) {
    var stat = new LatencyStat(mean);
    for (int i = 0; i < total; i++) {
      stat.add(i < missed ? missNs : 1, TARGET);
    }
    return stat;
  }

  @ParameterizedTest(name = "{1} of {0} missed: good {2}")
  @CsvSource({
    "9, 1, false",
    "19, 1, false",
    "20, 1, true",
    "20, 2, false",
    "0, 0, true",
    "5, 0, true",
    "100, 9, true",
    "100, 10, false"
  })
  void nineOfTenMeetTheTargetWhereNothingRotates(int total, int missed, boolean good) {
    assertThat(stat(false, total, missed, TARGET).isGood(TARGET)).isEqualTo(good);
  }

  @ParameterizedTest(name = "{1} of {0} take {2} ns: good {3}")
  @CsvSource({
    "0, 0, 0, true",
    "1, 1, 1000, true",
    "1, 1, 1001, false",
    "10, 1, 9991, true",
    "10, 1, 10001, false"
  })
  void theMeanMeetsItWhereDisksRotate(int total, int slow, long slowNs, boolean good) {
    assertThat(stat(true, total, slow, slowNs).isGood(TARGET)).isEqualTo(good);
  }

  @Test
  void windowsAddUp() {
    LatencyStat sum = stat(false, 19, 1, TARGET);
    sum.add(stat(false, 1, 0, TARGET));
    assertThat(sum.isGood(TARGET)).isTrue();
    assertThat(sum.samples()).isEqualTo(20);
    sum.clear();
    assertThat(sum.samples() + sum.missed() + sum.meanNs()).isZero();
  }

  @ParameterizedTest(name = "window {0} ms: {1}, then {2}")
  @CsvSource({"100, 2, 1", "250, 5, 4", "500, 9, 8", "750, 13, 12", "1000, 17, 16"})
  void theAverageFollowsSlowlyAndRoundsUpWhileItRises(long ms, long risen, long fallen) {
    var group = new LatencyGroup(0, null, true, 0);
    group.windowNs = ms * 1_000_000;
    group.average(1000); // 1000 · (2048 − f) / 2048, rounded up
    assertThat(group.averageNs).isEqualTo(risen);
    group.average(0);
    assertThat(group.averageNs).isEqualTo(fallen);
  }
}
