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
        assertThat(Tolerances.shipped().of(scenario.name()).map(Entry::criteria))
            .contains(
                List.of(
                    new Ios(1, 1),
                    new FirstCompletions(1000),
                    new Tenths(1000, 2000, new Tenths.Slack(3, 1), new Tenths.Slack(10, 3)),
                    new MedianLatency(5, 12),
                    new IoStatCriterion(3, 1, 130_560)));
      }
    }
  }

  @Test
  void openScenariosAreNotJudged() throws MalformedFileException {
    for (Scenario scenario : Measurements.open()) {
      Entry entry = Tolerances.shipped().of(scenario.name()).orElseThrow();
      assertThat(entry.noJudgement()).isNotNull();
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

    assertThat(tolerances.of("ab").map(Entry::startOrder)).contains(StartOrder.RECORDED);
    assertThat(tolerances.of("abc").map(Entry::criteria)).contains(List.of(new Ios(2.5, 3)));
    assertThat(tolerances.of("abc").map(Entry::startOrder)).contains(StartOrder.LISTED);
    assertThat(tolerances.of("cd")).isPresent();
    assertThat(tolerances.of("c")).isEmpty();
    assertThat(new Glob("a.[b]*").matches("a.[b]c")).isTrue();
    assertThat(new Glob("a.b").matches("axb")).isFalse();
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
          - scenarios: [a]^  criteria: [{kind: x}] | t.yaml:2: kind: expected one of first-completions, io-stat
          - scenarios: [a]^  criteria: [{kind: ios, percent: 1}] | t.yaml:2: criteria: expected the key or_ios
          - scenarios: [a]^  criteria:^   - {kind: ios, percent: -1, or_ios: 1} | t.yaml:3: percent: expected a number
          - scenarios: [a]^  criteria:^   - {kind: ios, percent: 1, or_ios: x}  | t.yaml:3: or_ios: expected a whole
          - scenarios: [a]^  criteria:^   - {kind: ios, percent: 1, or_ios: 1, h: 1} | t.yaml:3: h: expected no such key
          """)
  void whatIsMalformedIsNamedWithItsLine(String yaml, String message) {
    String text = yaml.replace('^', '\n') + (yaml.isEmpty() ? "" : "\n");

    assertThatThrownBy(() -> Tolerances.parse("t.yaml", text))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(message);
  }
}
