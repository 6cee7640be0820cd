package io.cglab.shell.reproduce;

import io.cglab.shell.picture.ReportPage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Tables, plots and targets as one page, whole in itself. */
final class Page {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>IO scheduler based IO controller V10, reproduced</title>
      <style>
      """;
  private static final String STYLE =
      """
      .charts { display: flex; flex-wrap: wrap; gap: .4rem 1rem; }
      .charts svg { width: 16.5rem; max-width: 100%; }
      .charts text { fill: var(--soft); font-size: 11px; }
      .posting { fill: none; stroke: var(--c1); stroke-width: 1.8; stroke-dasharray: 6 3; }
      .cglab { fill: none; stroke: var(--c0); stroke-width: 1.8; }
      .dot { fill: var(--c0); } .ring { fill: var(--back); stroke: var(--c1); stroke-width: 1.5; }
      td small { color: var(--soft); display: block; }
      td.miss { color: var(--c1); font-weight: 600; }
      pre { margin: .3rem 0; font-size: .82rem; overflow-x: auto; }
      """;

  private final Results results;
  private final StringBuilder out = new StringBuilder();

  private Page(Results results) {
    this.results = results;
  }

  /** The page. */
  static String of(Results results, List<Finding> findings) throws IOException {
    Page page = new Page(results);
    page.out.append(HEAD).append(ReportPage.style()).append(STYLE);
    page.out.append("</style>\n</head>\n<body>\n");
    page.intro();
    String title = "";
    for (Table table : results.tables()) {
      page.table(table, table.title().equals(title));
      title = table.title();
    }
    page.findings(findings);
    return page.out.append("</body>\n</html>\n").toString();
  }

  private void intro() {
    out.append("<h1>IO scheduler based IO controller V10, reproduced</h1>\n<p class=\"note\">")
        .append("The tables of the posting of 24 September 2009, run again on a simulated 7200 RPM")
        .append(" disk; figures are the mean of ")
        .append(results.seeds())
        .append(results.seeds() == 1 ? " run" : " runs")
        .append(" of 30 s of virtual time each. In each cell: cglab, the posting, how far the two")
        .append(
            " are apart. In plots cglab is solid, the posting dashed; below them, the number of")
        .append(" jobs.</p>\n");
  }

  private void table(Table table, boolean sameTitle) {
    out.append("<section id=\"").append(table.id()).append("\">\n");
    if (!sameTitle) {
      out.append("<h2>").append(escaped(table.title())).append("</h2>\n");
    }
    out.append("<pre>").append(escaped("fio " + table.first().options() + " --numjobs=<nr>"));
    FioLine second = table.second();
    if (second != null) {
      out.append('\n').append(escaped("fio " + second.options()));
    }
    out.append("</pre>\n<div class=\"scroll\"><table>\n<caption>");
    String about = table.heading().isEmpty() ? "" : table.heading().get(0);
    out.append(escaped(about.startsWith("<") ? groups(table) : about))
        .append(" (")
        .append(table.profile().kernel())
        .append(")</caption>\n<tr><th>nr</th>");
    for (Column column : table.columns()) {
      out.append("<th>").append(escaped(owner(table, column))).append("<br>");
      out.append(column.heading()).append("</th>");
    }
    boolean timed = false;
    for (PublishedRow row : table.rows()) {
      Figures figures = results.find(table.id(), row.nr());
      timed |= figures != null && !Double.isNaN(figures.diskRatio());
    }
    out.append(timed ? "<th>disk time<br>group1 : group2</th>" : "").append("</tr>\n");
    for (PublishedRow row : table.rows()) {
      Figures figures = results.find(table.id(), row.nr());
      if (figures != null) {
        row(table, row, figures, timed);
      }
    }
    out.append("</table></div>\n");
    if (table.rows().size() > 1) {
      out.append("<div class=\"charts\">\n");
      for (Column column : table.columns()) {
        if (column != Column.MAX_BANDWIDTH && column != Column.MIN_BANDWIDTH) {
          String name = owner(table, column) + ": " + column.heading();
          out.append(Chart.of(results, table, column, name));
        }
      }
      out.append("</div>\n");
    }
    out.append("</section>\n");
  }

  private static String groups(Table table) {
    return "group1 weight=" + table.weights().get(0) + "; group2 weight=" + table.weights().get(1);
  }

  private void row(Table table, PublishedRow row, Figures figures, boolean timed) {
    out.append("<tr><td>").append(row.nr()).append("</td>");
    for (Column column : table.columns()) {
      double value = figures.value(column);
      out.append("<td>").append(row.text(column, value));
      if (row.has(column)) {
        out.append("<small>")
            .append(row.text(column, row.value(column)))
            .append("</small><small>")
            .append(TextTables.percent(value, row.value(column)))
            .append("</small>");
      }
      out.append("</td>");
    }
    if (timed) {
      out.append(String.format(Locale.ROOT, "<td>%.2f</td>", figures.diskRatio()));
    }
    out.append("</tr>\n");
  }

  private static String owner(Table table, Column column) {
    boolean other = column.compareTo(Column.OTHER_BANDWIDTH) >= 0;
    FioLine second = table.second();
    return other && second != null ? second.name() : table.first().name();
  }

  private void findings(List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    out.append("<section id=\"targets\">\n<h2>Targets</h2>\n<div class=\"scroll\"><table>\n")
        .append("<tr><th>id</th><th class=\"text\">what</th><th>found</th><th>wanted</th>")
        .append("<th></th></tr>\n");
    for (Finding finding : findings) {
      out.append("<tr><td>").append(escaped(finding.id()));
      out.append("</td><td class=\"text\">").append(escaped(finding.what()));
      out.append("</td><td>").append(escaped(finding.found()));
      out.append("</td><td>").append(escaped(finding.wanted()));
      out.append(finding.holds() ? "</td><td>ok" : "</td><td class=\"miss\">missed");
      out.append("</td></tr>\n");
    }
    out.append("</table></div>\n</section>\n");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
