package io.cglab.shell.observe;

import java.util.Arrays;

/** A sum in each bin, and the sum of all. */
final class Counter implements TimeAxis.Column {
  private static final int FIRST = 64;

  private long[] sums = new long[FIRST];
  private long total;

  Counter(TimeAxis axis) {
    axis.add(this);
  }

  void add(int bin, long amount) {
    if (bin >= sums.length) {
      sums = Arrays.copyOf(sums, Bins.capacity(bin));
    }
    sums[bin] += amount;
    total += amount;
  }

  long total() {
    return total;
  }

  @Override
  public void halve() {
    for (int i = 0; i < sums.length / 2; i++) {
      sums[i] = sums[2 * i] + sums[2 * i + 1];
    }
    Arrays.fill(sums, sums.length / 2, sums.length, 0);
  }

  /** The sums of the first {@code bins} bins. */
  double[] sums(int bins) {
    double[] copy = new double[bins];
    for (int i = 0; i < Math.min(bins, sums.length); i++) {
      copy[i] = sums[i];
    }
    return copy;
  }
}
