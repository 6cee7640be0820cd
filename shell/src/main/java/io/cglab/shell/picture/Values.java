package io.cglab.shell.picture;

import io.cglab.shell.observe.Histograms;

/** A quantity over the bins of a recording. */
sealed interface Values {
  /** Its value over bins {@code from} (in) to {@code to} (out); NaN where it has none. */
  double over(int from, int to);

  /** As {@link #over}; of rates the mean over {@code smooth} bins at least, around these. */
  default double smoothed(int from, int to, int smooth) {
    return over(from, to);
  }

  /** Something that happened so many times a second. */
  record Rate(Span span, double[] sums) implements Values {
    private static final double NS_PER_S = 1e9;

    @Override
    public double smoothed(int from, int to, int smooth) {
      int more = Math.max(0, smooth - (to - from));
      return over(Math.max(0, from - more / 2), Math.min(span.bins(), to + (more + 1) / 2));
    }

    @Override
    public double over(int from, int to) {
      return ratio(sum(sums, from, to) * NS_PER_S, span.ns(from, to));
    }
  }

  /** Something that has a value at all times; the mean. */
  record Mean(Span span, double[] areas) implements Values {
    @Override
    public double over(int from, int to) {
      return ratio(sum(areas, from, to), span.ns(from, to));
    }
  }

  /** A mean of what was seen, each bin with its weight. */
  record Weighted(double[] sums, double[] weights) implements Values {
    @Override
    public double over(int from, int to) {
      return ratio(sum(sums, from, to), sum(weights, from, to));
    }
  }

  /** A quantile in ns; 1 is the longest. */
  record Quantile(Histograms histograms, double quantile) implements Values {
    @Override
    public double over(int from, int to) {
      int per = Histograms.BINS_PER_ROW;
      return histograms.quantileNs(quantile, from / per, (to + per - 1) / per);
    }
  }

  /** What is in force from certain times on; the last that is at the end of the bins. */
  record Steps(Span span, long[] ns, double[] values) implements Values {
    @Override
    public double over(int from, int to) {
      long end = Math.min(span.startNs(to), span.endNs());
      double last = Double.NaN;
      for (int i = 0; i < ns.length && ns[i] < end; i++) {
        last = values[i];
      }
      return last;
    }
  }

  private static double sum(double[] of, int from, int to) {
    double sum = 0;
    for (int i = from; i < Math.min(to, of.length); i++) {
      sum += of[i];
    }
    return sum;
  }

  private static double ratio(double above, double below) {
    return below > 0 ? above / below : Double.NaN;
  }
}
