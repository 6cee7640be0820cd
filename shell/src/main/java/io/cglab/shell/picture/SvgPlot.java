package io.cglab.shell.picture;

import io.cglab.shell.observe.Histograms;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.observe.Mark;
import io.cglab.shell.observe.Recorder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One picture of a run: a panel for each figure that has lines, above one axis of time. */
final class SvgPlot {
  private static final int WIDTH = 960;
  private static final int LEFT = 76;
  private static final int RIGHT = 20;
  private static final int TITLE = 62;
  private static final int PANEL = 150;
  private static final int LEGEND_ROW = 18;
  private static final int POINTS = 160;
  private static final int TICKS = 4;
  private static final int TIME_TICKS = 9;

  /** A point without neighbours is a dash of this length, so that it is seen. */
  private static final double LONE = 5;

  private static final double CHARACTER = 6.7;
  private static final double NS_PER_S = 1e9;
  private static final String[] COLORS = {
    "#0068b3", "#c24e00", "#00875e", "#b5478f", "#7a6400", "#2c8fc4", "#6b3fa0", "#5b5b5b"
  };

  private final Recorder recorder;
  private final Span span;
  private final int binsPerPoint;
  private final StringBuilder out = new StringBuilder();
  private int y;

  private SvgPlot(Recorder recorder) {
    this.recorder = recorder;
    this.span = Span.of(recorder);
    int per = Math.max(1, (span.bins() + POINTS - 1) / POINTS);
    int row = Histograms.BINS_PER_ROW;
    this.binsPerPoint = (per + row - 1) / row * row;
  }

  /** The picture, of everything that was recorded until now. */
  static String svg(Instruments instruments) {
    instruments.recorder().settle();
    SvgPlot plot = new SvgPlot(instruments.recorder());
    plot.draw(instruments.machine().spec().name());
    return plot.out.toString();
  }

