package io.cglab.shell.picture;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** One page of {@link IntervalFigure}s, each with its numbers, whole in itself; no script in it. */
public final class IntervalPage {
  private static final int FAILURES_MAX = 50;

  private IntervalPage() {}

  /**
   * The page.
   *
   * @param title what was run
   * @param failures a line for each run that failed
   */
  public static String html(
      String title, String summary, List<String> failures, List<IntervalFigure> figures)
      throws IOException {
    StringBuilder body = new StringBuilder();
    if (!failures.isEmpty()) {
      body.append("<section><h2>").append(failures.size()).append(" failed</h2>\n<ul>\n");
      for (String failure : failures.subList(0, Math.min(FAILURES_MAX, failures.size()))) {
        body.append("<li>").append(SvgPlot.escaped(failure)).append("</li>\n");
      }
      body.append(failures.size() > FAILURES_MAX ? "<li>and more</li>\n" : "");
      body.append("</ul></section>\n");
    }
    for (IntervalFigure figure : figures) {
      figure(figure, body);
    }
    return ReportPage.resource("sweep.html")
        .replace("/*STYLE*/", ReportPage.resource("report.css"))
        .replace("<!--TITLE-->", SvgPlot.escaped(title))
        .replace("<!--SUMMARY-->", SvgPlot.escaped(summary))
        .replace("<!--BODY-->", body);
  }

  private static void figure(IntervalFigure figure, StringBuilder body) {
    body.append("<section><h2>").append(SvgPlot.escaped(figure.title())).append("</h2>\n");
    if (!figure.note().isEmpty()) {
      body.append("<p class=\"note\">").append(SvgPlot.escaped(figure.note())).append("</p>\n");
    }
    body.append(IntervalPlot.svg(figure));
    body.append("<p class=\"legend\">");
    int color = 0;
    for (IntervalFigure.Line line : figure.lines()) {
      if (!line.label().isEmpty()) {
        body.append("<span style=\"color:var(--c")
            .append(color++ % 8)
            .append(")\">&#9679; ")
            .append(SvgPlot.escaped(line.label()))
            .append("</span> ");
      }
    }
    body.append("</p>\n<details><summary>Numbers</summary>\n<table><tr><th></th><th>")
        .append(SvgPlot.escaped(figure.axis()))
        .append("</th><th>mean</th><th>&plusmn;</th><th>runs</th></tr>\n");
    for (IntervalFigure.Line line : figure.lines()) {
      for (IntervalFigure.Point point : line.points()) {
        body.append("<tr><td>")
            .append(SvgPlot.escaped(line.label()))
            .append("</td><td>")
            .append(SvgPlot.escaped(point.name()))
            .append("</td><td>")
            .append(number(point.mean()))
            .append("</td><td>")
            .append(number(point.half()))
            .append("</td><td>")
            .append(point.count())
            .append("</td></tr>\n");
      }
    }
    body.append("</table></details></section>\n");
  }

  /** A point in words. */
  static String words(IntervalFigure.Line line, IntervalFigure.Point point) {
    String of = line.label().isEmpty() ? "" : line.label() + ", ";
    return String.format(
        Locale.ROOT,
        "%s%s: %s \u00b1 %s (%d runs)",
        of,
        point.name(),
        number(point.mean()),
        number(point.half()),
        point.count());
  }

  private static String number(double value) {
    return Scale.number(value);
  }
}
