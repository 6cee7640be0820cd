package io.cglab.shell.sweep;

import java.io.Serializable;
import java.util.List;

/**
 * What came of one cell.
 *
 * @param index of the cell
 * @param error one line that says why there are no measures; empty if all went well
 */
public record CellResult(int index, String error, List<Measure> measures) implements Serializable {
  private static final long serialVersionUID = 1;

  public CellResult {
    measures = List.copyOf(measures);
  }

  /** A cell that failed. */
  public static CellResult failed(int index, String error) {
    return new CellResult(index, error.isBlank() ? "failed" : firstLine(error), List.of());
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  /** True if it has an error in place of measures. */
  public boolean isFailed() {
    return !error.isEmpty();
  }
}
