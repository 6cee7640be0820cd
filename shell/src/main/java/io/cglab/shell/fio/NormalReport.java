package io.cglab.shell.fio;

import io.cglab.shell.command.CFormat;
import io.cglab.shell.command.DiskCounters;
import io.cglab.shell.fio.Result.Entry;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The report for people, as fio 3.33 prints it. */
final class NormalReport {
  private static final String[] NAMES = {"read", "write", "trim"};
  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
  private static final int LINE = 80 - 7;
  private static final int LATENCIES_A_LINE = 5;
  private static final int PRECISION = 2;
  private static final int NUMBER = 5;
  private static final double LEAST_DEPTH_SHARE = 0.1;
  private static final double LEAST_LATENCY_SHARE = 0.01;
  private static final int MIB_IN_KIB = 1024 * 1024;

  private final Result result;
  private final StringBuilder out = new StringBuilder();

  private NormalReport(Result result) {
    this.result = result;
  }

  static String of(Result result) {
    return new NormalReport(result).print();
  }

  private String print() {
    int lastGroup = 0;
    for (Entry entry : result.entries()) {
      entry(entry);
      lastGroup = Math.max(lastGroup, entry.group());
    }
    for (int group = 0; group <= lastGroup; group++) {
      group(group);
    }
    disks();
    return out.toString();
  }

  private void add(String format, Object... values) {
    out.append(CFormat.of(format, values));
  }

  private static String date(long epochMs) {
    return LocalDateTime.ofEpochSecond(Math.floorDiv(epochMs, 1000L), 0, ZoneOffset.UTC)
        .format(CTIME);
  }

  private void entry(Entry entry) {
    JobStats stats = entry.stats();
    String error = entry.error().isEmpty() ? "" : " (" + entry.error() + ")";
    add(
        "%s: (groupid=%d, jobs=%d): err=%2d%s: pid=%d: %s\n",
        entry.spec().name(),
        entry.group(),
        entry.jobs(),
        entry.errno(),
        error,
        entry.pid(),
        date(result.epochMs()));
    for (int i = 0; i < JobStats.DIRECTIONS; i++) {
      if (stats.directions[i].runtimeMs > 0) {
        direction(entry, i);
      }
    }
    latencies("nsec", stats.latencyNs, stats.ios());
    latencies("usec", stats.latencyUs, stats.ios());
    latencies("msec", stats.latencyMs, stats.ios());
    sync(entry);
    add(
        "  cpu          : usr=0.00%%, sys=%.2f%%, ctx=%d, majf=0, minf=0\n",
        stats.cpuPercent(), stats.waits);
    maps(entry);
  }

  private void direction(Entry entry, int i) {
    DirectionStats stats = entry.stats().directions[i];
    long bytes = stats.bandwidthBytes();
    add(
        "  %s: IOPS=%s, BW=%s/s (%s/s)(%s/%dmsec)%s\n",
        NAMES[i],
        Quantity.count((long) stats.iopsExact()),
        Quantity.binary(bytes),
        Quantity.decimal(bytes),
        Quantity.binary(stats.bytes),
        stats.runtimeMs,
        i == JobStats.WRITE ? "; 0 zone resets" : "");
    latency("    slat", stats.slat);
    latency("    clat", stats.clat);
    latency("     lat", stats.lat);
    if (entry.spec().flag("lat_percentiles", false)) {
      percentiles("     lat", entry.spec(), stats.latPercentiles);
    }
    if (entry.spec().flag("clat_percentiles", !entry.spec().flag("lat_percentiles", false))) {
      percentiles("    clat", entry.spec(), stats.percentiles);
    }
    bandwidth(entry, i);
    Summary iops = stats.iops;
    if (!iops.isEmpty()) {
      add(
          "   iops        : min=%5d, max=%5d, avg=%5.2f, stdev=%5.2f, samples=%d\n",
          iops.min(), iops.max(), iops.mean(), iops.deviation(), iops.samples());
    }
  }

  private void bandwidth(Entry entry, int i) {
    Summary kib = entry.stats().directions[i].bandwidth;
    if (kib.isEmpty()) {
      return;
    }
    boolean mebi = kib.mean() > MIB_IN_KIB;
    int scale = mebi ? 1024 : 1;
    add(
        "   bw (%5s/s): min=%5d, max=%5d, per=%3.2f%%, avg=%5.2f, stdev=%5.2f, samples=%d\n",
        mebi ? "  MiB" : "  KiB",
        kib.min() / scale,
        kib.max() / scale,
        result.shareOfGroup(entry, i),
        kib.mean() / scale,
        kib.deviation() / scale,
        kib.samples());
  }

  /** Latencies are in ns, or in µs or ms where these are large and spread enough. */
  private void latency(String label, Summary ns) {
    if (ns.isEmpty()) {
      return;
    }
    Scale scale = Scale.NSEC;
    if (ns.min() > 2_000_000 && ns.max() > 99_999_999 && ns.deviation() > 1_000_000) {
      scale = Scale.MSEC;
    } else if (ns.min() > 2000 && ns.max() > 99_999 && ns.deviation() > 1000) {
      scale = Scale.USEC;
    }
    add(
        "%s (%s): min=%s, max=%s, avg=%5.2f, stdev=%5.2f\n",
        label,
        scale,
        Quantity.time(ns.min() / scale.ns),
        Quantity.time(ns.max() / scale.ns),
        ns.mean() / scale.ns,
        ns.deviation() / scale.ns);
  }

  private enum Scale {
    NSEC(1, 0),
    USEC(1000, 1),
    MSEC(1_000_000, 2);

    final long ns;
    final int steps;

