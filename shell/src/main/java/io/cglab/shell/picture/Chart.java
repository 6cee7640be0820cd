package io.cglab.shell.picture;

import io.cglab.shell.observe.Mark;
import io.cglab.shell.observe.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Draws a chart of characters: for each cgroup a line of braille dots that carries its letter here
 * and there, so that nobody needs colours to tell them apart; below it a legend.
 */
public final class Chart {
  private static final int MARGIN = 11;
  private static final int ROWS_AROUND = 3;
  private static final int LEAST_ROWS = 4;
  private static final int LINES_MAX = 8;
  private static final int ROWS_PER_TICK = 3;
  private static final int LETTER_EVERY = 17;
  private static final int LETTER_SHIFT = 4;
  private static final int COLUMNS_PER_TICK = 12;
  private static final double NS_PER_S = 1e9;

  private final Recorder recorder;
  private final Metric metric;
  private final List<ChartLine> lines;
  private final int left;
  private final Span span;
  private final long fromNs;
  private final long toNs;
  private final int width;
  private final Braille canvas;
  private final Palette palette;

  private Chart(
      Recorder recorder,
      Metric metric,
      Predicate<String> wanted,
      long fromNs,
      long toNs,
      int columns,
      int rows,
      Palette palette) {
    this.recorder = recorder;
    this.metric = metric;
    this.palette = palette;
    this.span = Span.of(recorder);
    this.fromNs = fromNs;
    this.toNs = Math.max(toNs, fromNs + 1);
    List<ChartLine> all = ChartLine.of(recorder, metric, wanted);
    this.lines = all.subList(0, Math.min(LINES_MAX, all.size()));
    this.left = all.size() - lines.size();
    this.width = Math.max(COLUMNS_PER_TICK, columns - MARGIN - 1);
    int legend = Math.max(1, lines.size()) + (left > 0 ? 1 : 0);
    this.canvas = new Braille(width, Math.max(LEAST_ROWS, rows - ROWS_AROUND - legend));
  }

  /**
   * The chart, line by line.
   *
   * @param recorder it is settled here
   * @param wanted which cgroups, by path
   * @param fromNs virtual time at the left
   * @param toNs at the right; what was not recorded yet is empty
   * @param columns width in characters; the last one stays empty
   * @param rows height in lines, legend included
   */
  public static List<String> draw(
      Recorder recorder,
      Metric metric,
      Predicate<String> wanted,
      long fromNs,
      long toNs,
      int columns,
      int rows,
      Palette palette) {
    recorder.settle();
    return new Chart(recorder, metric, wanted, fromNs, toNs, columns, rows, palette).rows();
  }

