package io.cglab.core.device.hdd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeks, turns and tracks: schedulers-and-devices.md 5.1. */
class MechanismTest {
  private static final long N = Hdd.SATA_2009_SECTORS;
  private static final double TURN_NS = 60e9 / 7200;
  private static final Hdd.Arm NO_SEEKS = new Hdd.Arm(0, 0, 0, 0);

  private static Mechanism mechanism(Hdd hdd) {
    return new Mechanism(hdd, new Geometry(hdd.platters(), N));
  }

  private static Hdd zoned(int zones) {
    return Hdd.sata2009().with(new Hdd.Platters(7200, 1546, 773, zones));
  }

  @Test
  void tracksBecomeShorterInwards() {
    var geometry = new Geometry(Hdd.sata2009().platters(), N);
    assertThat(geometry.spt(0)).isEqualTo(1546);
    assertThat(geometry.spt(N / 2)).isEqualTo(1546 - 773 / 2.0);
    assertThat(geometry.spt(N)).isEqualTo(773);
    var zones = new Geometry(zoned(4).platters(), N);
    assertThat(zones.spt(0)).isEqualTo(zones.spt(N / 4 - 1)).isEqualTo(1546 - 773 / 8.0);
    assertThat(zones.spt(N - 1)).isEqualTo(773 + 773 / 8.0);
  }

  /** Turns are the sum of the sectors' parts of a turn. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 1000})
  void turnsAreWhatReadingTakes(int zones) {
    var geometry = new Geometry(zoned(zones).platters(), 100_000);
    double sum = 0;
    for (int sector = 0; sector < 100_000; sector++) {
      assertThat(geometry.turns(sector)).isCloseTo(sum, within(1e-3));
      sum += 1 / geometry.spt(sector);
    }
    Geometry even = new Geometry(new Hdd.Platters(7200, 1000, 1000, zones), 100_000);
    assertThat(even.turns(12_345)).isCloseTo(12.345, within(1e-9));
  }

  /** E √d = 8/15 · √L and E d = L/3 for uniform points of a part L of the disk. */
  @ParameterizedTest
  @CsvSource({"1", "0.25", "0.0043"})
  void meanSeeksAreThoseOfTheClosedForm(double part) {
    Mechanism roots = mechanism(Hdd.sata2009().with(new Hdd.Arm(0, 1_000_000_000, 0, 0)));
    Mechanism lines = mechanism(Hdd.sata2009().with(new Hdd.Arm(0, 0, 1_000_000_000, 0)));
    Mechanism turns = mechanism(Hdd.sata2009().with(NO_SEEKS));
    var random = new SplittableRandom(7);
    int draws = 40_000;
    double root = 0;
    double line = 0;
    double turn = 0;
    for (int i = 0; i < draws; i++) {
      long from = (long) (random.nextDouble() * part * N);
      long to = (long) (random.nextDouble() * part * N);
      long now = random.nextLong(1L << 50);
      roots.setHead(from);
      lines.setHead(from);
      turns.setHead(from);
      double rotation = turns.positioningNs(to, false, now);
      turn += rotation / draws;
      root += roots.seekNs(to, false) / 1e9 / draws;
      line += lines.seekNs(to, false) / 1e9 / draws;
    }
    assertThat(root).isCloseTo(8.0 / 15 * Math.sqrt(part), withinPercentage(1));
    assertThat(line).isCloseTo(part / 3, withinPercentage(1));
    assertThat(turn).isCloseTo(TURN_NS / 2, withinPercentage(1));
  }

  @Test
  void theHeadGoesOnFromSectorToSectorWithoutATurn() {
    for (int zones : new int[] {0, 12}) {
      Mechanism mechanism = mechanism(zoned(zones));
      var random = new SplittableRandom(3);
      for (int i = 0; i < 1000; i++) {
        long sector = random.nextLong(N - 5000);
        long now =
            mechanism.access(sector, 1 + random.nextInt(2000), false, random.nextLong(1L << 53));
        double passing = mechanism.access(mechanism.head(), 8, false, now) - now;
        assertThat(passing).isCloseTo(8 * mechanism.sectorNs(sector), within(100.0));
      }
    }
  }

  @Test
  void whatHasJustPassedComesAWholeTurnLater() {
    Mechanism mechanism = mechanism(Hdd.sata2009());
    long now = mechanism.access(1000, 8, false, 0);
    assertThat(mechanism.positioningNs(1008, false, now + 1000))
        .isCloseTo(TURN_NS - 1000, within(1.0));
    assertThat(mechanism.positioningNs(1008, false, now)).isZero();
  }

  @Test
  void aSeekWithinATrackTakesNoTimeAndAWriteSettles() {
    Hdd slow = Hdd.sata2009().with(new Hdd.Arm(2_000_000, 0, 0, 500_000));
    Mechanism mechanism = mechanism(slow);
    // one turn is 8.33 ms: sector 0 comes by at 0, sector 773 half a turn later
    assertThat(mechanism.positioningNs(773, false, 0)).isCloseTo(TURN_NS / 2, within(1.0));
    assertThat(mechanism.positioningNs(773, true, 0)).isCloseTo(TURN_NS / 2, within(1.0));
    assertThat(mechanism.positioningNs(10, false, 0)).isCloseTo(10 * TURN_NS / 1546, within(1.0));
    assertThat(mechanism.positioningNs(10, true, 0))
        .isCloseTo(TURN_NS + 10 * TURN_NS / 1546, within(1.0));
    assertThat(mechanism.positioningNs(3092, false, 0)).isGreaterThanOrEqualTo(2_000_000);
  }

  @Test
  void aCurveGoesThroughADataSheet() {
    Hdd.Arm arm = Hdd.Arm.fitted(3_600_000, 9_053_333, 17_200_000);
    assertThat(arm.bNs()).isCloseTo(4_600_000, within(20L));
    assertThat(arm.cNs()).isCloseTo(9_000_000, within(20L));
    assertThatThrownBy(() -> Hdd.Arm.fitted(1_000_000, 9_000_000, 9_000_000))
        .hasMessageContaining("no seek curve goes through");
  }
}
