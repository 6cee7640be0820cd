package io.cglab.shell.sweep;

import io.cglab.shell.observe.Metrics;
import io.cglab.shell.picture.IntervalFigure;
import io.cglab.shell.picture.IntervalPage;
import io.cglab.shell.sweep.Planner.Planned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page of a sweep: for each metric, its mean over the seeds along one parameter, a line for
 * each combination of the others and of cgroups.
 */
public final class SweepPage {
  private static final int FIGURES_MAX = 120;
  private static final int LINES_MAX = 16;

  private final Planned planned;
  private final Results results;
  private final SweepPlan plan;
  private final int x;

  private SweepPage(Planned planned, Results results) {
    this.planned = planned;
    this.results = results;
    this.plan = planned.plan();
    this.x = axis();
  }

  /** The page as HTML, whole in itself. */
  public static String html(Planned planned, Results results) throws IOException {
    return new SweepPage(planned, results).html();
  }

  /** The axis that the grid names; or else the numbers with most values; or the first parameter. */
  private int axis() {
    int best = 0;
    int most = 0;
    for (int i = 0; i < plan.parameters().size(); i++) {
      Parameter parameter = plan.parameters().get(i);
      if (parameter.name().equals(planned.x())) {
        return i;
      }
      if (parameter.isNumeric() && parameter.labels().size() > most) {
        best = i;
        most = parameter.labels().size();
      }
    }
    return best;
  }

  /** One plot: what is measured, where. */
  private record Panel(String metric, String device) {
    String title() {
      return device.isEmpty() ? metric : metric + ", " + device;
    }
  }

  private String html() throws IOException {
    Map<Panel, Map<String, Map<Integer, List<Double>>>> panels = new LinkedHashMap<>();
    boolean named =
        results.all().stream()
            .flatMap(result -> result.measures().stream())
            .anyMatch(measure -> !BuiltIn.isBuiltIn(measure));
    for (CellResult result : results.all()) {
      Cell cell = plan.cell(result.index());
      for (Measure measure : result.measures()) {
        if (isPlotted(measure, named)) {
          panels
              .computeIfAbsent(
                  new Panel(measure.metric(), measure.device()), panel -> new LinkedHashMap<>())
              .computeIfAbsent(line(cell, measure.cgroup()), line -> new TreeMap<>())
              .computeIfAbsent(cell.choices().get(x), choice -> new ArrayList<>())
              .add(measure.value());
        }
      }
    }
    List<IntervalFigure> figures = new ArrayList<>();
    panels.forEach(
        (panel, lines) -> {
          if (figures.size() < FIGURES_MAX) {
            figures.add(figure(panel, lines));
          }
        });
    return IntervalPage.html(plan.script(), summary(panels.size()), failures(), figures);
  }

  private boolean isPlotted(Measure measure, boolean named) {
    if (!planned.metrics().isEmpty()) {
      return planned.metrics().contains(measure.metric());
    }
    return named ? !BuiltIn.isBuiltIn(measure) : !measure.metric().equals(Metrics.VIRTUAL_S);
  }

  private String line(Cell cell, String cgroup) {
    List<String> parts = new ArrayList<>();
    if (!cgroup.isEmpty()) {
      parts.add(cgroup);
    }
    for (int i = 0; i < plan.parameters().size(); i++) {
      if (i != x && plan.parameters().get(i).labels().size() > 1) {
        parts.add(plan.parameters().get(i).name() + "=" + cell.labels().get(i));
      }
    }
    return String.join(" ", parts);
  }

  private IntervalFigure figure(Panel panel, Map<String, Map<Integer, List<Double>>> byLine) {
    Parameter along = plan.parameters().get(x);
    List<IntervalFigure.Line> lines = new ArrayList<>();
    byLine.forEach(
        (label, byChoice) -> {
          List<IntervalFigure.Point> points = new ArrayList<>();
          byChoice.forEach(
              (choice, values) -> {
                Statistic statistic = Statistic.of(values);
                String name = along.labels().get(choice);
                double at = along.isNumeric() ? Quantity.parse(name) : choice;
                points.add(
                    new IntervalFigure.Point(
                        at, name, statistic.mean(), statistic.half(), statistic.count()));
              });
          if (along.isNumeric()) {
            points.sort(Comparator.comparingDouble(IntervalFigure.Point::x));
          }
          lines.add(new IntervalFigure.Line(label, points));
        });
    String note =
        lines.size() > LINES_MAX
            ? "the first " + LINES_MAX + " of " + lines.size() + " lines; all are in the CSV"
            : "";
    return new IntervalFigure(
        panel.title(), along.name(), note, lines.subList(0, Math.min(LINES_MAX, lines.size())));
  }

  private String summary(int panels) {
    String shown =
        panels > FIGURES_MAX
            ? " The first "
                + FIGURES_MAX
                + " of "
                + panels
                + " plots are shown; plot.metrics chooses."
            : "";
    return results.known()
        + " runs: "
        + String.join(" \u00d7 ", dimensions())
        + ". Points are means over seeds, bars 95 % confidence intervals of the mean (Student's t)."
        + shown
        + absent();
  }

  private String absent() {
    List<String> absent = new ArrayList<>(planned.metrics());
    for (CellResult result : results.all()) {
      result.measures().forEach(measure -> absent.remove(measure.metric()));
    }
    return absent.isEmpty() ? "" : " No run has " + String.join(", ", absent) + ".";
  }

  private List<String> dimensions() {
    List<String> dimensions = new ArrayList<>();
    for (Parameter parameter : plan.parameters()) {
      dimensions.add(parameter.labels().size() + " " + parameter.name());
    }
    dimensions.add(plan.seeds().size() + " seeds");
    return dimensions;
  }

  private List<String> failures() {
    List<String> lines = new ArrayList<>();
    for (CellResult failed : results.failed()) {
      Cell cell = plan.cell(failed.index());
      lines.add("cell " + (cell.index() + 1) + " (" + plan.describe(cell) + "): " + failed.error());
    }
    return lines;
  }
}
