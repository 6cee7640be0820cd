package io.cglab.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.compare.Tolerances.Entry;
import io.cglab.shell.compare.Tolerances.StartOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerancesTest {
  /** The lines of kernel/README.md for throttle-*, as they are shipped. */
  @Test
  void throttleIsHeldToTheRecordsOwnBounds() throws MalformedFileException {
    for (Scenario scenario : Measurements.scenarios()) {
      if (scenario.name().startsWith("throttle-")) {
        assertThat(Tolerances.shipped().of(scenario).map(Entry::criteria))
            .contains(
                List.of(
                    new Ios(Jobs.ALL, Per.JOB, new Allowance(1, 1, 1, 0, 0)),
                    new FirstCompletions(Jobs.ALL, Per.LIMIT, 1000, 0, 64, Long.MAX_VALUE / 1000),
                    new Tenths(1000, 2000, new Tenths.Slack(3, 1), new Tenths.Slack(10, 3)),
                    new LatencyCriterion(
                        Jobs.ALL, LatencyCriterion.Of.P50, Allowance.percent(5), 12),
                    new IoStatCriterion(3, 1, 130_560)));
      }
    }
  }

  @Test
  void openScenariosAreNotJudged() throws MalformedFileException {
    for (Scenario scenario : Measurements.open()) {
      Entry entry = Tolerances.shipped().of(scenario).orElseThrow();
      assertThat(entry.noJudgement()).isNotNull();
      assertThat(entry.aimPercent()).isEqualTo(5);
      assertThat(entry.criteria()).isEmpty();
    }
  }

  @Test
  void theFirstEntryThatMatchesHolds() throws MalformedFileException {
    Tolerances tolerances =
        Tolerances.parse(
            "t.yaml",
            """
            - scenarios: [ab, "c?"]
              no_judgement: open
              start_order: recorded
            - scenarios: ["a*"]
              criteria: [{kind: ios, percent: 2.5, or_ios: 3}]
            """);

    assertThat(tolerances.of(Samples.named("ab", 1)).map(Entry::startOrder))
        .contains(StartOrder.RECORDED);
    assertThat(tolerances.of(Samples.named("abc", 1)).map(Entry::criteria))
        .contains(List.of(new Ios(Jobs.ALL, Per.JOB, new Allowance(2.5, 2.5, 3, 0, 0))));
    assertThat(tolerances.of(Samples.named("abc", 1)).map(Entry::startOrder))
        .contains(StartOrder.LISTED);
    assertThat(tolerances.of(Samples.named("cd", 1))).isPresent();
    assertThat(tolerances.of(Samples.named("c", 1))).isEmpty();
    assertThat(new Glob("a.[b]*").matches("a.[b]c")).isTrue();
    assertThat(new Glob("a.b").matches("axb")).isFalse();
  }

  @Test
  void anEntryMayHoldAtOneDepthOnly() throws MalformedFileException {
    Tolerances tolerances =
        Tolerances.parse(
            "t.yaml",
            """
            - scenarios: [a]
              hw_queue_depth: 2
              no_judgement: two
              aim_percent: 2.5
            - scenarios: [a]
              no_judgement: others
            """);

    assertThat(tolerances.of(Samples.named("a", 2)).map(Entry::noJudgement)).contains("two");
    assertThat(tolerances.of(Samples.named("a", 2)).map(Entry::aimPercent)).contains(2.5);
    assertThat(tolerances.of(Samples.named("a", 4)).map(Entry::noJudgement)).contains("others");
    assertThat(tolerances.of(Samples.named("a", 4)).map(Entry::aimPercent)).isEmpty();
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                       | t.yaml:1: expected a document
          a: b                                     | t.yaml:1: expected a list
          [                                        | t.yaml:2: expected YAML
          - 5                                      | t.yaml:1: expected a mapping
          - no_judgement: x                        | t.yaml:1: expected the key scenarios
          - scenarios: [a]                         | t.yaml:1: expected either criteria or no_judgement
          - scenarios: a^  no_judgement: x         | t.yaml:1: scenarios: expected a list
          - scenarios: [a]^  criteria: []          | t.yaml:2: criteria: expected a list with at least one
          - scenarios: [a]^  tolerance: 5          | t.yaml:2: tolerance: expected no such key, but one of
          - scenarios: [a]^  start_order: any      | t.yaml:2: start_order: expected listed or recorded
          - scenarios: [a]^  scenarios: [b]        | t.yaml:2: scenarios: expected each key once
          - scenarios: [a]^  criteria:^   - 5      | t.yaml:3: criteria: expected a mapping
          - scenarios: [a]^  criteria: [{k: 1}]    | t.yaml:2: criteria: expected the key kind, one of
          - scenarios: [a]^  criteria: [{kind: x}] | t.yaml:2: kind: expected one of crossings, even, first-completions
          - scenarios: [a]^  criteria: [{kind: ios, jobs: all}] | t.yaml:2: criteria: expected a bound: percent
          - scenarios: [a]^  criteria: [{kind: ios, percent: 1, more_percent: 1}] | t.yaml:2: criteria: expected a bound: percent
          - scenarios: [a]^  criteria: [{kind: even}] | t.yaml:2: criteria: expected the key percent
          - scenarios: [a]^  criteria: [{kind: ios, percent: 1, jobs: b}] | t.yaml:2: jobs: expected one of all, first, others
          - scenarios: [a]^  criteria: [{kind: ios, percent: 1, per: b}] | t.yaml:2: per: expected one of job, group
          - scenarios: [a]^  criteria: [{kind: latency, percent: 1, of: p5}] | t.yaml:2: of: expected one of p50, p99, max
          - scenarios: [a]^  criteria: [{kind: windows, percent: 1, window_ms: 0}] | t.yaml:2: window_ms: expected a multiple of 100, but not 0
          - scenarios: [a]^  criteria: [{kind: windows, percent: 1, from_ms: 50}] | t.yaml:2: from_ms: expected a multiple of 100
          - scenarios: [a]^  criteria: [{kind: pressure, percent: 1, lines: [all]}] | t.yaml:2: lines: expected some of some, full
          - scenarios: [a]^  hw_queue_depth: x       | t.yaml:2: hw_queue_depth: expected a whole
          - scenarios: [a]^  aim_percent: x          | t.yaml:2: aim_percent: expected a number
          - scenarios: [a]^  criteria:^   - {kind: ios, percent: -1, or_ios: 1} | t.yaml:3: percent: expected a number
          - scenarios: [a]^  criteria:^   - {kind: ios, percent: 1, or_ios: x}  | t.yaml:3: or_ios: expected a number
          - scenarios: [a]^  criteria:^   - {kind: ios, percent: 1, or_ios: 1, h: 1} | t.yaml:3: h: expected no such key
          """)
  void whatIsMalformedIsNamedWithItsLine(String yaml, String message) {
    String text = yaml.replace('^', '\n') + (yaml.isEmpty() ? "" : "\n");

    assertThatThrownBy(() -> Tolerances.parse("t.yaml", text))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(message);
  }
}
