package io.cglab.shell.compare;

import static io.cglab.shell.compare.Samples.event;
import static io.cglab.shell.compare.Samples.group;
import static io.cglab.shell.compare.Samples.measured;
import static io.cglab.shell.compare.Samples.reader;
import static io.cglab.shell.compare.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.compare.Scenario.Event;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;
import io.cglab.shell.compare.Scenario.RecordedProcess;
import io.cglab.shell.compare.Tenths.Bounds;
import io.cglab.shell.compare.Tenths.Slack;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each criterion: what just passes, and what just does not. */
class CriteriaTest {
  private static final Group LIMITED = group("a", "$DEV0 rbps=1000");
  private static final Tenths TENTHS = new Tenths(1000, 2000, new Slack(3, 1), new Slack(10, 3));

  private static Comparison comparison(
      List<Group> groups,
      List<Job> jobs,
      List<Event> events,
      List<RecordedProcess> kernel,
      List<Measured> cglab) {
    return Comparison.of(Samples.scenario(groups, jobs, events, kernel, Map.of()), cglab, Map.of());
  }

  private static Comparison one(RecordedProcess kernel, Measured cglab, Event... events) {
    return comparison(
        List.of(LIMITED), List.of(reader("a")), List.of(events), List.of(kernel), List.of(cglab));
  }

  private static final Allowance ONE = new Allowance(1, 1, 1, 0, 0);
  private static final Ios IOS = new Ios(Jobs.ALL, Per.JOB, ONE);

  @ParameterizedTest
  @CsvSource({"1000, 10", "1279, 12.79", "50, 1", "0, 1"})
  void aPercentOrOneIo(long recorded, double allowed) {
    assertThat(ONE.around(recorded, new Allowance.Unit(1, 0, 0)))
        .isEqualTo(new Range(recorded - allowed, recorded + allowed));
  }

  @Test
  void batchesSlotsAndSidesOfAnAllowance() {
    var unit = new Allowance.Unit(2, 30, 1000);

    assertThat(new Allowance(1, 1, 0, 2, 0).around(100, unit)).isEqualTo(new Range(40, 160));
    assertThat(new Allowance(10, 10, 2, 0, 1.5).around(100, unit))
        .isEqualTo(new Range(-1410, 1610));
    assertThat(new Allowance(25, 3, 0, 0, 0).around(200, unit)).isEqualTo(new Range(150, 206));
    Range upwards = new Allowance(Double.POSITIVE_INFINITY, 50, 0, 0, 0).around(100, unit);
    assertThat(upwards.contains(-1e9)).isTrue();
    assertThat(upwards.text(" us")).isEqualTo("at most 150.0 us");
    assertThat(upwards.contains(150.1)).isFalse();
  }

  @Test
  void iosOfEachProcessAreCompared() {
    var kernel = recorded(100, List.of(), 8L, 0L, 0L);

    assertThat(IOS.judge(one(kernel, measured(1)))).isEmpty();
    assertThat(IOS.judge(one(kernel, measured(1, 2, 3)))).isEmpty();
    assertThat(IOS.judge(one(kernel, measured(1, 2, 3, 4))))
        .containsExactly(
            new Finding(
                "ios", "job 1 (a)", "2 I/Os", "4 I/Os", "+2, +100.00 %", "1.0 to 3.0 I/Os"));
    assertThat(IOS.judge(one(kernel, measured()))).hasSize(1);
  }

  private static FirstCompletions firstWithin(long us) {
    return new FirstCompletions(Jobs.ALL, Per.LIMIT, us, 0, 64, 1_000_000);
  }

  @Test
  void firstCompletionsAreComparedOneByOne() {
    var kernel = recorded(100, List.of(100L, 2000L, 3000L), 12L, 0L, 0L);
    var criterion = firstWithin(1000);

    assertThat(criterion.judge(one(kernel, measured(1, 1.1, 4.0)))).isEmpty();
    assertThat(criterion.judge(one(kernel, measured(1, 1.1, 4.001))))
        .containsExactly(
            new Finding(
                "first-completions",
                "job 1 (a), completion 3 of 3",
                "3000 us",
                "4001 us",
                "+1001, +33.37 %",
                "+-1000 us"));
    assertThat(criterion.judge(one(kernel, measured(1.1, 1.5)))).hasSize(1);
    assertThat(criterion.judge(one(kernel, measured(1.1, 1.5, 3, 4)))).isEmpty();
  }

  @Test
  void listsOfAPoolAreMergedAsFarAsAllAreKnown() {
    List<Long> full = LongStream.rangeClosed(1, 64).map(n -> n * 10).boxed().toList();
    List<Long> sparse = List.of(15L, 645L, 9000L);

    List<Long> merged = FirstCompletions.merge(List.of(full, sparse), 64);

    assertThat(merged).hasSize(65).startsWith(10L, 15L, 20L).endsWith(630L, 640L);
    assertThat(FirstCompletions.merge(List.of(sparse, List.of(1L)), 64))
        .containsExactly(1L, 15L, 645L, 9000L);
  }

