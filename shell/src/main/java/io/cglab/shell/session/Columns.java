package io.cglab.shell.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Texts side by side, each under its name; lines that are not the same everywhere are marked. */
final class Columns {
  private static final int GAP = 2;

  private Columns() {}

  /** The texts, a character a byte, in columns as wide as their longest lines. */
  static String of(Map<String, String> texts) {
    List<List<String>> columns = new ArrayList<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      List<String> column = new ArrayList<>();
      column.add(text.getKey());
      column.add("-".repeat(text.getKey().length()));
      text.getValue().lines().forEach(column::add);
      columns.add(column);
    }
    int rows = columns.stream().mapToInt(List::size).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder(differs(columns, row) ? "| " : "  ");
      for (List<String> column : columns) {
        int width = column.stream().mapToInt(String::length).max().orElse(0);
        String cell = cell(column, row);
        line.append(cell).append(" ".repeat(width - cell.length() + GAP));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private static String cell(List<String> column, int row) {
    return row < column.size() ? column.get(row) : "";
  }

  private static boolean differs(List<List<String>> columns, int row) {
    return row > 1 && columns.stream().map(column -> cell(column, row)).distinct().count() > 1;
  }
}
