package io.cglab.shell.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final SweepPlan PLAN =
      new SweepPlan(
          "s",
          "",
          "",
          "",
          Map.of(),
          List.of(
              new Parameter("A", "", List.of("a,b", "c"), List.of()),
              new Parameter("B", "", List.of("1", "2"), List.of())),
          List.of(5L, 6L));

  @Test
  void cellsAreCountedWithTheSeedFastest() {
    assertThat(PLAN.cells()).isEqualTo(8);
    assertThat(PLAN.cell(3)).isEqualTo(new Cell(3, 6, List.of("a,b", "2"), List.of(0, 1)));
    assertThat(PLAN.cell(4)).isEqualTo(new Cell(4, 5, List.of("c", "1"), List.of(1, 0)));
  }

  @Test
  void aResultThatComesTwiceCountsOnceAndOrderDoesNotMatter() throws IOException {
    Results results = new Results(PLAN);
    Measure measure = new Measure("m", "", "", 0.5);
    results.accept(new CellResult(1, "", List.of(measure)));
    results.accept(CellResult.failed(0, "\n"));
    results.accept(new CellResult(1, "", List.of(measure)));
    assertThat(results.known()).isEqualTo(2);
    StringBuilder csv = new StringBuilder();
    results.writeCsv(csv);
    assertThat(csv)
        .hasToString(
            """
            cell,seed,A,B,error,metric,cgroup,device,value
            1,5,"a,b",1,failed,,,,
            2,6,"a,b",1,,m,,,0.5
            """);
  }

  @Test
  void twoDifferentResultsOfACellAreABug() {
    Results results = new Results(PLAN);
    results.accept(CellResult.failed(0, "one"));
    assertThatThrownBy(() -> results.accept(CellResult.failed(0, "two")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cell 1");
  }
}