  @Test
  void whoIsServedFirstUnderACommonLimitDoesNotMatter() {
    var first = recorded(100, List.of(1000L, 3000L), 8L, 0L, 0L);
    var second = recorded(100, List.of(20_000L, 22_000L), 8L, 0L, 0L);
    List<Job> jobs = List.of(reader("a"), reader("a"));
    List<Measured> swapped = List.of(measured(20, 22), measured(1, 3));
    List<RecordedProcess> kernel = List.of(first, second);
    var criterion = firstWithin(1000);

    assertThat(criterion.judge(comparison(List.of(LIMITED), jobs, List.of(), kernel, swapped)))
        .isEmpty();
    assertThat(criterion.judge(comparison(List.of(group("a")), jobs, List.of(), kernel, swapped)))
        .hasSize(2);
  }

  @Test
  void boundsOfATenthAreThoseOfTheReadme() {
    // in ms: one at the edge inside, one at the edge outside, one in the middle
    Completions completions = measured(99.5, 100.5, 150, 199.5, 200.5).completions();

    assertThat(Tenths.bounds(List.of(completions), 1, 1_000_000, 0))
        .isEqualTo(new Bounds(4096, 5 * 4096));
    assertThat(Tenths.bounds(List.of(completions), 1, 400_000, 100))
        .isEqualTo(new Bounds(3 * 4096 - 100, 3 * 4096 + 100));
    assertThat(new Slack(3, 1).bytes(1 << 20, 4096)).isEqualTo((1 << 20) * 0.03);
    assertThat(new Slack(3, 1).bytes(8192, 4096)).isEqualTo(4096);
  }

  @Test
  void aTenthMayMoveByHAndS() {
    // 12 KiB in the second tenth, one of them within 1 ms of its end
    Measured emulated = measured(120, 150, 199.5);

    assertThat(TENTHS.judge(one(recorded(1, List.of(), 0L, 16L, 0L), emulated))).isEmpty();
    assertThat(TENTHS.judge(one(recorded(1, List.of(), 0L, 4L, 8L), emulated))).isEmpty();
    assertThat(TENTHS.judge(one(recorded(1, List.of(), 0L, 20L, 0L), emulated)))
        .containsExactly(
            new Finding(
                "tenths",
                "job 1 (a), tenth from 0.1 s",
                "20 KiB",
                "12 KiB",
                "-8, -40.00 %",
                "a record of 4 to 16 KiB"));
    assertThat(TENTHS.judge(one(recorded(1, List.of(), 0L, 0L, 0L), emulated))).hasSize(1);
    assertThat(TENTHS.judge(one(recorded(1, List.of(), 0L, 16L, 12L), emulated))).hasSize(1);
  }

  @Test
  void afterTheFirstEventTheyMayMoveByTwoMs() {
    Measured emulated = measured(120, 150, 198.5);
    var kernel = recorded(1, List.of(), 0L, 4L, 8L);
    var less = recorded(1, List.of(), 0L, 12L, 8L);

    assertThat(TENTHS.judge(one(kernel, emulated))).hasSize(2);
    assertThat(TENTHS.judge(one(kernel, emulated, event(199_999, "a", "$DEV0 rbps=5")))).isEmpty();
    assertThat(TENTHS.judge(one(less, emulated, event(200_001, "a", "$DEV0 rbps=5")))).isEmpty();
    assertThat(TENTHS.judge(one(kernel, emulated, event(200_000, "a", "$DEV0 rbps=5")))).hasSize(1);
  }

  @Test
  void underACommonLimitTheSumIsExactAndEachAloneLoose() {
    List<Job> jobs = List.of(reader("a"), reader("a"));
    List<Measured> emulated = List.of(measured(120, 130, 140), measured(125, 135, 145));
    List<Group> shared = List.of(LIMITED);

    assertThat(TENTHS.judge(comparison(shared, jobs, List.of(), kernel(24, 0), emulated)))
        .isEmpty();
    assertThat(TENTHS.judge(comparison(shared, jobs, List.of(), kernel(28, 0), emulated)))
        .extracting(Finding::subject)
        .containsExactly("job 1 (a), tenth from 0.1 s");
    assertThat(TENTHS.judge(comparison(shared, jobs, List.of(), kernel(16, 16), emulated)))
        .extracting(Finding::subject)
        .containsExactly("under a common limit: job 1 (a), job 2 (a), tenth from 0.1 s");
  }

  private static List<RecordedProcess> kernel(long first, long second) {
    return List.of(recorded(1, List.of(), 0L, first, 0L), recorded(1, List.of(), 0L, second, 0L));
  }

  @ParameterizedTest
  @CsvSource({"1000, 1, 50", "100, 1, 5", "100, 2, 12", "100, 8, 84", "100000, 8, 5000"})
  void mediansMayBeOffByTheCpuOfTheOthers(double recordedUs, int processes, double allowed) {
    Range range = Allowance.percent(5).around(recordedUs, Allowance.NO_UNIT, 12 * (processes - 1));

    assertThat(range.atMost() - recordedUs).isEqualTo(allowed);
  }

