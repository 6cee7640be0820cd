package io.cglab.shell.picture;

import io.cglab.core.api.IoMax;
import io.cglab.shell.observe.DiskSeries;
import io.cglab.shell.observe.Recorder;
import io.cglab.shell.observe.Series;
import io.cglab.shell.picture.Line.Stroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Makes the figures of a recording. */
final class Figures {
  /** Cgroups with most I/O, which have lines. */
  static final int OWNERS_MAX = 24;

  private final Recorder recorder;
  private final Span span;
  private final Map<Series, Owner> owners = new LinkedHashMap<>();
  private final List<Figure> figures = new ArrayList<>();

  private Figures(Recorder recorder) {
    this.recorder = recorder;
    this.span = Span.of(recorder);
    for (Series series : shown(recorder)) {
      String label = series.label() + " on " + series.disk().name();
      owners.put(series, new Owner(label, owners.size()));
    }
  }

  /** All figures of a settled recording, the most wanted first. */
  static List<Figure> of(Recorder recorder) {
    Figures making = new Figures(recorder);
    making.rates();
    making.latency();
    making.tokens();
    making.queues();
    making.weights();
    return making.figures;
  }

  /** The series that have lines, those with most I/O first. */
  static List<Series> shown(Recorder recorder) {
    return recorder.series().stream()
        .filter(series -> series.hasIo() || series.waiting() + series.inDevice() > 0)
        .sorted(Comparator.comparingLong(Figures::bytes).reversed())
        .limit(OWNERS_MAX)
        .toList();
  }

  private static long bytes(Series series) {
    return series.totalBytes(false) + series.totalBytes(true);
  }

  private void rates() {
    int bins = span.bins();
    List<Line> bandwidth = new ArrayList<>();
    List<Line> iops = new ArrayList<>();
    owners.forEach(
        (series, owner) -> {
          for (boolean write : new boolean[] {false, true}) {
            if (series.totalIos(write) > 0) {
              String variant = write ? "write" : "read";
              Stroke stroke = write ? Stroke.DASHED : Stroke.SOLID;
              bandwidth.add(line(owner, variant, stroke, series.bytes(write, bins)));
              iops.add(line(owner, variant, stroke, series.ios(write, bins)));
            }
          }
          limit(series, owner, "rbps", l -> bps(l.rbps()), bandwidth);
          limit(series, owner, "wbps", l -> bps(l.wbps()), bandwidth);
          limit(series, owner, "riops", l -> iops(l.riops()), iops);
          limit(series, owner, "wiops", l -> iops(l.wiops()), iops);
        });
    String none = "No I/O was complete.";
    figures.add(
        new Figure(
            "bandwidth",
            "Bandwidth",
            "Bytes of completed I/O. Thin dots: limits.",
            none,
            Unit.BYTES_PER_S,
            bandwidth));
    figures.add(
        new Figure(
            "iops",
            "I/Os per second",
            "Completed bios. Thin dots: limits.",
            none,
            Unit.IOS_PER_S,
            iops));
  }

  private Line line(Owner owner, String variant, Stroke stroke, double[] sums) {
    return new Line(owner, variant, stroke, new Values.Rate(span, sums));
  }

  private static double bps(long limit) {
    return limit == IoMax.MAX_BPS ? Double.NaN : limit;
  }

  private static double iops(long limit) {
    return limit == IoMax.MAX_IOPS ? Double.NaN : limit;
  }

  private void limit(
      Series series, Owner owner, String key, ToDoubleFunction<IoMax> of, List<Line> lines) {
    int count = series.limits().size();
    long[] ns = new long[count];
    double[] values = new double[count];
    boolean any = false;
    for (int i = 0; i < count; i++) {
      ns[i] = series.limits().get(i).ns();
      values[i] = of.applyAsDouble(series.limits().get(i).limits());
      any |= !Double.isNaN(values[i]);
    }
    if (any) {
      lines.add(new Line(owner, key + " limit", Stroke.LIMIT, new Values.Steps(span, ns, values)));
    }
  }

  private void latency() {
    List<Line> lines = new ArrayList<>();
    owners.forEach(
        (series, owner) -> {
          if (series.hasIo()) {
            lines.add(quantile(series, owner, "p50", Stroke.SOLID, 0.5));
            lines.add(quantile(series, owner, "p90", Stroke.DASH_DOT, 0.9));
            lines.add(quantile(series, owner, "p99", Stroke.DASHED, 0.99));
            lines.add(quantile(series, owner, "max", Stroke.DOTTED, 1));
          }
        });
    figures.add(
        new Figure(
            "latency",
            "Latency",
            "From submission to completion, with all waiting; reads and writes together.",
            "No I/O was complete.",
            Unit.TIME,
            lines));
  }

