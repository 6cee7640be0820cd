package io.cglab.shell.reproduce;

import java.util.ArrayList;
import java.util.List;

/** The tables in Markdown, each cell as {@code cglab / posting}. */
final class MarkdownTables {
  private MarkdownTables() {}

  /** All tables. */
  static String of(Results results) {
    StringBuilder out = new StringBuilder();
    for (Table table : results.tables()) {
      table(results, table, out);
    }
    return out.toString();
  }

  private static void table(Results results, Table table, StringBuilder out) {
    String about = table.heading().isEmpty() ? "" : " " + table.heading().get(0);
    out.append("**").append(table.title()).append("**");
    out.append(about.startsWith(" <") ? "" : about).append("\n\n");
    List<String> names = new ArrayList<>(List.of("nr"));
    for (Column column : columns(table)) {
      names.add(owner(table, column) + " " + column.heading());
    }
    line(out, names);
    line(out, names.stream().map(name -> "--:").toList());
    for (PublishedRow row : table.rows()) {
      Figures figures = results.find(table.id(), row.nr());
      if (figures != null) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(row.nr())));
        for (Column column : columns(table)) {
          String posting = row.has(column) ? row.text(column, row.value(column)) : "-";
          cells.add(row.text(column, figures.value(column)) + " / " + posting);
        }
        line(out, cells);
      }
    }
    out.append('\n');
  }

  /** Without the posting's spread between jobs, which is no target. */
  private static List<Column> columns(Table table) {
    return table.columns().stream()
        .filter(column -> column != Column.MAX_BANDWIDTH && column != Column.MIN_BANDWIDTH)
        .toList();
  }

  private static String owner(Table table, Column column) {
    boolean other = column.compareTo(Column.OTHER_BANDWIDTH) >= 0;
    FioLine of = other ? table.second() : table.first();
    String name = of == null ? "" : of.name();
    return table.hasGroups() ? name + " (group" + (other ? 2 : 1) + ")" : name;
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
