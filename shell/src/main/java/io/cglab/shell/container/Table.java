package io.cglab.shell.container;

import java.util.ArrayList;
import java.util.List;

/** Columns as Go's tabwriter sets them: padded to the widest cell, the last one not at all. */
final class Table {
  private static final int PADDING = 3;

  private final int narrowest;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table whose columns are at least that wide, their gaps included. */
  Table(int narrowest, String... heading) {
    this.narrowest = narrowest;
    rows.add(List.of(heading));
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    int last = rows.get(0).size() - 1;
    for (List<String> row : rows) {
      for (int i = 0; i < last; i++) {
        int column = i;
        int widest = rows.stream().mapToInt(cells -> width(cells.get(column))).max().orElse(0);
        int width = Math.max(narrowest, widest + PADDING);
        out.append(row.get(i)).append(" ".repeat(width - width(row.get(i))));
      }
      out.append(row.get(last)).append('\n');
    }
    return out.toString();
  }

  /** Characters of a text whose bytes are those of its UTF-8 form. */
  private static int width(String cell) {
    return (int) cell.chars().filter(c -> (c & 0xC0) != 0x80).count();
  }
}
