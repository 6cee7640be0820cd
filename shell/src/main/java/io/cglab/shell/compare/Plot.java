package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One picture of all scenarios: a panel each, in it KiB completed in each tenth of a second by each
 * job, the record as a broad pale line and the emulation as a thin dark one. The picture needs no
 * other file.
 */
final class Plot {
  private static final int COLUMNS = 3;
  private static final int PANEL_WIDTH = 380;
  private static final int PANEL_HEIGHT = 220;
  private static final int LEFT = 56;
  private static final int TOP = 34;
  private static final int RIGHT = 12;
  private static final int BOTTOM = 30;
  private static final String[] PALE = {"#9ecae1", "#fdae6b", "#a1d99b", "#bcbddc", "#fa9fb5"};
  private static final String[] DARK = {"#08519c", "#a63603", "#006d2c", "#54278f", "#7a0177"};

  private Plot() {}

  /** Draws the scenarios that ran. */
  static String svg(List<Verdict> verdicts) {
    List<Verdict> drawn = verdicts.stream().filter(v -> v.comparison() != null).toList();
    int rows = Math.max(1, (drawn.size() + COLUMNS - 1) / COLUMNS);
    var out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"10\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
            COLUMNS * PANEL_WIDTH,
            rows * PANEL_HEIGHT,
            COLUMNS * PANEL_WIDTH,
            rows * PANEL_HEIGHT));
    for (int i = 0; i < drawn.size(); i++) {
      out.append(
          String.format(
              Locale.ROOT,
              "<g transform=\"translate(%d,%d)\">\n",
              i % COLUMNS * PANEL_WIDTH,
              i / COLUMNS * PANEL_HEIGHT));
      panel(drawn.get(i), out);
      out.append("</g>\n");
    }
    return out.append("</svg>\n").toString();
  }

  private static void panel(Verdict verdict, StringBuilder out) {
    Comparison comparison = verdict.comparison();
    if (comparison == null) {
      return;
    }
    List<List<Long>> recorded = perJob(comparison, false);
    List<List<Long>> emulated = perJob(comparison, true);
    long most = 1;
    for (List<List<Long>> both : List.of(recorded, emulated)) {
      for (List<Long> series : both) {
        most = Math.max(most, series.stream().mapToLong(Long::longValue).max().orElse(0));
      }
    }
    text(out, LEFT, 14, "start", verdict.scenario().name() + ": " + verdict.summary());
    text(out, LEFT, 26, "start", "KiB in a tenth of a second; broad: kernel, thin: cglab");
    axes(most, verdict.scenario().durationMs(), out);
    for (int job = 0; job < recorded.size(); job++) {
      line(recorded.get(job), most, PALE[job % PALE.length], 4, out);
      line(emulated.get(job), most, DARK[job % DARK.length], 1, out);
    }
  }

  /** The series of each job: the sum of its processes. */
  private static List<List<Long>> perJob(Comparison comparison, boolean emulated) {
    List<List<Long>> sums = new ArrayList<>();
    for (Proc process : comparison.processes()) {
      int tenths = process.recorded().kibPer100ms().size();
      List<Long> series =
          emulated ? process.emulated().kibPer100ms(tenths) : process.recorded().kibPer100ms();
      if (process.jobIndex() == sums.size()) {
        sums.add(series);
        continue;
      }
      List<Long> sum = new ArrayList<>();
      for (int i = 0; i < tenths; i++) {
        sum.add(sums.get(process.jobIndex()).get(i) + series.get(i));
      }
      sums.set(process.jobIndex(), sum);
    }
    return sums;
  }

  private static void axes(long most, long durationMs, StringBuilder out) {
    int bottom = PANEL_HEIGHT - BOTTOM;
    out.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>\n",
            LEFT,
            TOP,
            bottom,
            PANEL_WIDTH - RIGHT));
    text(out, LEFT - 4, TOP + 8, "end", Long.toString(most));
    text(out, LEFT - 4, bottom, "end", "0");
    text(out, LEFT, bottom + 14, "middle", "0 s");
    text(
        out,
        PANEL_WIDTH - RIGHT,
        bottom + 14,
        "end",
        String.format(Locale.ROOT, "%.1f s", durationMs / 1000.0));
  }

  private static void line(
      List<Long> series, long most, String color, int width, StringBuilder out) {
    double stepX = (double) (PANEL_WIDTH - LEFT - RIGHT) / Math.max(1, series.size());
    double stepY = (double) (PANEL_HEIGHT - TOP - BOTTOM) / most;
    var points = new StringBuilder();
    for (int i = 0; i < series.size(); i++) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              LEFT + (i + 0.5) * stepX,
              PANEL_HEIGHT - BOTTOM - series.get(i) * stepY));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>\n",
            points.toString().strip(),
            color,
            width));
  }

  private static void text(StringBuilder out, int x, int y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            escaped));
  }
}
