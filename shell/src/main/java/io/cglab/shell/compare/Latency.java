package io.cglab.shell.compare;

import java.util.Arrays;

/** Latencies of a process's I/Os in us; all 0 if it did none. */
record Latency(double meanUs, double p50Us, double p90Us, double p99Us, double maxUs) {
  static final Latency NONE = new Latency(0, 0, 0, 0, 0);

  /**
   * Sums up latencies in ns, in any order. A percentile q is the entry floor(n·q) of the sorted
   * list.
   */
  static Latency of(long[] latenciesNs) {
    if (latenciesNs.length == 0) {
      return NONE;
    }
    long[] sorted = latenciesNs.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (long ns : sorted) {
      sum += ns;
    }
    return new Latency(
        sum / sorted.length / 1000,
        percentile(sorted, 50),
        percentile(sorted, 90),
        percentile(sorted, 99),
        sorted[sorted.length - 1] / 1000.0);
  }

  private static double percentile(long[] sorted, int percent) {
    return sorted[(int) ((long) sorted.length * percent / 100)] / 1000.0;
  }
}