  private static Line quantile(
      Series series, Owner owner, String name, Stroke stroke, double quantile) {
    return new Line(owner, name, stroke, new Values.Quantile(series.latency(), quantile));
  }

  private void tokens() {
    List<Line> lines = new ArrayList<>();
    for (Series series : recorder.series()) {
      if (owners.size() >= OWNERS_MAX && !owners.containsKey(series)) {
        continue;
      }
      weighted(lines, series, "read", Stroke.SOLID, series.tokens(false, span.bins()));
      weighted(lines, series, "write", Stroke.DASHED, series.tokens(true, span.bins()));
    }
    figures.add(
        new Figure(
            "tokens",
            "Throttle tokens",
            "What the running slice still allows, as a part of what a slice (100 ms) gives. Above"
                + " 100 %: saved up for a bio that is larger than a slice's allowance.",
            "No cgroup had a limit.",
            Unit.PART,
            lines));
  }

  /** A line's owner, which may have had no I/O of its own. */
  private Owner known(Series series) {
    return owners.computeIfAbsent(
        series, s -> new Owner(s.label() + " on " + s.disk().name(), owners.size()));
  }

  private void weighted(
      List<Line> lines, Series series, String variant, Stroke stroke, double @Nullable [][] of) {
    if (of != null) {
      lines.add(new Line(known(series), variant, stroke, new Values.Weighted(of[0], of[1])));
    }
  }

  private void queues() {
    List<Line> waiting = new ArrayList<>();
    List<Line> device = new ArrayList<>();
    owners.forEach(
        (series, owner) -> {
          mean(waiting, owner, "throttled", Stroke.SOLID, series.parkedNs(span.bins()));
          mean(waiting, owner, "queued", Stroke.DASHED, series.queuedNs(span.bins()));
          mean(device, owner, "in the device", Stroke.SOLID, series.inDeviceNs(span.bins()));
        });
    int color = owners.size();
    for (DiskSeries disk : recorder.disks()) {
      Owner owner = new Owner(disk.disk().name(), color++);
      mean(device, owner, "requests", Stroke.DOTTED, disk.depthNs(span.bins()));
    }
    figures.add(
        new Figure(
            "waiting",
            "Waiting",
            "Bios parked by a limit (throttled) or waiting for a policy, a tag or the scheduler"
                + " (queued); mean over time.",
            "No bio had to wait.",
            Unit.COUNT,
            waiting));
    figures.add(
        new Figure(
            "queue",
            "Queue depth",
            "Bios in the device by cgroup, and requests in the device in all; mean over time.",
            "The device had nothing to do.",
            Unit.COUNT,
            device));
  }

  private void mean(List<Line> lines, Owner owner, String variant, Stroke stroke, double[] areas) {
    for (double area : areas) {
      if (area > 0) {
        lines.add(new Line(owner, variant, stroke, new Values.Mean(span, areas)));
        return;
      }
    }
  }

  private void weights() {
    int bins = span.bins();
    List<Line> weight = new ArrayList<>();
    List<Line> debt = new ArrayList<>();
    List<Line> depth = new ArrayList<>();
    for (Series series : recorder.series()) {
      if (owners.containsKey(series)) {
        weighted(weight, series, "hweight", Stroke.SOLID, series.weight(bins));
        weighted(debt, series, "debt", Stroke.SOLID, series.debt(bins));
        weighted(depth, series, "depth", Stroke.SOLID, series.depth(bins));
      }
    }
    int color = owners.size();
    for (DiskSeries disk : recorder.disks()) {
      Owner owner = new Owner(disk.disk().name(), color++);
      double[][] vrate = disk.vrate(bins);
      if (vrate != null) {
        weight.add(
            new Line(owner, "vrate", Stroke.DOTTED, new Values.Weighted(vrate[0], vrate[1])));
      }
    }
    optional(
        "cost",
        "iocost: shares",
        "The part of the disk that a cgroup has (hweight), and the speed of the disk's virtual time"
            + " (vrate).",
        Unit.PART,
        weight);
    optional(
        "debt", "iocost: debt", "What a cgroup owes, in seconds of the disk.", Unit.COUNT, debt);
    optional(
        "depth",
        "io.latency: depth",
        "How many bios a cgroup may have in flight; nothing where any number.",
        Unit.COUNT,
        depth);
  }

  private void optional(String id, String title, String note, Unit unit, List<Line> lines) {
    if (!lines.isEmpty()) {
      figures.add(new Figure(id, title, note, "", unit, lines));
    }
  }
}
