package io.cglab.shell.sweep;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of some runs that differ in their seeds, and how sure it is.
 *
 * @param count how many runs
 * @param mean of them; NaN for none
 * @param half half the width of the 95 % confidence interval of the mean, by Student's t; 0 for one
 *     run
 */
record Statistic(int count, double mean, double half) {
  private static final double UPPER = 0.975;

  static Statistic of(List<Double> values) {
    int count = values.size();
    if (count > 0 && values.stream().allMatch(values.get(0)::equals)) {
      return new Statistic(count, values.get(0), 0); // not what rounding of their sum leaves
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / count;
    if (count == 0) {
      return new Statistic(0, mean, 0);
    }
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares / (count - 1) / count);
    double factor = TDistribution.of(count - 1).inverseCumulativeProbability(UPPER);
    return new Statistic(count, mean, factor * error);
  }
}
