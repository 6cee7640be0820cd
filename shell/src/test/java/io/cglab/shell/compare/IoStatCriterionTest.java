package io.cglab.shell.compare;

import static io.cglab.shell.compare.Samples.event;
import static io.cglab.shell.compare.Samples.group;
import static io.cglab.shell.compare.Samples.job;
import static io.cglab.shell.compare.Samples.nothing;
import static io.cglab.shell.compare.Samples.reader;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.compare.Scenario.Event;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IoStatCriterionTest {
  private static final IoStatCriterion CRITERION = new IoStatCriterion(3, 1, 130_560);
  private static final Group LIMITED = group("a", "$DEV0 rbps=1000");

  private static String stat(long rios, long wios) {
    return stat(rios * 4096, rios, wios);
  }

  private static String stat(long rbytes, long rios, long wios) {
    return "$DEV0 rbytes=%d wbytes=%d rios=%d wios=%d dbytes=0 dios=0\n"
        .formatted(rbytes, wios * 4096, rios, wios);
  }

  private static List<Finding> judge(
      Group group, List<Event> events, String kernel, String cglab, Job... jobs) {
    Scenario scenario =
        Samples.scenario(
            List.of(group),
            List.of(jobs),
            events,
            Collections.nCopies(jobs.length, nothing()),
            Map.of("a/io.stat", kernel, "a/io.pressure", "some total=1\n"));
    List<Measured> measured = Collections.nCopies(jobs.length, Samples.measured());
    return CRITERION.judge(Comparison.of(scenario, measured, Map.of("a/io.stat", cglab)));
  }

  @Test
  void aLimitedJobAloneIsExact() {
    assertThat(judge(LIMITED, List.of(), stat(1280, 0), stat(1280, 0), reader("a"))).isEmpty();
    assertThat(judge(LIMITED, List.of(), stat(1280, 0), stat(1281, 0), reader("a")))
        .containsExactly(
            new Finding(
                "io-stat",
                "a/io.stat, $DEV0 rbytes",
                "5242880",
                "5246976",
                "+4096, +0.08 %",
                "exact"),
            new Finding(
                "io-stat", "a/io.stat, $DEV0 rios", "1280", "1281", "+1, +0.08 %", "exact"));
  }

  @Test
  void threeIosWithEventsOrUnderACommonLimit() {
    List<Event> events = List.of(event(1, "a", "$DEV0 rbps=5"));

    assertThat(judge(LIMITED, events, stat(1280, 0), stat(1283, 0), reader("a"))).isEmpty();
    assertThat(judge(LIMITED, events, stat(1280, 0), stat(1284, 0), reader("a"))).hasSize(2);
    assertThat(judge(LIMITED, List.of(), stat(1280, 0), stat(1277, 0), reader("a"), reader("a")))
        .isEmpty();
    assertThat(judge(LIMITED, List.of(), stat(1280, 0), stat(1276, 0), reader("a"), reader("a")))
        .hasSize(2);
  }

  @Test
  void aLargeIoCountsAsItsPieces() {
    Job large = new Job("a", 0, false, true, 1 << 20, 1, 1, 0, 0, 300, 0);
    List<Event> events = List.of(event(1, "a", "$DEV0 rbps=5"));
    long mib = 1 << 20;

    assertThat(judge(LIMITED, events, stat(4 * mib, 36, 0), stat(7 * mib, 63, 0), large)).isEmpty();
    assertThat(judge(LIMITED, events, stat(4 * mib, 36, 0), stat(8 * mib, 64, 0), large))
        .hasSize(2);
  }

  @Test
  void onePercentWithoutALimitInThatDirection() {
    Job writer = job("a", 0, true);

    assertThat(judge(LIMITED, List.of(), stat(10, 1000), stat(10, 1010), reader("a"), writer))
        .isEmpty();
    assertThat(judge(LIMITED, List.of(), stat(10, 1000), stat(10, 1011), reader("a"), writer))
        .hasSize(2);
    assertThat(judge(LIMITED, List.of(), stat(1000, 1000), stat(1001, 1000), reader("a"), writer))
        .hasSize(2);
    assertThat(judge(group("a"), List.of(), stat(1000, 0), stat(1010, 0), reader("a"), reader("a")))
        .isEmpty();
  }

  @Test
  void linesAndKeysMustBeTheSame() {
    String two = "$DEV1 rios=1\n$DEV0 rios=1\n";

    assertThat(judge(LIMITED, List.of(), two, two, reader("a"))).isEmpty();
    assertThat(judge(LIMITED, List.of(), two, "$DEV0 rios=1\n$DEV1 rios=1\n", reader("a")))
        .extracting(Finding::subject)
        .containsExactly("a/io.stat, lines");
    assertThat(judge(LIMITED, List.of(), two, "$DEV1 rios=1\n$DEV0 rios=1 cost=5\n", reader("a")))
        .extracting(Finding::subject)
        .containsExactly("a/io.stat, keys of $DEV0");
    assertThat(judge(LIMITED, List.of(), two, "", reader("a"))).hasSize(1);
  }

  @Test
  void aFileThatIsNotThereIsAFinding() {
    Scenario scenario =
        Samples.scenario(
            List.of(LIMITED),
            List.of(reader("a")),
            List.of(),
            List.of(nothing()),
            Map.of("a/io.stat", ""));
    var comparison = Comparison.of(scenario, List.of(Samples.measured()), Map.of());

    assertThat(CRITERION.judge(comparison)).hasSize(1);
  }
}
