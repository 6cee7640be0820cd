package io.cglab.shell.approach;

import java.util.Map;

/**
 * What an approach did.
 *
 * @param byWorkload by the workload's name
 */
public record Outcome(Approach approach, Map<String, Measurement> byWorkload) {
  public Outcome {
    byWorkload = Map.copyOf(byWorkload);
  }

  /** The measurement that a column is about. */
  Measurement of(Column column) {
    Measurement measured = byWorkload.get(column.workload());
    if (measured == null) {
      throw new IllegalStateException("not measured: " + column.workload());
    }
    return measured;
  }

  /** A column's number as text. */
  String text(Column column) {
    return of(column).text(column.value());
  }
}
