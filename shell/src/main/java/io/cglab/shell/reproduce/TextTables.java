package io.cglab.shell.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables as the posting prints them: each row as it came out, below it the posting's and how
 * far the two are apart.
 */
final class TextTables {
  private static final String LABEL = "%-9s";
  private static final String NR = "%-4s";
  private static final String CELL = "%-12s";
  private static final double PERCENT = 100;

  private TextTables() {}

  /** All tables. */
  static String of(Results results) {
    StringBuilder out = new StringBuilder();
    String title = "";
    for (Table table : results.tables()) {
      if (!table.title().equals(title)) {
        title = table.title();
        out.append(title).append('\n').append("=".repeat(title.length())).append("\n\n");
      }
      table(results, table, out);
    }
    return out.toString();
  }

  private static void table(Results results, Table table, StringBuilder out) {
    out.append("# ").append(command(table.first(), " --numjobs=<nr>")).append('\n');
    if (table.second() != null) {
      out.append("# ").append(command(table.second(), "")).append('\n');
    }
    out.append("# ").append(table.id()).append(", ").append(table.profile().kernel()).append('\n');
    int at = 0;
    for (String line : table.heading()) {
      boolean columns = ++at == table.heading().size() && line.startsWith("<");
      out.append(columns ? String.format(Locale.ROOT, LABEL, "") : "").append(line).append('\n');
    }
    List<String> names = new ArrayList<>(List.of("nr"));
    table.columns().forEach(column -> names.add(column.heading()));
    line(out, "", names);
    List<String> ratios = new ArrayList<>();
    for (PublishedRow row : table.rows()) {
      Figures figures = results.find(table.id(), row.nr());
      if (figures != null) {
        row(out, table, row, figures);
        if (!Double.isNaN(figures.diskRatio())) {
          ratios.add(String.format(Locale.ROOT, "%.2f (nr %d)", figures.diskRatio(), row.nr()));
        }
      }
    }
    if (!ratios.isEmpty()) {
      out.append("disk time of group1 over group2's: ").append(String.join(", ", ratios));
      if (table.ratio() != null) {
        out.append(String.format(Locale.ROOT, "; posting: %.0f:1", table.ratio()));
      }
      out.append('\n');
    }
    out.append('\n');
  }

  private static String command(FioLine line, String more) {
    return "fio " + line.options() + more;
  }

  private static void row(StringBuilder out, Table table, PublishedRow row, Figures figures) {
    List<String> cglab = new ArrayList<>(List.of(Integer.toString(row.nr())));
    List<String> posting = new ArrayList<>(List.of(""));
    List<String> apart = new ArrayList<>(List.of(""));
    for (Column column : table.columns()) {
      double value = figures.value(column);
      cglab.add(row.text(column, value));
      posting.add(row.has(column) ? row.text(column, row.value(column)) : "-");
      apart.add(row.has(column) ? percent(value, row.value(column)) : "-");
    }
    line(out, "cglab", cglab);
    if (!row.values().isEmpty()) {
      line(out, "posting", posting);
      line(out, "apart", apart);
    }
  }

  /** How far a value is from the posting's. */
  static String percent(double value, double posted) {
    return String.format(Locale.ROOT, "%+.0f%%", (value / posted - 1) * PERCENT);
  }

  private static void line(StringBuilder out, String label, List<String> cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, LABEL, label));
    for (int i = 0; i < cells.size(); i++) {
      line.append(String.format(Locale.ROOT, i == 0 ? NR : CELL, cells.get(i)));
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
