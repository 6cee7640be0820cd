package io.cglab.shell.picture;

import java.util.List;

/**
 * A plot of means with confidence intervals along a parameter.
 *
 * @param title what is measured
 * @param axis name of the parameter
 * @param note shown below the title; empty for none
 */
public record IntervalFigure(String title, String axis, String note, List<Line> lines) {
  /**
   * A mean.
   *
   * @param x where it is along the axis
   * @param name what is written there
   * @param mean its value
   * @param half half the length of its interval, 0 for none
   * @param count of how many values it is the mean
   */
  public record Point(double x, String name, double mean, double half, int count) {}

  /** A line through points, in the order of their places, or of the parameter's values. */
  public record Line(String label, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  public IntervalFigure {
    lines = List.copyOf(lines);
  }
}
