package io.cglab.shell.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data: what was published. */
class PostingTest {
  private final List<Table> tables = Posting.v10();

  private Table table(String id) {
    return tables.stream().filter(table -> table.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void everyRowHasAValueForEachColumn() {
    for (Table table : tables) {
      for (PublishedRow row : table.rows()) {
        int published = table.id().matches("test[45]-.*") ? 0 : table.columns().size();
        assertThat(row.values()).as("%s:%d", table.id(), row.nr()).hasSize(published);
      }
    }
    assertThat(Campaign.runs(tables, 1)).isEqualTo(80);
  }

  /** The aggregate lies between nr times the smallest and nr times the largest job. */
  @Test
  void figuresOfARowFitTogether() {
    for (Table table : tables) {
      for (PublishedRow row : table.rows()) {
        if (!row.values().isEmpty()) {
          double aggregate = row.value(Column.BANDWIDTH);
          assertThat(aggregate)
              .as("%s:%d", table.id(), row.nr())
              .isBetween(
                  row.nr() * row.value(Column.MIN_BANDWIDTH) * 0.97,
                  row.nr() * row.value(Column.MAX_BANDWIDTH) * 1.05);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          test1-groups, 32, BANDWIDTH, 6518, 6518KiB/s
          test1-groups, 32, LATENCY, 1910000, 1910K usec
          test2-vanilla, 1, LATENCY, 55940, 55940 usec
          test3-groups, 4, OTHER_LATENCY, 172000, 172K usec
          random-readers-vanilla, 4, LATENCY, 2344000, 2344 msec
          random-writers-controller, 16, MIN_BANDWIDTH, 29, 29KiB/s
          """)
  void aRowIsReadAndPrintedAsItWas(String id, int nr, Column column, double value, String printed) {
    PublishedRow row =
        table(id).rows().stream().filter(of -> of.nr() == nr).findFirst().orElseThrow();
    assertThat(row.value(column)).isEqualTo(value);
    assertThat(row.text(column, value)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          test3-groups, 1, 5
          test?-groups, 3, 16
          readers-vanilla:4, 1, 1
          '*', 17, 80
          readers, 0, 0
          """)
  void aGlobChoosesTablesAndRows(String glob, int ofTables, int ofRows) {
    List<Table> chosen = Posting.only(tables, glob);
    assertThat(chosen).hasSize(ofTables);
    assertThat(Campaign.runs(chosen, 1)).isEqualTo(ofRows);
  }
}
