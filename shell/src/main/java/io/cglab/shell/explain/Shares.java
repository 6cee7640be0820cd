package io.cglab.shell.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whole percentages that add up to 100. */
final class Shares {
  private static final int WHOLE = 100;

  private Shares() {}

  /** The percentage of each part, by the largest remainders; all 0 if the parts are. */
  static int[] percent(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    int[] percent = new int[parts.length];
    if (sum <= 0) {
      return percent;
    }
    int left = WHOLE;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      percent[i] = (int) Math.floor(parts[i] / sum * WHOLE);
      left -= percent[i];
      order.add(i);
    }
    double total = sum;
    order.sort(Comparator.comparingDouble(i -> percent[i] - parts[i] / total * WHOLE));
    for (int i = 0; i < left; i++) {
      percent[order.get(i % order.size())]++;
    }
    return percent;
  }
}
