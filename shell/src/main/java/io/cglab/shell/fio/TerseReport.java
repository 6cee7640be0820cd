package io.cglab.shell.fio;

import io.cglab.shell.command.CFormat;
import io.cglab.shell.command.DiskCounters;
import io.cglab.shell.fio.Result.Entry;
import java.util.List;

/** A line for each job, fields between semicolons: version 3 of fio's terse output; in µs. */
final class TerseReport {
  private static final int US = 1000;
  private static final int KIB = 1024;
  private static final int PERCENTILES = 20;

  private final Result result;
  private final StringBuilder out = new StringBuilder();

  private TerseReport(Result result) {
    this.result = result;
  }

  static String of(Result result) {
    TerseReport report = new TerseReport(result);
    for (Entry entry : result.entries()) {
      report.line(entry);
    }
    return report.out.toString();
  }

  private void add(String format, Object... values) {
    out.append(CFormat.of(format, values));
  }

  private void line(Entry entry) {
    JobStats stats = entry.stats();
    add("3;fio-3.33;%s;%d;%d", entry.spec().name(), entry.group(), entry.errno());
    direction(entry, JobStats.READ);
    direction(entry, JobStats.WRITE);
    add(";%f%%;%f%%;%d;0;0", 0.0, stats.cpuPercent(), stats.waits);
    shares("%3.1f%%", JobStats.shares(stats.depths, stats.ios(), 0.1));
    shares("%3.2f%%", JobStats.shares(stats.latencyUs, stats.ios(), 0.01));
    shares("%3.2f%%", JobStats.shares(stats.latencyMs, stats.ios(), 0.01));
    for (DiskCounters disk : result.disks()) {
      add(
          ";%s;%d;%d;%d;%d;%d;%d;%d;%3.2f%%",
          disk.name(),
          disk.reads(),
          disk.writes(),
          disk.readMerges(),
          disk.writeMerges(),
          disk.readMs(),
          disk.writeMs(),
          disk.queueMs(),
          result.utilization(disk));
    }
    out.append('\n');
  }

  private void shares(String format, double[] shares) {
    for (double share : shares) {
      add(";" + format, share);
    }
  }

  private void direction(Entry entry, int i) {
    DirectionStats stats = entry.stats().directions[i];
    add(
        ";%d;%d;%d;%d",
        stats.bytes / KIB, stats.bandwidthBytes() / KIB, (long) stats.iopsExact(), stats.runtimeMs);
    latency(stats.slat);
    latency(stats.clat);
    List<Double> percents = entry.spec().percentiles();
    long[] values = stats.percentiles.percentiles(percents);
    for (int p = 0; p < PERCENTILES; p++) {
      if (p < values.length && !stats.percentiles.isEmpty()) {
        add(";%f%%=%d", percents.get(p), values[p] / US);
      } else {
        out.append(";0%=0");
      }
    }
    latency(stats.lat);
    Summary bw = stats.bandwidth;
    double share = bw.isEmpty() ? 0 : result.shareOfGroup(entry, i);
    add(";%d;%d;%f%%;%f;%f", bw.min(), bw.max(), share, bw.mean(), bw.deviation());
  }

  private void latency(Summary ns) {
    add(";%d;%d;%f;%f", ns.min() / US, ns.max() / US, ns.mean() / US, ns.deviation() / US);
  }
}
