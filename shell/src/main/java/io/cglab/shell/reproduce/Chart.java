package io.cglab.shell.reproduce;

import io.cglab.shell.picture.Scale;
import io.cglab.shell.picture.Unit;
import java.util.Locale;

/** A column of a table over the number of jobs: what came out, and what the posting has. */
final class Chart {
  private static final int WIDTH = 270;
  private static final int HEIGHT = 170;
  private static final int LEFT = 52;
  private static final int RIGHT = 12;
  private static final int TOP = 24;
  private static final int BOTTOM = 22;
  private static final int TICKS = 4;
  private static final double NS_PER_US = 1000;
  private static final double KIB = 1024;

  private Chart() {}

  /** The picture, for a page that has the style of it. */
  static String of(Results results, Table table, Column column, String name) {
    double factor = column.isLatency() ? NS_PER_US : KIB;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (PublishedRow row : table.rows()) {
      for (boolean posted : new boolean[] {false, true}) {
        double value = value(results, table, row, column, posted) * factor;
        if (!Double.isNaN(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    Scale scale = Scale.of(column.isLatency() ? Unit.TIME : Unit.BYTES_PER_S, least, most, TICKS);
    String unit = column.isLatency() ? "" : ", " + scale.unit();
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
            WIDTH,
            HEIGHT,
            Page.escaped(name).replace("\"", "")));
    text(out, 0, 12, "start", name + unit);
    for (Scale.Tick tick : scale.ticks()) {
      double y = y(scale, tick.value());
      out.append(
          String.format(
              Locale.ROOT, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT, y, WIDTH - RIGHT));
      text(out, LEFT - 5, y + 4, "end", tick.label());
    }
    for (int i = 0; i < table.rows().size(); i++) {
      int nr = table.rows().get(i).nr();
      text(out, x(table, i), HEIGHT - 6, "middle", Integer.toString(nr));
    }
    series(out, results, table, column, scale, factor, true);
    series(out, results, table, column, scale, factor, false);
    return out.append("</svg>\n").toString();
  }

  private static void series(
      StringBuilder out,
      Results results,
      Table table,
      Column column,
      Scale scale,
      double factor,
      boolean posted) {
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < table.rows().size(); i++) {
      PublishedRow row = table.rows().get(i);
      double value = value(results, table, row, column, posted);
      if (Double.isNaN(value)) {
        continue;
      }
      double x = x(table, i);
      double y = y(scale, value * factor);
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
      dots.append(
          String.format(
              Locale.ROOT,
              "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s, nr %d: %s</title>"
                  + "</circle>\n",
              posted ? "ring" : "dot",
              x,
              y,
              posted ? "posting" : "cglab",
              row.nr(),
              row.text(column, value)));
    }
    if (!path.isEmpty()) {
      String kind = posted ? "posting" : "cglab";
      out.append("<path class=\"" + kind + "\" d=\"" + path + "\"/>\n").append(dots);
    }
  }

  private static double value(
      Results results, Table table, PublishedRow row, Column column, boolean posted) {
    if (posted) {
      return row.has(column) ? row.value(column) : Double.NaN;
    }
    Figures figures = results.find(table.id(), row.nr());
    return figures == null ? Double.NaN : figures.value(column);
  }

  private static double x(Table table, int i) {
    int steps = Math.max(1, table.rows().size() - 1);
    return LEFT + 10 + (double) i / steps * (WIDTH - LEFT - RIGHT - 20);
  }

  private static double y(Scale scale, double value) {
    return HEIGHT - BOTTOM - scale.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static void text(StringBuilder out, double x, double y, String anchor, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            Page.escaped(text)));
  }
}
