package io.cglab.shell.sweep;

import java.io.Serializable;
import java.util.List;

/**
 * What came of one cell.
 *
 * @param index of the cell
 * @param error one line that says why there are no measures, or not all; empty if all went well
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

  /** True if measures are missing. */
  public boolean isFailed() {
    return !error.isEmpty();
  }
}
