package io.cglab.core.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of throttle-and-qos.md 7, and what happens between the points of the grid. */
class AveragesTest {
  private static final long PERIOD_NS = 2_001_000_000;

  private long nowNs;
  private long someNs;
  private final Averages averages = new Averages(0, PERIOD_NS);

  /** Periods of a constant share of stall time, each sampled at its end. */
  private void periods(int count, int percent) {
    for (int i = 0; i < count; i++) {
      pass(PERIOD_NS, percent);
      assertThat(averages.update(nowNs, someNs, 0)).isTrue();
    }
  }

  private void pass(long ns, int percent) {
    nowNs += ns;
    someNs += ns / 100 * percent;
  }

  private static String text(long average) {
    return String.format(Locale.ROOT, "%d.%02d", average / 2048, average % 2048 * 100 / 2048);
  }

  private String some() {
    return text(averages.get(Stall.SOME, 0))
        + "/"
        + text(averages.get(Stall.SOME, 1))
        + "/"
        + text(averages.get(Stall.SOME, 2));
  }

  @ParameterizedTest(name = "{0} % for {1} periods, then {2} idle")
  @CsvSource({
    "50, 1, 0, 9.05/1.63/0.34",
    "50, 2, 0, 16.47/3.21/0.68",
    "50, 5, 0, 31.59/7.66/1.68",
    "50, 30, 0, 49.87/31.57/9.30",
    "100, 1, 0, 18.11/3.27/0.68",
    "100, 5, 0, 63.18/15.32/3.37",
    "100, 30, 0, 99.75/63.13/18.60",
    "100, 30, 1, 81.68/61.07/18.47",
    "100, 30, 5, 36.72/53.46/17.97",
  })
  void ofAConstantShare(int percent, int periods, int idle, String expected) {
    periods(periods, percent);
    periods(idle, 0);
    assertThat(some()).isEqualTo(expected);
    assertThat(averages.get(Stall.FULL, 0)).isZero();
  }

  @Test
  void beforeThePeriodIsOverNothingHappens() {
    pass(PERIOD_NS - 1, 100);
    assertThat(averages.update(nowNs, someNs, someNs)).isFalse();
    assertThat(some()).isEqualTo("0.00/0.00/0.00");
    assertThat(averages.nextNs()).isEqualTo(PERIOD_NS);
  }

  @Test
  void theGridStaysWhereItBegan() {
    pass(PERIOD_NS + 63_000_000, 50);
    averages.update(nowNs, someNs, 0);
    assertThat(averages.nextNs()).isEqualTo(2 * PERIOD_NS);
    // over what has really passed, half of the time
    assertThat(some()).isEqualTo("9.05/1.63/0.34");
    pass(2 * PERIOD_NS - nowNs, 50);
    averages.update(nowNs, someNs, 0);
    assertThat(some()).isEqualTo("16.47/3.21/0.68");
  }

  @Test
  void missedPeriodsCountAsIdle() {
    periods(30, 100);
    pass(6 * PERIOD_NS, 0);
    averages.update(nowNs, someNs, 0);
    assertThat(averages.nextNs()).isEqualTo(37 * PERIOD_NS);
    long missed = averages.get(Stall.SOME, 1);
    Averages eachOne = new Averages(0, PERIOD_NS);
    for (int i = 1; i <= 36; i++) {
      eachOne.update(i * PERIOD_NS, Math.min(i, 30) * PERIOD_NS, 0);
    }
    // five decays at once are not rounded as five are
    assertThat(missed).isCloseTo(eachOne.get(Stall.SOME, 1), within(50L));
    assertThat(text(missed)).startsWith("51.7");
  }

  @Test
  void whatASampleCannotHoldIsLeftForTheNext() {
    pass(4 * PERIOD_NS, 100);
    averages.update(nowNs, someNs, 0); // three missed, one full sample
    assertThat(some()).isEqualTo("18.11/3.27/0.68");
    periods(3, 0); // the three others come one by one
    String four = some();
    Averages steady = new Averages(0, PERIOD_NS);
    for (int i = 1; i <= 4; i++) {
      steady.update(i * PERIOD_NS, i * PERIOD_NS, 0);
    }
    assertThat(four).isEqualTo("55.04/12.45/2.70").startsWith(text(steady.get(Stall.SOME, 0)));
    periods(1, 0);
    assertThat(averages.get(Stall.SOME, 0)).isLessThan(56 * 2048);
  }

  @Test
  void anAverageNeverLeavesItsRange() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      pass(
          random.nextLong(1, random.nextInt(20) == 0 ? 1L << 42 : 2 * PERIOD_NS),
          random.nextInt(101));
      averages.update(nowNs, someNs, someNs);
      for (int of = 0; of < 3; of++) {
        assertThat(averages.get(Stall.SOME, of)).isBetween(0L, 100L * 2048);
        assertThat(averages.get(Stall.FULL, of)).isEqualTo(averages.get(Stall.SOME, of));
      }
    }
  }
}
