package io.cglab.shell.explain;

import java.util.ArrayList;
import java.util.List;

/** Rows of words in aligned columns, indented. */
final class Table {
  private static final String INDENT = "  ";

  private final List<String[]> rows = new ArrayList<>();

  /** Adds a row; rows may be of different length. */
  Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Appends all rows, a line each; cells that begin with a digit are flush right. */
  void appendTo(StringBuilder out) {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] width = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        width[i] = Math.max(width[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(INDENT);
      for (int i = 0; i < row.length; i++) {
        String pad = " ".repeat(width[i] - row[i].length());
        boolean right = !row[i].isEmpty() && Character.isDigit(row[i].charAt(0));
        line.append(right ? pad + row[i] : row[i] + pad).append(INDENT);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
