package io.cglab.core.policy.iocost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of throttle-and-qos.md 4.1 to 4.10 that are numbers, not runs. */
class CostTablesTest {
  private static final int CONSTANT = 1_000;

  @ParameterizedTest
  @CsvSource({
    "HDD, 3234924, 60342, 368221708, 3161261, 57074, 360433855",
    "SSD_DEFAULT, 1152074, 14235181, 14983047, 1315634, 3464021, 4948676",
    "SSD_QD1, 2289734, 0, 17497044, 3982238, 94134, 1146847",
    "SSD_FAST, 181449, 8171, 0, 323018, 0, 0"
  })
  void coefficients(
      DiskClass of, long rPage, long rSeq, long rRand, long wPage, long wSeq, long wRand) {
    assertThat(LinearModel.of(of.model()))
        .isEqualTo(new LinearModel(rPage, rSeq, rRand, wPage, wSeq, wRand));
  }

  @ParameterizedTest
  @CsvSource({
    "SSD_DEFAULT, 4, false, 111.957",
    "SSD_DEFAULT, 4, true, 117.398",
    "SSD_DEFAULT, 64, true, 243.135",
    "SSD_DEFAULT, 1024, false, 2249.480",
    "HDD, 4, true, 2702.703",
    "HDD, 1024, false, 6025.955"
  })
  void costs(DiskClass of, int kib, boolean random, double us) {
    long cursor = 100_000_000;
    long sector = random ? cursor + 8 * 4097 : cursor + 8 * 4096 + 7;
    long cost = LinearModel.of(of.model()).cost(false, sector, 2 * kib, cursor);
    assertThat(cost * 1e6 / VirtualTime.PER_SECOND).isCloseTo(us, within(0.0005));
  }

  /** 4 KiB at random for a quarter and for three quarters of a default SSD. */
  @ParameterizedTest
  @CsvSource({"65536, 16135121", "16384, 64540484", "49152, 21513495"})
  void priceAtAHweight(long hweight, long price) {
    long abs = LinearModel.of(DiskClass.SSD_DEFAULT.model()).cost(false, 1 << 20, 8, 8);
    assertThat(IocostGroup.toCost(abs, hweight)).isEqualTo(price);
    assertThat(IocostGroup.toAbs(price, hweight)).isBetween(abs, abs + 1);
  }

  @ParameterizedTest
  @CsvSource({"0, 900000000, 14235181", "8, 32775, 14235181", "8, 32784, 14983047"})
  void aBioIsRandomIfItIsMoreThan16MiBFromTheOneBefore(long cursor, long sector, long base) {
    LinearModel model = LinearModel.of(DiskClass.SSD_DEFAULT.model());
    assertThat(model.cost(false, sector, 1, cursor)).isEqualTo(base + 1_152_074);
    assertThat(model.cost(false, sector, 15, cursor)).isEqualTo(base + 1_152_074);
  }

