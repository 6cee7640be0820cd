package io.cglab.core.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of throttle-and-qos.md 6.3 and 6.4. */
class DirtyDomainTest {
  private static DirtyDomain gibibyte(long dirty) {
    DirtyDomain domain = new DirtyDomain();
    domain.set(262_144, dirty, DirtyDomain.ratio(20), DirtyDomain.ratio(10));
    return domain;
  }

  @Test
  void limitsOfGibibyte() {
    DirtyDomain domain = gibibyte(0);
    assertThat(domain.thresh()).isEqualTo(52_416);
    assertThat(domain.background()).isEqualTo(26_176);
    assertThat(domain.freerun()).isEqualTo(39_296);
    assertThat(domain.setpoint()).isEqualTo(45_856);
  }

  /** The whole threshold is one flusher's, and it holds what is at its own setpoint. */
  @ParameterizedTest
  @CsvSource({"39296, 2.0", "42576, 1.125", "45856, 1.0", "49136, 0.875", "52416, 0", "60000, 0"})
  void position(long dirty, double expected) {
    DirtyDomain domain = gibibyte(dirty);
    long thresh = domain.thresh();
    assertThat(domain.position(thresh, domain.setpoint(), 25_600))
        .isCloseTo(expected, within(0.001));
  }

  @Test
  void positionFallsWithFlushersOwnPages() {
    DirtyDomain domain = gibibyte(45_856);
    long half = domain.thresh() / 2;
    double few = domain.position(half, half / 10, 25_600);
    double atSetpoint = domain.position(half, domain.setpoint() / 2, 25_600);
    double many = domain.position(half, 10 * domain.thresh(), 25_600);
    assertThat(few).isGreaterThan(4);
    assertThat(atSetpoint).isCloseTo(1, within(0.001));
    assertThat(many).isCloseTo(0.25, within(0.001));
  }

  @Test
  void bytesAreRatioInCgroups() {
    assertThat(DirtyDomain.ratioOfBytes(256L << 20, 262_144)).isEqualTo(1024);
    assertThat(DirtyDomain.ratioOfBytes(1, 262_144)).isEqualTo(1);
    assertThat(DirtyDomain.ratioOfBytes(8L << 30, 262_144)).isEqualTo(4096);
  }

  @Test
  void backgroundStaysBelowThreshold() {
    DirtyDomain domain = new DirtyDomain();
    domain.set(1000, 0, 409, 819);
    assertThat(domain.background()).isEqualTo(domain.thresh() / 2);
  }

  @Test
  void limitFollowsDownSlowly() {
    DirtyDomain domain = gibibyte(0);
    domain.follow(1000, 1000);
    domain.set(131_072, 0, DirtyDomain.ratio(20), DirtyDomain.ratio(10));
    domain.follow(1100, 1000);
    assertThat(domain.limit()).isEqualTo(52_416);
    domain.follow(1200, 1000);
    assertThat(domain.limit()).isEqualTo(52_416 - (52_416 - domain.thresh()) / 32);
  }

  @Test
  void shareOfThresholdHalvesEveryThreeSeconds() {
    DirtyDomain domain = gibibyte(0);
    Share part = new Share();
    part.add(100, 0);
    domain.completions.add(100, 0);
    domain.completions.add(300, 4_000_000_000L);
    assertThat(domain.threshOf(part, 4_000_000_000L)).isEqualTo(domain.thresh() * 50 / 350);
    assertThat(domain.threshOf(null, 0)).isZero();
  }
}