    Scale(long ns, int steps) {
      this.ns = ns;
      this.steps = steps;
    }

    /** Rounded up at each step. */
    long up(long value) {
      long scaled = value;
      for (int i = 0; i < steps; i++) {
        scaled = (scaled + 999) / 1000;
      }
      return scaled;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private void percentiles(String label, JobSpec spec, Histogram histogram) {
    if (histogram.isEmpty()) {
      return;
    }
    List<Double> percents = spec.percentiles();
    long[] values = histogram.percentiles(percents);
    long least = values[0];
    long most = values[values.length - 1];
    Scale scale = Scale.NSEC;
    if (least > 2_000_000 && most > 99_999_999) {
      scale = Scale.MSEC;
    } else if (least > 2000 && most > 99_999) {
      scale = Scale.USEC;
    }
    add("%s percentiles (%s):\n", label, scale);
    int width = Math.max(NUMBER, (int) (Math.log10(Math.max(1, (double) most / scale.ns)) + 1));
    int perLine = LINE / (PRECISION + 10 + width);
    for (int i = 0; i < values.length; i++) {
      out.append(i % perLine == 0 ? "     |" : "");
      add(" %5.2fth=[%" + width + "d]", percents.get(i), scale.up(values[i]));
      boolean last = i == values.length - 1;
      out.append(last ? "\n" : i % perLine == perLine - 1 ? ",\n" : ",");
    }
  }

  private void latencies(String unit, long[] counts, long total) {
    double[] shares = JobStats.shares(counts, total, LEAST_LATENCY_SHARE);
    int printed = 0;
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] <= 0) {
        continue;
      }
      if (printed % LATENCIES_A_LINE == 0) {
        out.append(printed == 0 ? "" : "\n").append("  lat (").append(unit).append(")   : ");
      } else {
        out.append(", ");
      }
      add("%s=%3.2f%%", latencyName(i), shares[i]);
      printed++;
    }
    out.append(printed == 0 ? "" : "\n");
  }

  static String latencyName(int i) {
    return i < JobStats.LATENCY_CLASSES
        ? Integer.toString(JobStats.LATENCY_BOUNDS[i])
        : i == JobStats.LATENCY_CLASSES ? "2000" : ">=2000";
  }

  private void sync(Entry entry) {
    JobStats stats = entry.stats();
    if (!stats.sync.isEmpty()) {
      out.append("  fsync/fdatasync/sync_file_range:\n");
      latency("    sync", stats.sync);
      percentiles("    sync", entry.spec(), stats.syncPercentiles);
    }
  }

  private void maps(Entry entry) {
    JobStats stats = entry.stats();
    add(
        "  IO depths    : 1=%3.1f%%, 2=%3.1f%%, 4=%3.1f%%, 8=%3.1f%%, 16=%3.1f%%, 32=%3.1f%%,"
            + " >=64=%3.1f%%\n",
        boxed(JobStats.shares(stats.depths, stats.ios(), LEAST_DEPTH_SHARE)));
    calls("submit  ", stats.submits);
    calls("complete", stats.completes);
    long flushes = stats.sync.samples();
    add(
        "     issued rwts: total=%d,%d,%d,%d short=0,0,0,0 dropped=0,0,0,0\n",
        stats.directions[JobStats.READ].ios,
        stats.directions[JobStats.WRITE].ios,
        stats.directions[JobStats.TRIM].ios,
        flushes);
    add(
        "     latency   : target=0, window=0, percentile=100.00%%, depth=%d\n",
        entry.spec().ioDepth());
  }

  private void calls(String label, long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    add(
        "     "
            + label
            + "  : 0=%3.1f%%, 4=%3.1f%%, 8=%3.1f%%, 16=%3.1f%%, 32=%3.1f%%, 64=%3.1f%%,"
            + " >=64=%3.1f%%\n",
        boxed(JobStats.shares(counts, total, LEAST_DEPTH_SHARE)));
  }

  private static Object[] boxed(double[] values) {
    Object[] boxed = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }

  private void group(int group) {
    add("\nRun status group %d (all jobs):\n", group);
    for (int i = 0; i < JobStats.DIRECTIONS; i++) {
      long bytes = 0;
      long least = Long.MAX_VALUE;
      long most = 0;
      long shortest = Long.MAX_VALUE;
      long longest = 0;
      for (Entry entry : result.entries()) {
        DirectionStats stats = entry.stats().directions[i];
        if (entry.group() == group && stats.runtimeMs > 0) {
          bytes += stats.bytes;
          least = Math.min(least, stats.bandwidthBytes());
          most = Math.max(most, stats.bandwidthBytes());
          shortest = Math.min(shortest, stats.runtimeMs);
          longest = Math.max(longest, stats.runtimeMs);
        }
      }
      if (longest > 0) {
        long all = result.groupBandwidth(group, i);
        add(
            "%7s: bw=%s/s (%s/s), %s/s-%s/s (%s/s-%s/s), io=%s (%s), run=%d-%dmsec\n",
            NAMES[i].toUpperCase(Locale.ROOT),
            Quantity.binary(all),
            Quantity.decimal(all),
            Quantity.binary(least),
            Quantity.binary(most),
            Quantity.decimal(least),
            Quantity.decimal(most),
            Quantity.binary(bytes),
            Quantity.decimal(bytes),
            shortest,
            longest);
      }
    }
  }

  private void disks() {
    out.append("\nDisk stats (read/write):\n");
    for (DiskCounters disk : result.disks()) {
      add(
          "  %s: ios=%d/%d, merge=%d/%d, ticks=%d/%d, in_queue=%d, util=%.2f%%\n",
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
  }
}