  @Test
  void ratesAreUnsignedAndARateOfZeroCostsNothing() {
    long most = -1;
    assertThat(LinearModel.of(new CostModel(0, 0, 0, most, most, 1)))
        .isEqualTo(new LinearModel(0, 0, 0, 1, 0, VirtualTime.PER_SECOND - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 250000, 0, 250000, 500000",
    "0, 25000, 0, 25000, 50000",
    "0, 5000, 0, 5000, 10000",
    "0, 0, 0, 0, 1000",
    "95, 1000000, 95, 1000000, 1000000",
    "95, 10000, 50, 10000, 20000",
    "50, 10000, 95, 20000, 40000",
    "50, 10000, 95, 9999, 100000",
    "1, 60000, 0, 0, 1000000"
  })
  void periods(int rpct, long rlat, int wpct, long wlat, long us) {
    QosParams qos = new QosParams(rpct * 10_000, rlat, wpct * 10_000, wlat, 10_000, 100_000_000);
    assertThat(qos.periodUs()).isEqualTo(us);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1 | 3:100 4:101 19:117.27 20:119.61 35:160.99 43:220.32 51:407.81 52:473.06 53:548.75 73:10000
          1  | 3:100 4:99 10:93.21 19:85.15 20:83.45 35:61.64
          """)
  void vrateAfterSoManyPeriods(int direction, String expected) {
    VirtualTime time = new VirtualTime();
    List<Double> percent = new ArrayList<>();
    for (int period = 1; period <= 73; period++) {
      time.adjust(direction * period, QosParams.SLOWEST_PPM, QosParams.FASTEST_PPM);
      percent.add(time.basePpm() / 1e4);
    }
    for (String each : expected.trim().split(" ")) {
      String[] parts = each.split(":", -1);
      assertThat(percent.get(Integer.parseInt(parts[0]) - 1))
          .as("after period %s", parts[0])
          .isEqualTo(Double.parseDouble(parts[1]));
    }
  }

  @ParameterizedTest
  @CsvSource({"50, 1, 96", "200, 1, 104", "99, 1, 99", "50, 17, 50", "200, 18, 200"})
  void outsideItsBoundsVrateMovesByFourPercent(int boundPercent, int periods, double expected) {
    VirtualTime time = new VirtualTime();
    for (int i = 0; i < periods; i++) {
      time.adjust(1, boundPercent * 10_000, boundPercent * 10_000);
    }
    assertThat(time.basePpm() / 1e4).isCloseTo(expected, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({
    "-20, 0",
    "500, 0",
    "501, 260",
    "1000, 5346",
    "5000, 46122",
    "20000, 199030",
    "25000, 250000",
    "99999, 250000"
  })
  void delays(long percent, long us) {
    assertThat(DebtDelay.ofPercent(percent)).isEqualTo(us);
  }

  @ParameterizedTest
  @CsvSource({"999999, 1000", "1000000, 500", "2999999, 250", "64000000, 0", "900000000, 0"})
  void aDelayHalvesEverySecond(long sinceUs, long left) {
    assertThat(DebtDelay.decayed(CONSTANT, sinceUs)).isEqualTo(left);
  }

  @Test
  void overPercentDoesNotOverflow() {
    assertThat(DebtDelay.overPercent(5_000, 1_000)).isEqualTo(500);
    assertThat(DebtDelay.overPercent(-5_000, 1_000)).isEqualTo(-500);
    assertThat(DebtDelay.overPercent(Long.MAX_VALUE / 2, 1L << 32)).isGreaterThan(1L << 30);
  }

  @Test
  void whatWasLostIsHandedOutInTheNextPeriodAtTwiceTheRateAtMost() {
    VirtualTime time = new VirtualTime();
    time.lose(300 * VirtualTime.PER_US);
    time.compensate(1_000);
    assertThat(time.rate()).isEqualTo(VirtualTime.PER_US * 13 / 10);
    time.compensate(1_000);
    assertThat(time.rate()).isCloseTo(VirtualTime.PER_US, within(1L));
    time.lose(5_000 * VirtualTime.PER_US);
    time.compensate(1_000);
    assertThat(time.rate()).isEqualTo(2 * VirtualTime.PER_US);
    time.compensate(1_000);
    assertThat(time.rate()).as("a period's worth is remembered").isEqualTo(2 * VirtualTime.PER_US);
    time.compensate(1_000);
    assertThat(time.rate()).isCloseTo(VirtualTime.PER_US, within(1L));
  }

  // ---- weights

  private static IocostGroup group(int row, IocostGroup parent, int weight) {
    return new IocostGroup(row, parent, weight * IocostGroup.WHOLE);
  }

  private static double percent(WeightTree tree, IocostGroup group) {
    tree.refresh(group);
    return group.hwi() * 100.0 / IocostGroup.WHOLE;
  }

  private static void use(WeightTree tree, IocostGroup group) {
    group.listed = true;
    tree.set(group, group.weight, group.weight);
  }

  /** X(200){X1 50, X2 150}, Y(100). */
  @ParameterizedTest
  @CsvSource({
    "X1 X2 Y, 16.67 50 33.33",
    "X1 X2, 25 75",
    "X1 Y, 66.67 33.33",
    "Y X2 X1, 33.33 50 16.67",
    "Y, 100"
  })
  void nestedShares(String active, String expected) {
    IocostGroup root = new IocostGroup(0, null, 0);
    IocostGroup x = group(1, root, 200);
    IocostGroup x1 = group(2, x, 50);
    IocostGroup x2 = group(3, x, 150);
    IocostGroup y = group(4, root, 100);
    List<IocostGroup> all =
        Arrays.stream(active.split(" "))
            .map(name -> name.equals("X1") ? x1 : name.equals("X2") ? x2 : y)
            .toList();
    WeightTree tree = new WeightTree();
    all.forEach(each -> use(tree, each));
    String[] percents = expected.split(" ");
    for (int i = 0; i < percents.length; i++) {
      assertThat(percent(tree, all.get(i)))
          .isCloseTo(Double.parseDouble(percents[i]), within(0.005));
    }
    all.forEach(
        each -> {
          each.listed = false;
          tree.set(each, 0, 0);
        });
    assertThat(LongStream.of(root.childActive, root.childInuse, x.active, x.inuse))
        .containsOnly(0L);
  }

  @Test
  void whatIsSetWhileHeldCountsAfterwards() {
    IocostGroup root = new IocostGroup(0, null, 0);
    IocostGroup a = group(1, root, 100);
    IocostGroup b = group(2, root, 100);
    WeightTree tree = new WeightTree();
    use(tree, a);
    use(tree, b);
    assertThat(percent(tree, a)).isEqualTo(50);
    assertThat(percent(tree, b)).isEqualTo(50);
    tree.hold();
    tree.set(a, 0, 0);
    assertThat(percent(tree, b)).isEqualTo(50);
    assertThat(WeightTree.most(b)).isEqualTo(IocostGroup.WHOLE);
    tree.release();
    assertThat(percent(tree, b)).isEqualTo(100);
  }

  // ---- donation

  @ParameterizedTest
  @CsvSource({
    "13108, 32768, 65536, 13108",
    "13108, 32768, 10000, 10000",
    "13108, 6554, 65536, 21846",
    "65535, 32768, 65536, 65535",
    "65536, 32768, 65536, 1",
    "1, 65536, 65536, 1"
  })
  void targets(long usage, long budget, long most, long expected) {
    assertThat(Donation.target(usage, budget, most)).isEqualTo(expected);
  }

  @Test
  void aDonorEndsUpWithWhatItAskedFor() {
    IocostGroup root = new IocostGroup(0, null, 0);
    IocostGroup a = group(1, root, 100);
    IocostGroup b = group(2, root, 100);
    WeightTree tree = new WeightTree();
    use(tree, a);
    use(tree, b);
    percent(tree, a);
    percent(tree, b);
    Donation donation = new Donation();
    donation.add(a, IocostGroup.WHOLE / 5);
    donation.transfer((donor, inuse) -> tree.set(donor, donor.active, inuse));
    assertThat(a.inuse / (double) IocostGroup.WHOLE).isCloseTo(25, within(0.002));
    assertThat(percent(tree, a)).isCloseTo(20, within(0.01));
    assertThat(percent(tree, b)).isCloseTo(80, within(0.01));
  }

  /** P(300){A 100, B 200}, Q(100){C 100, D 300}, E(200): A and D donate, of different depth too. */
  @ParameterizedTest
  @CsvSource({"5, 3, 10", "1, 1, 1", "15, 12, 25", "0.01, 0.01, 0.01"})
  void donorsOfSeveralParentsLeaveTheOthersRatios(double ofA, double ofD, double ofE) {
    IocostGroup root = new IocostGroup(0, null, 0);
    IocostGroup p = group(1, root, 300);
    IocostGroup a = group(2, p, 100);
    IocostGroup b = group(3, p, 200);
    IocostGroup q = group(4, root, 100);
    IocostGroup c = group(5, q, 100);
    IocostGroup d = group(6, q, 300);
    IocostGroup e = group(7, root, 200);
    WeightTree tree = new WeightTree();
    for (IocostGroup each : List.of(a, b, c, d, e)) {
      use(tree, each);
    }
    List.of(a, b, c, d, e).forEach(tree::refresh);
    double ratio = b.hwa() / (double) c.hwa();
    Donation donation = new Donation();
    donation.add(a, Math.max(1, (long) (ofA * 655.36)));
    donation.add(d, Math.max(1, (long) (ofD * 655.36)));
    donation.add(e, Math.max(1, (long) (ofE * 655.36)));
    donation.transfer((donor, inuse) -> tree.set(donor, donor.active, inuse));
    assertThat(percent(tree, a)).isCloseTo(ofA, within(0.02));
    assertThat(percent(tree, d)).isCloseTo(ofD, within(0.02));
    assertThat(percent(tree, e)).isCloseTo(ofE, within(0.02));
    assertThat(percent(tree, b) / percent(tree, c)).isCloseTo(ratio, within(0.01));
    double all = List.of(a, b, c, d, e).stream().mapToDouble(each -> percent(tree, each)).sum();
    assertThat(all).isCloseTo(100, within(0.05));
    assertThat(p.donorBelow || q.donorBelow || root.donorBelow).isFalse();
  }
}
