package io.cglab.shell.picture;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws an {@link IntervalFigure} as SVG in the colors of the page's style. */
final class IntervalPlot {
  private static final int WIDTH = 1040;
  private static final int HEIGHT = 260;
  private static final int LEFT = 76;
  private static final int RIGHT = 20;
  private static final int TOP = 12;
  private static final int BOTTOM = 40;
  private static final int TICKS = 5;
  private static final int COLORS = 8;
  private static final int LABELS_MAX = 16;

  /** From this ratio of the largest to the smallest on, the axis is logarithmic. */
  private static final double WIDE = 50;

  private final IntervalFigure figure;
  private final StringBuilder out = new StringBuilder();
  private final double least;
  private final double most;
  private final boolean logarithmic;
  private final Scale scale;

  private IntervalPlot(IntervalFigure figure) {
    this.figure = figure;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double bottom = 0;
    double top = 0;
    for (IntervalFigure.Line line : figure.lines()) {
      for (IntervalFigure.Point point : line.points()) {
        low = Math.min(low, point.x());
        high = Math.max(high, point.x());
        bottom = Math.min(bottom, point.mean() < 0 ? point.mean() - point.half() : 0);
        top = Math.max(top, point.mean() + point.half());
      }
    }
    least = low;
    most = high;
    logarithmic = low > 0 && high / low >= WIDE;
    scale = Scale.numbers(bottom, top, TICKS);
  }

  static String svg(IntervalFigure figure) {
    return new IntervalPlot(figure).draw();
  }

  private String draw() {
    add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" font-size=\"12\">\n",
        WIDTH, HEIGHT, SvgPlot.escaped(figure.title() + " along " + figure.axis()));
    for (Scale.Tick tick : scale.ticks()) {
      double y = y(tick.value());
      add("<path d=\"M%d %.1fH%d\" stroke=\"var(--grid)\"/>\n", LEFT, y, WIDTH - RIGHT);
      text(LEFT - 8, y + 4, "end", tick.label() + scale.unit());
    }
    Map<Double, String> names = new TreeMap<>();
    for (IntervalFigure.Line line : figure.lines()) {
      line.points().forEach(point -> names.put(point.x(), point.name()));
    }
    int every = (names.size() + LABELS_MAX - 1) / LABELS_MAX;
    int i = 0;
    for (Map.Entry<Double, String> name : names.entrySet()) {
      if (i++ % every == 0) {
        text(x(name.getKey()), HEIGHT - BOTTOM + 18, "middle", name.getValue());
      }
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 4, "middle", figure.axis());
    List<IntervalFigure.Line> lines = figure.lines();
    for (int color = 0; color < lines.size(); color++) {
      line(lines.get(color), color);
    }
    return out.append("</svg>\n").toString();
  }

  private void line(IntervalFigure.Line line, int number) {
    String color = "var(--c" + number % COLORS + ")";
    String dashes = number < COLORS ? "" : " stroke-dasharray=\"6 3\"";
    StringBuilder path = new StringBuilder();
    for (IntervalFigure.Point point : line.points()) {
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.length() == 0 ? "M" : "L",
              x(point.x()),
              y(point.mean())));
    }
    add(
        "<g stroke=\"%s\" fill=\"none\" stroke-width=\"1.8\"><path d=\"%s\"%s/>\n",
        color, path, dashes);
    for (IntervalFigure.Point point : line.points()) {
      double x = x(point.x());
      if (point.half() > 0) {
        double high = y(point.mean() + point.half());
        // Where it ends below the axis, the axis cuts it: counts and times are not negative.
        double low = y(point.mean() - point.half());
        add("<path d=\"M%.1f %.1fV%.1fm-4 0h8M%.1f %.1fh8\"/>\n", x, high, low, x - 4, high);
      }
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s</title></circle>\n",
          x, y(point.mean()), color, SvgPlot.escaped(IntervalPage.words(line, point)));
    }
    out.append("</g>\n");
  }

  private double x(double value) {
    double part = 0.5;
    if (most > least) {
      part =
          logarithmic
              ? Math.log(value / least) / Math.log(most / least)
              : (value - least) / (most - least);
    }
    return LEFT + 14 + part * (WIDTH - LEFT - RIGHT - 28);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - scale.place(value) * (HEIGHT - BOTTOM - TOP);
  }

  private void text(double x, double y, String anchor, String text) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"var(--soft)\">%s</text>\n",
        x, y, anchor, SvgPlot.escaped(text));
  }

  private void add(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments));
  }
}
