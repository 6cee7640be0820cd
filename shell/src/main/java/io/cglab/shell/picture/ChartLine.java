package io.cglab.shell.picture;

import io.cglab.shell.observe.Recorder;
import io.cglab.shell.observe.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A line of a chart in the terminal.
 *
 * @param label cgroup, and the disk where there are several
 * @param values what is drawn
 * @param parts what the legend tells beside it
 */
record ChartLine(String label, Values values, List<Part> parts) {
  /** A number of the legend. */
  record Part(String name, Values values) {}

  /** The lines for the cgroups that are wanted, those with most I/O first. */
  static List<ChartLine> of(Recorder recorder, Metric metric, Predicate<String> wanted) {
    Span span = Span.of(recorder);
    List<Series> series =
        recorder.series().stream()
            .filter(of -> wanted.test(of.path()))
            .filter(of -> isSeen(of, metric, span))
            .sorted(Comparator.comparingLong(ChartLine::bytes).reversed())
            .toList();
    boolean oneDisk = series.stream().map(Series::disk).distinct().count() <= 1;
    List<ChartLine> lines = new ArrayList<>();
    for (Series of : series) {
      String label = oneDisk ? of.label() : of.label() + " on " + of.disk().name();
      switch (metric) {
        case BANDWIDTH ->
            lines.add(both(label, span, of.bytes(false, span.bins()), of.bytes(true, span.bins())));
        case IOPS ->
            lines.add(both(label, span, of.ios(false, span.bins()), of.ios(true, span.bins())));
        case LATENCY -> lines.add(latency(label, of));
        case QUEUE -> lines.add(queue(label, of, span));
        case TOKENS -> {
          tokens(lines, label + " read", of.tokens(false, span.bins()));
          tokens(lines, label + " write", of.tokens(true, span.bins()));
        }
      }
    }
    return lines;
  }

  private static boolean isSeen(Series of, Metric metric, Span span) {
    if (metric == Metric.TOKENS) {
      return of.tokens(false, span.bins()) != null || of.tokens(true, span.bins()) != null;
    }
    return of.hasIo() || of.waiting() + of.inDevice() > 0;
  }

  private static long bytes(Series of) {
    return of.totalBytes(false) + of.totalBytes(true);
  }

  private static ChartLine both(String label, Span span, double[] reads, double[] writes) {
    return new ChartLine(
        label,
        new Values.Rate(span, plus(reads, writes)),
        List.of(
            new Part("read", new Values.Rate(span, reads)),
            new Part("write", new Values.Rate(span, writes))));
  }

  private static ChartLine latency(String label, Series of) {
    List<Part> parts = new ArrayList<>();
    for (String name : List.of("p50", "p90", "p99")) {
      double quantile = Integer.parseInt(name.substring(1)) / 100.0;
      parts.add(new Part(name, new Values.Quantile(of.latency(), quantile)));
    }
    parts.add(new Part("max", new Values.Quantile(of.latency(), 1)));
    return new ChartLine(label, new Values.Quantile(of.latency(), 0.99), parts);
  }

  private static ChartLine queue(String label, Series of, Span span) {
    double[] parked = of.parkedNs(span.bins());
    double[] queued = of.queuedNs(span.bins());
    double[] inDevice = of.inDeviceNs(span.bins());
    return new ChartLine(
        label,
        new Values.Mean(span, plus(plus(parked, queued), inDevice)),
        List.of(
            new Part("throttled", new Values.Mean(span, parked)),
            new Part("queued", new Values.Mean(span, queued)),
            new Part("in device", new Values.Mean(span, inDevice))));
  }

  private static void tokens(
      List<ChartLine> lines, String label, double @org.jspecify.annotations.Nullable [][] of) {
    if (of != null) {
      Values values = new Values.Weighted(of[0], of[1]);
      lines.add(new ChartLine(label, values, List.of(new Part("mean", values))));
    }
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < b.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }
}
