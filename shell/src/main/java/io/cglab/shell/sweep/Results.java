package io.cglab.shell.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The results of a sweep by cell, whatever the order in which they come. A result that comes twice,
 * as after a retry, has to be the same, and counts once.
 */
public final class Results implements Consumer<CellResult> {
  private static final String HEAD = "cell,seed";
  private static final String TAIL = ",error,metric,cgroup,device,value";

  private final SweepPlan plan;
  private final @Nullable CellResult[] results;
  private int known;

  /** None yet. */
  public Results(SweepPlan plan) {
    this.plan = plan;
    results = new @Nullable CellResult[plan.cells()];
  }

  @Override
  public void accept(CellResult result) {
    CellResult before = results[result.index()];
    if (before == null) {
      results[result.index()] = result;
      known++;
    } else if (!before.equals(result)) {
      throw new IllegalStateException(
          "cell " + (result.index() + 1) + " had two different results: a run is not its seed's");
    }
  }

  /** How many cells have a result. */
  public int known() {
    return known;
  }

  /** The plan that they are of. */
  public SweepPlan plan() {
    return plan;
  }

  /** The results in order of the cells; those that are known. */
  public List<CellResult> all() {
    List<CellResult> all = new ArrayList<>(known);
    for (CellResult result : results) {
      if (result != null) {
        all.add(result);
      }
    }
    return all;
  }

  /** The cells that failed, in order. */
  public List<CellResult> failed() {
    return all().stream().filter(CellResult::isFailed).toList();
  }

  /**
   * Writes a table: a row for each number, with the cell that it is of, and one for each cell that
   * failed. Comma-separated as in RFC 4180, lines end in LF.
   */
  public void writeCsv(Appendable out) throws IOException {
    StringBuilder row = new StringBuilder(HEAD);
    plan.names().forEach(name -> row.append(',').append(name));
    out.append(row.append(TAIL).append('\n'));
    for (CellResult result : all()) {
      Cell cell = plan.cell(result.index());
      StringBuilder head = new StringBuilder();
      head.append(cell.index() + 1).append(',').append(cell.seed());
      cell.labels().forEach(label -> head.append(',').append(quoted(label)));
      if (result.isFailed()) {
        out.append(head).append(',').append(quoted(result.error())).append(",,,,\n");
      }
      for (Measure measure : result.measures()) {
        out.append(head)
            .append(",,")
            .append(quoted(measure.metric()))
            .append(',')
            .append(quoted(measure.cgroup()))
            .append(',')
            .append(quoted(measure.device()))
            .append(',')
            .append(measure.text())
            .append('\n');
      }
    }
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