  private void draw(String machine) {
    List<Figure> figures =
        Figures.of(recorder).stream()
            .map(SvgPlot::sparse)
            .filter(figure -> !figure.lines().isEmpty())
            .toList();
    y = TITLE;
    for (Figure figure : figures) {
      panel(figure);
    }
    int height = y + 10;
    String length = Unit.TIME.text(span.lengthNs());
    String title = "A run of " + length + " on machine " + machine;
    String head =
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" role=\"img\" aria-labelledby=\"title desc\""
                + " font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#1b1f24\">\n"
                + "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
            WIDTH,
            height,
            WIDTH,
            height,
            escaped(title),
            escaped(description(figures)));
    out.insert(
        0,
        head
            + text(LEFT, 28, "start", title, " font-size=\"17\" font-weight=\"600\"")
            + text(
                LEFT,
                47,
                "start",
                "Virtual time in seconds; dashed uprights: settings changed",
                " fill=\"#59636e\""));
    out.append("</svg>\n");
  }

  /**
   * Without the lines that nobody can switch off here: of latencies the median and p99 are left.
   */
  private static Figure sparse(Figure figure) {
    List<Line> lines =
        figure.lines().stream()
            .filter(
                line ->
                    !(line.values() instanceof Values.Quantile of)
                        || of.quantile() == 0.5
                        || of.quantile() == 0.99)
            .toList();
    return new Figure(
        figure.id(), figure.title(), figure.note(), figure.empty(), figure.unit(), lines);
  }

  private static String description(List<Figure> figures) {
    List<String> parts = new ArrayList<>();
    for (Figure figure : figures) {
      parts.add(figure.title() + " of " + String.join(", ", owners(figure).keySet()));
    }
    return String.join("; ", parts);
  }

  private static Map<String, List<Line>> owners(Figure figure) {
    Map<String, List<Line>> byOwner = new LinkedHashMap<>();
    for (Line line : figure.lines()) {
      byOwner.computeIfAbsent(line.owner().label(), owner -> new ArrayList<>()).add(line);
    }
    return byOwner;
  }

  // ---- one panel

  private void panel(Figure figure) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (Line line : figure.lines()) {
      for (int from = 0; from < span.bins(); from += binsPerPoint) {
        double value = point(line, from);
        if (!Double.isNaN(value) && line.stroke() != Line.Stroke.LIMIT) {
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    most = withLimits(figure, most);
    Scale scale = Scale.of(figure.unit(), least, most, TICKS);
    String unit = scale.unit().isEmpty() ? "" : ", " + scale.unit();
    out.append("<g data-figure=\"").append(figure.id()).append("\">\n");
    out.append(text(LEFT, y + 12, "start", figure.title() + unit, " font-weight=\"600\""));
    legend(figure);
    int top = y;
    int bottom = top + PANEL;
    for (Scale.Tick tick : scale.ticks()) {
      double at = bottom - scale.place(tick.value()) * PANEL;
      out.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%d %.1fH%d\" stroke=\"#d8dee4\" fill=\"none\"/>\n",
              LEFT,
              at,
              WIDTH - RIGHT));
      out.append(text(LEFT - 8, at + 4, "end", tick.label(), " fill=\"#59636e\""));
    }
    timeAxis(bottom);
    for (Mark mark : recorder.marks()) {
      out.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%.1f %dV%d\" stroke=\"#8c959f\" stroke-dasharray=\"3 3\" fill=\"none\">"
                  + "<title>%s</title></path>\n",
              x(mark.ns()),
              top,
              bottom,
              escaped(mark.cgroup() + ": " + mark.text())));
    }
    for (Line line : figure.lines()) {
      path(line, scale, bottom, most);
    }
    out.append("</g>\n");
    y = bottom + 44;
  }

  /** Limits are in the picture unless they are far above everything that happened. */
  private double withLimits(Figure figure, double most) {
    double with = most;
    for (Line line : figure.lines()) {
      if (line.values() instanceof Values.Steps steps) {
        for (double value : steps.values()) {
          if (value <= 2 * most) {
            with = Math.max(with, value);
          }
        }
      }
    }
    return with;
  }

  private void legend(Figure figure) {
    double x = LEFT;
    y += 30;
    for (Line line : figure.lines()) {
      double width = 34 + line.label().length() * CHARACTER + 14;
      if (x + width > WIDTH - RIGHT && x > LEFT) {
        x = LEFT;
        y += LEGEND_ROW;
      }
      out.append(
          String.format(Locale.ROOT, "<path d=\"M%.1f %dh26\" %s/>\n", x, y - 4, stroke(line)));
      out.append(text(x + 32, y, "start", line.label(), ""));
      x += width;
    }
    y += 14;
  }

  private static String stroke(Line line) {
    String dashes = line.stroke().dashes();
    return String.format(
        Locale.ROOT,
        "fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s",
        COLORS[line.owner().color() % COLORS.length],
        line.stroke() == Line.Stroke.LIMIT ? "1.2" : "1.8",
        dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
  }

  private void timeAxis(int bottom) {
    double length = Math.max(1e-9, span.lengthNs() / NS_PER_S);
    double start = span.startNs() / NS_PER_S;
    double step = Scale.nice(length / TIME_TICKS);
    for (double at = Math.ceil(start / step) * step; at <= start + length * 1.0001; at += step) {
      double x = x(Math.round(at * NS_PER_S));
      out.append(
          String.format(Locale.ROOT, "<path d=\"M%.1f %dv5\" stroke=\"#59636e\"/>\n", x, bottom));
      out.append(text(x, bottom + 18, "middle", Scale.plain(at) + " s", " fill=\"#59636e\""));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%d %dH%d\" stroke=\"#59636e\" fill=\"none\"/>\n",
            LEFT,
            bottom,
            WIDTH - RIGHT));
  }

  private double x(long ns) {
    double part = (ns - span.startNs()) / (double) Math.max(1, span.lengthNs());
    return LEFT + Math.max(0, Math.min(1, part)) * (WIDTH - LEFT - RIGHT);
  }

  private double point(Line line, int from) {
    int smooth = span.binsOf(Span.smoothNs(span.lengthNs()));
    return line.values().smoothed(from, Math.min(span.bins(), from + binsPerPoint), smooth);
  }

  private void path(Line line, Scale scale, int bottom, double most) {
    StringBuilder path = new StringBuilder();
    boolean steps = line.values() instanceof Values.Steps;
    boolean drawing = false;
    for (int from = 0; from < span.bins(); from += binsPerPoint) {
      double value = point(line, from);
      if (Double.isNaN(value) || (steps && value > most)) {
        drawing = false;
        continue;
      }
      long begin = span.startNs(from);
      long end = Math.min(span.startNs(from + binsPerPoint), span.endNs());
      double at = bottom - scale.place(value) * PANEL;
      double next = point(line, from + binsPerPoint);
      boolean alone = !drawing && (from + binsPerPoint >= span.bins() || Double.isNaN(next));
      if (steps) {
        path.append(
            String.format(
                Locale.ROOT, "%s%.1f %.1fH%.1f", drawing ? "L" : "M", x(begin), at, x(end)));
      } else {
        double middle = x((begin + end) / 2) - (alone ? LONE / 2 : 0);
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", middle, at));
        if (alone) {
          path.append("h").append(LONE);
        }
      }
      drawing = true;
    }
    if (path.length() > 0) {
      out.append(
          String.format(
              Locale.ROOT,
              "<path d=\"%s\" %s stroke-linejoin=\"round\" stroke-linecap=\"round\">"
                  + "<title>%s</title></path>\n",
              path,
              stroke(line),
              escaped(line.label())));
    }
  }

  // ---- text

  private static String text(double x, double y, String anchor, String text, String more) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>\n",
        x,
        y,
        anchor,
        more,
        escaped(text));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
  }
}
