package io.cglab.shell.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row as it was printed.
 *
 * @param nr jobs of the first fio process
 * @param values by {@link Column}, as many as were printed: KiB/s and us
 * @param inMs which latencies were printed in ms
 */
record PublishedRow(int nr, List<Double> values, List<Boolean> inMs) {
  private static final Pattern CELL = Pattern.compile("([0-9]+)(KiB/s|K usec| usec| msec)");
  private static final double THOUSAND = 1000;

  PublishedRow {
    values = List.copyOf(values);
    inMs = List.copyOf(inMs);
  }

  /** Reads a row such as {@code 2 17089KiB/s 13600KiB/s 30690KiB/s 118K usec}. */
  static PublishedRow parse(String line) {
    String[] parts = line.strip().split(" ", 2);
    List<Double> values = new ArrayList<>();
    List<Boolean> inMs = new ArrayList<>();
    Matcher cell = CELL.matcher(parts.length < 2 ? "" : parts[1]);
    while (cell.find()) {
      boolean thousands = cell.group(2).equals("K usec") || cell.group(2).equals(" msec");
      values.add(Double.parseDouble(cell.group(1)) * (thousands ? THOUSAND : 1));
      inMs.add(cell.group(2).equals(" msec"));
    }
    return new PublishedRow(Integer.parseInt(parts[0]), values, inMs);
  }

  boolean has(Column column) {
    return column.ordinal() < values.size();
  }

  double value(Column column) {
    return values.get(column.ordinal());
  }

  /** A value of this row's column as the posting prints it. */
  String text(Column column, double value) {
    if (!column.isLatency()) {
      return Math.round(value) + "KiB/s";
    }
    if (has(column) && inMs.get(column.ordinal())) {
      return Math.round(value / THOUSAND) + " msec";
    }
    return value > 99_999 ? Math.round(value / THOUSAND) + "K usec" : Math.round(value) + " usec";
  }
}