  private List<String> rows() {
    double[][] values = new double[lines.size()][width];
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < lines.size(); i++) {
      for (int column = 0; column < width; column++) {
        double value = at(lines.get(i).values(), column);
        values[i][column] = value;
        if (!Double.isNaN(value)) {
          least = value > 0 ? Math.min(least, value) : least;
          most = Math.max(most, value);
        }
      }
    }
    Scale scale =
        Scale.of(
            metric.unit(),
            Double.isInfinite(least) ? 0 : least,
            most,
            Math.max(2, canvas.rows() / ROWS_PER_TICK));
    for (int i = 0; i < lines.size(); i++) {
      dots(values[i], scale, i);
    }
    for (int i = 0; i < lines.size(); i++) {
      letters(values[i], scale, i);
    }
    marks();
    List<String> rows = new ArrayList<>();
    String unit = scale.unit().isEmpty() ? "" : " (" + scale.unit() + ")";
    rows.add(metric.title() + unit);
    String[] labels = labels(scale);
    for (int row = 0; row < canvas.rows(); row++) {
      String label = labels[row];
      rows.add(
          String.format(Locale.ROOT, "%9s %s", label, label.isEmpty() ? "│" : "┤")
              + canvas.row(row, palette));
    }
    timeAxis(rows);
    legend(rows);
    return rows;
  }

  // ---- lines

  /** The value over the time of a column; NaN before and after the recording. */
  private double at(Values values, int column) {
    long begin = ns(column);
    long end = Math.max(begin + 1, ns(column + 1));
    if (end <= span.startNs() || begin >= span.endNs()) {
      return Double.NaN;
    }
    int from = (int) Math.max(0, (begin - span.startNs()) / span.widthNs());
    int to = (int) Math.max(from + 1, Math.round((end - span.startNs()) / (double) span.widthNs()));
    int smooth = span.binsOf(Span.smoothNs(toNs - fromNs));
    return values.smoothed(from, Math.min(span.bins(), to), smooth);
  }

  private long ns(int column) {
    return fromNs + (long) ((toNs - fromNs) * (column / (double) width));
  }

  private int dotRow(double value, Scale scale) {
    int most = canvas.rows() * Braille.DOTS_HIGH - 1;
    return (int) Math.round((1 - scale.place(value)) * most);
  }

  private void dots(double[] values, Scale scale, int owner) {
    int previous = -1;
    for (int x = 0; x < width * Braille.DOTS_WIDE; x++) {
      int column = x / Braille.DOTS_WIDE;
      int beside = x % Braille.DOTS_WIDE == 0 ? column - 1 : column + 1;
      double here = values[column];
      if (Double.isNaN(here)) {
        previous = -1;
        continue;
      }
      boolean alone = beside < 0 || beside >= width || Double.isNaN(values[beside]);
      // A column's value belongs to its middle; its two dots lie a quarter to each side.
      int y = dotRow(alone ? here : here + (values[beside] - here) / 4, scale);
      int from = previous < 0 ? y : previous + Integer.signum(y - previous);
      int step = y < from ? -1 : 1;
      for (int at = from; at != y; at += step) {
        canvas.dot(x, at, owner);
      }
      canvas.dot(x, y, owner);
      previous = y;
    }
  }

  private void letters(double[] values, Scale scale, int owner) {
    char letter = (char) ('A' + owner);
    int next = LETTER_SHIFT * (owner + 1) - 2;
    int last = -1;
    for (int column = 0; column < width; column++) {
      if (Double.isNaN(values[column])) {
        continue;
      }
      last = column;
      if (column >= next
          && canvas.letter(
              column, dotRow(values[column], scale) / Braille.DOTS_HIGH, letter, owner)) {
        next = column + LETTER_EVERY;
      }
    }
    if (last >= 0 && next == LETTER_SHIFT * (owner + 1) - 2) {
      // It ends before its first letter.
      canvas.letter(last, dotRow(values[last], scale) / Braille.DOTS_HIGH, letter, owner);
    }
  }

  private void marks() {
    for (Mark mark : recorder.marks()) {
      if (mark.ns() >= fromNs && mark.ns() < toNs) {
        int column = (int) ((mark.ns() - fromNs) * (double) width / (toNs - fromNs));
        for (int row = 0; row < canvas.rows(); row++) {
          canvas.behind(Math.min(width - 1, column), row, '┊');
        }
      }
    }
  }

  // ---- around them

  private String[] labels(Scale scale) {
    String[] labels = new String[canvas.rows()];
    java.util.Arrays.fill(labels, "");
    for (Scale.Tick tick : scale.ticks()) {
      labels[dotRow(tick.value(), scale) / Braille.DOTS_HIGH] = tick.label();
    }
    return labels;
  }

  private void timeAxis(List<String> rows) {
    StringBuilder axis = new StringBuilder("─".repeat(width));
    StringBuilder text = new StringBuilder(" ".repeat(MARGIN + width));
    double length = (toNs - fromNs) / NS_PER_S;
    double step = Scale.nice(length / Math.max(1, width / COLUMNS_PER_TICK));
    long first = (long) Math.ceil(fromNs / NS_PER_S / step - 1e-9);
    for (long i = first; i * step <= toNs / NS_PER_S + step * 1e-9; i++) {
      int column = (int) Math.round((i * step - fromNs / NS_PER_S) / length * width);
      if (column < width) {
        axis.setCharAt(column, '┬');
      }
      String label = Scale.plain(i * step) + " s";
      int at = Math.min(MARGIN + column - label.length() / 2, text.length() - label.length());
      text.replace(at, at + label.length(), label);
    }
    rows.add(" ".repeat(MARGIN - 1) + "└" + axis);
    rows.add(text.toString().stripTrailing());
  }

  private void legend(List<String> rows) {
    if (lines.isEmpty()) {
      rows.add(
          metric == Metric.TOKENS
              ? "no cgroup that was asked for has a limit"
              : "no I/O of a cgroup that was asked for");
    }
    int longest = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    int from = (int) Math.max(0, (fromNs - span.startNs()) / span.widthNs());
    for (int i = 0; i < lines.size(); i++) {
      ChartLine line = lines.get(i);
      StringBuilder text = new StringBuilder();
      text.append(' ').append(line.label()).append(" ".repeat(longest - line.label().length()));
      for (ChartLine.Part part : line.parts()) {
        double value = part.values().over(from, span.bins());
        text.append("  ").append(part.name()).append(' ');
        text.append(Double.isNaN(value) ? "-" : metric.unit().text(value));
      }
      text.setLength(Math.min(text.length(), MARGIN + width - 1));
      rows.add(palette.color(i) + (char) ('A' + i) + palette.plain() + text);
    }
    if (left > 0) {
      rows.add("and " + left + " more; name the cgroups that you want to see");
    }
  }
}