  private static final LatencyCriterion MEDIAN =
      new LatencyCriterion(Jobs.ALL, LatencyCriterion.Of.P50, Allowance.percent(5), 12);

  @Test
  void mediansAreCompared() {
    // the emulated I/Os take 100 us
    assertThat(MEDIAN.judge(one(recorded(105, List.of(), 4L, 0L, 0L), measured(1)))).isEmpty();
    assertThat(MEDIAN.judge(one(recorded(106, List.of(), 4L, 0L, 0L), measured(1))))
        .containsExactly(
            new Finding(
                "latency",
                "job 1 (a), median",
                "106 us",
                "100 us",
                "-6, -5.66 %",
                "100.7 to 111.3 us"));
    assertThat(MEDIAN.judge(one(recorded(95, List.of(), 4L, 0L, 0L), measured(1)))).hasSize(1);
  }

  @Test
  void reapsAreIosOfOneTimeStamp() {
    assertThat(Reaps.sizes(List.of(1L, 1L, 2L, 5L, 5L, 5L), 1000)).containsExactly(2, 1, 3);
    assertThat(Reaps.sizes(List.of(1L, 1L, 2L, 5L, 5L, 5L), 5)).containsExactly(2, 1);
    List<Long> full = LongStream.range(0, 70).map(n -> n / 3).boxed().toList();
    assertThat(Reaps.sizes(full, 1000)).hasSize(21).containsOnly(3);
    assertThat(Reaps.mostFrequent(List.of(1, 3, 3, 2, 2))).isEqualTo(2);
    assertThat(Reaps.mostFrequent(List.of())).isZero();
  }

  @Test
  void crossingsOfALevel() {
    assertThat(Crossings.of(List.of(1L, 5L, 6L, 4L, 9L), 5))
        .containsExactly(
            new Crossings.Crossing(1, true),
            new Crossings.Crossing(3, false),
            new Crossings.Crossing(4, true));
    var criterion = new Crossings(Jobs.ALL, Per.JOB, 50, 0);
    var kernel = recorded(100, List.of(), 0L, 8L, 0L);

    assertThat(criterion.judge(one(kernel, measured(120, 130)))).isEmpty();
    assertThat(criterion.judge(one(kernel, measured(20, 230))))
        .extracting(Finding::toString)
        .containsExactly(
            "crossings: job 1 (a), above 4 KiB: kernel at 0.1 s, cglab at 0.2 s (+0.1 s),"
                + " allowed +-0.0 s",
            "crossings: job 1 (a), below 4 KiB: kernel at 0.2 s, cglab at 0.1 s (-0.1 s),"
                + " allowed +-0.0 s");
    assertThat(criterion.judge(one(kernel, measured())))
        .extracting(Finding::off)
        .containsExactly("missing", "missing");
  }

  @Test
  void aGridBeginsAfterItsFirstPeriod() {
    var grid = new Grid(Jobs.ALL, 100, 3000, 1, 10);
    var kernel = recorded(100, List.of(), 4L, 4L, 4L);

    assertThat(grid.judge(one(kernel, measured(9.9, 97, 203)))).isEmpty();
    assertThat(grid.judge(one(kernel, measured(9.9, 9.95, 96.9))))
        .extracting(Finding::toString)
        .containsExactly(
            "grid: job 1 (a), completion 2 of 3: kernel a multiple of 100 ms, cglab 9950 us"
                + " (-90050 us), allowed +-3000 us",
            "grid: job 1 (a), completion 3 of 3: kernel a multiple of 100 ms, cglab 96900 us"
                + " (-3100 us), allowed +-3000 us");
  }

  @Test
  void windowsAreWholeAndTotalsRun() {
    Measured emulated = measured(50, 150, 250);
    var kernel = recorded(100, List.of(), 8L, 4L, 0L);

    assertThat(spans(false, 1, 0, 3).judge(one(kernel, emulated)))
        .extracting(Finding::subject)
        .containsExactly("job 1 (a), 0.0 to 0.1 s", "job 1 (a), 0.2 to 0.3 s");
    assertThat(spans(false, 2, 0, 3).judge(one(kernel, emulated))).hasSize(1);
    assertThat(spans(false, 1, 1, 2).judge(one(kernel, emulated))).isEmpty();
    assertThat(spans(true, 1, 0, 3).judge(one(kernel, emulated)))
        .extracting(Finding::subject)
        .containsExactly("job 1 (a), 0.0 to 0.1 s", "job 1 (a), 0.0 to 0.2 s");
    assertThat(spans(true, 1, 3, 3).judge(one(kernel, emulated))).isEmpty();
  }

  private static Spans spans(boolean running, int window, int from, int until) {
    Allowance exact = Allowance.percent(0);
    return new Spans(Jobs.ALL, Per.JOB, exact, running, window, from, until);
  }
}
