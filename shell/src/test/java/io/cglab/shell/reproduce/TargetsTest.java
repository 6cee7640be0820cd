package io.cglab.shell.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets are not too tight for what was measured, and each sees what it is about. */
class TargetsTest {
  /** The posting's own figures, as if they had come out; disk times as the weights say. */
  private static Results posting(String id, Column changed, DoubleUnaryOperator change) {
    List<Table> tables = Posting.v10();
    Map<String, Map<Integer, Figures>> byTable = new LinkedHashMap<>();
    for (Table table : tables) {
      Map<Integer, Figures> rows = new LinkedHashMap<>();
      for (PublishedRow row : table.rows()) {
        List<Double> values = new ArrayList<>();
        for (Column column : table.columns()) {
          double value = row.has(column) ? row.value(column) : 1;
          boolean here = table.id().equals(id) && column == changed;
          values.add(here ? change.applyAsDouble(value) : value);
        }
        List<Double> diskMs = new ArrayList<>();
        table.weights().forEach(weight -> diskMs.add(30.0 * weight));
        rows.put(row.nr(), new Figures(values, diskMs));
      }
      byTable.put(table.id(), rows);
    }
    return new Results(tables, 1, byTable);
  }

  private static List<String> missed(Results results) {
    return Targets.of(results).stream()
        .filter(finding -> !finding.holds())
        .map(Finding::id)
        .distinct()
        .toList();
  }

  /**
   * Measured figures are outside where the specification says so: B1 up to 2.31, B14 up to 1.76,
   * and in the trends, of which single rows of the posting stray.
   */
  @Test
  void theShareAndIsolationTargetsHoldForWhatWasMeasured() {
    assertThat(missed(posting("", Column.BANDWIDTH, value -> value)))
        .filteredOn(id -> id.startsWith("A") || id.startsWith("B") || id.startsWith("T"))
        .containsExactlyInAnyOrder("B1", "B14");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          readers-vanilla, BANDWIDTH, 1.08, A sequential read
          random-readers-vanilla, LATENCY, 1.2, A random read
          test1-groups, OTHER_LATENCY, 1.2, B12
          test1-groups, OTHER_BANDWIDTH, 0.3, B11
          test1-vanilla, OTHER_BANDWIDTH, 2, B13
          test1-vanilla, OTHER_BANDWIDTH, 5, C8
          test2-groups, OTHER_LATENCY, 1.2, B9
          test2-groups, OTHER_BANDWIDTH, 0.5, B7
          test2-groups, BANDWIDTH, 1.4, B8
          test2-vanilla, OTHER_BANDWIDTH, 1.3, C6
          test3-groups, OTHER_LATENCY, 1.2, C9
          writers-controller, BANDWIDTH, 1, -
          """)
  void aTargetSeesWhatIsOff(String table, Column column, double factor, String id) {
    List<String> usual = missed(posting("", column, value -> value));
    List<String> changed =
        missed(posting(table, column, value -> value > 0 ? value * factor : value));
    if (id.equals("-")) {
      assertThat(changed).isEqualTo(usual);
    } else {
      assertThat(changed).contains(id);
      assertThat(id.startsWith("C") || !usual.contains(id)).isTrue();
    }
  }

  @Test
  void whatDidNotRunHasNoTarget() {
    assertThat(Targets.of(new Results(List.of(), 1, Map.of()))).isEmpty();
  }
}
