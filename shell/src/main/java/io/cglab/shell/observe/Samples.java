package io.cglab.shell.observe;

import java.util.Arrays;

/**
 * Something that is looked at now and then: the sum of what was seen in each bin, and how often.
 */
final class Samples implements TimeAxis.Column {
  private static final int FIRST = 64;

  private double[] sums = new double[FIRST];
  private double[] counts = new double[FIRST];

  Samples(TimeAxis axis) {
    axis.add(this);
  }

  void add(int bin, double seen) {
    if (bin >= sums.length) {
      sums = Arrays.copyOf(sums, Bins.capacity(bin));
      counts = Arrays.copyOf(counts, sums.length);
    }
    sums[bin] += seen;
    counts[bin]++;
  }

  @Override
  public void halve() {
    int half = sums.length / 2;
    for (int i = 0; i < half; i++) {
      sums[i] = sums[2 * i] + sums[2 * i + 1];
      counts[i] = counts[2 * i] + counts[2 * i + 1];
    }
    Arrays.fill(sums, half, sums.length, 0);
    Arrays.fill(counts, half, counts.length, 0);
  }

  double[] sums(int bins) {
    return Arrays.copyOf(sums, bins);
  }

  double[] counts(int bins) {
    return Arrays.copyOf(counts, bins);
  }
}
