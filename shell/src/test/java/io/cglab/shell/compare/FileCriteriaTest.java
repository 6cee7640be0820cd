package io.cglab.shell.compare;

import static io.cglab.shell.compare.Samples.group;
import static io.cglab.shell.compare.Samples.job;
import static io.cglab.shell.compare.Samples.measured;
import static io.cglab.shell.compare.Samples.nothing;
import static io.cglab.shell.compare.Samples.reader;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single numbers of files. */
class FileCriteriaTest {
  private static final String PRESSURE = "some avg10=0.00 total=%d\nfull avg10=0.00 total=%d\n";

  private static List<Finding> judge(
      Criterion criterion, Map<String, String> recorded, Map<String, String> emulated) {
    Scenario scenario =
        Samples.scenario(
            List.of(group("p"), group("p/a"), group("b")),
            List.of(reader("p/a"), job("p/a", 1, true), reader("b")),
            List.of(),
            List.of(nothing(), nothing(), nothing()),
            recorded);
    // each I/O took 0.1 ms: submitted at 9.9, 12.9, 13.4, 14.9 ms
    List<Measured> measured = List.of(measured(10, 13, 13.5, 15), measured(1), measured(1));
    return criterion.judge(Comparison.of(scenario, measured, emulated));
  }

  private static String stat(long rios, String usage) {
    return "$DEV0 rbytes=1 rios=%d%s\n".formatted(rios, usage);
  }

  /** 200 us each; three I/Os were submitted in the last 2 ms of the cgroup. */
  @ParameterizedTest
  @CsvSource({
    "10, 2000, true",
    "10, 2001, false",
    "10, 1400, true",
    "10, 1399, false",
    "12, 2400, true",
    "12, 2000, true",
    "12, 1799, false"
  })
  void usageIsTheCostOfTheOwnIos(long rios, long usage, boolean within) {
    for (String path : List.of("p/a/io.stat", "p/io.stat")) {
      Map<String, String> recorded = Map.of(path, stat(10, " cost.usage=2000"));
      Map<String, String> emulated = Map.of(path, stat(rios, " cost.usage=" + usage));

      assertThat(judge(new IoCostUsage(200, 2), recorded, emulated).isEmpty()).isEqualTo(within);
    }
  }

  @Test
  void usageThatIsMissingIsFound() {
    Map<String, String> recorded = Map.of("b/io.stat", stat(10, " cost.usage=2000"));

    assertThat(judge(new IoCostUsage(200, 2), recorded, Map.of("b/io.stat", stat(10, ""))))
        .containsExactly(
            new Finding(
                "io-cost-usage",
                "b/io.stat, $DEV0 cost.usage",
                "2000",
                "none",
                "missing",
                "both rios and it"));
    assertThat(judge(new IoCostUsage(200, 2), recorded, Map.of())).hasSize(1);
    assertThat(judge(new IoCostUsage(200, 2), Map.of("b/io.stat", stat(10, "")), Map.of()))
        .isEmpty();
  }

  @Test
  void oneNumberOfEachIoStat() {
    Map<String, String> recorded = Map.of("p/a/io.stat", stat(1000, ""));
    var criterion = new IoStatKey("rios", 1);

    assertThat(judge(criterion, recorded, Map.of("p/a/io.stat", stat(990, "")))).isEmpty();
    assertThat(judge(criterion, recorded, Map.of("p/a/io.stat", stat(989, ""))))
        .containsExactly(
            new Finding(
                "io-stat-key",
                "p/a/io.stat, $DEV0 rios",
                "1000",
                "989",
                "-11, -1.10 %",
                "990.0 to 1010.0"));
    assertThat(judge(criterion, recorded, Map.of())).hasSize(1);
    assertThat(judge(criterion, recorded, Map.of("p/a/io.stat", "$DEV0 rios=many\n"))).hasSize(1);
  }

  @Test
  void pressureOfTheJobsCgroups() {
    Map<String, String> recorded =
        Map.of(
            "p/io.pressure", PRESSURE.formatted(1000, 1000),
            "p/a/io.pressure", PRESSURE.formatted(1000, 1000),
            "b/io.pressure", PRESSURE.formatted(1000, 0));
    Map<String, String> emulated =
        Map.of(
            "p/io.pressure", PRESSURE.formatted(1041, 1000),
            "p/a/io.pressure", PRESSURE.formatted(1040, 1041),
            "b/io.pressure", PRESSURE.formatted(1041, 1));

    assertThat(judge(new Pressure(Jobs.FIRST, Pressure.LINES, 4), recorded, emulated))
        .extracting(Finding::subject)
        .containsExactly("p/a/io.pressure, full total");
    assertThat(judge(new Pressure(Jobs.ALL, List.of("some"), 4), recorded, emulated))
        .extracting(Finding::subject)
        .containsExactlyInAnyOrder("p/io.pressure, some total", "b/io.pressure, some total");
    assertThat(judge(new Pressure(Jobs.READERS, List.of("full"), 50), recorded, emulated))
        .extracting(Finding::off)
        .containsExactly("+1");
  }
}
