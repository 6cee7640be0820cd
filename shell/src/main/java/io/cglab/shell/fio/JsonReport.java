package io.cglab.shell.fio;

import io.cglab.shell.command.CFormat;
import io.cglab.shell.command.DiskCounters;
import io.cglab.shell.fio.Result.Entry;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report for programs, with the keys of fio 3.33. */
final class JsonReport {
  private static final String[] NAMES = {"read", "write", "trim"};
  private static final String[] DEPTHS = {"1", "2", "4", "8", "16", "32", ">=64"};
  private static final String[] CALLS = {"0", "4", "8", "16", "32", "64", ">=64"};
  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
  private static final int MS_PER_S = 1000;
  private static final int KIB = 1024;

  private final Result result;

  private JsonReport(Result result) {
    this.result = result;
  }

  static String of(Result result) {
    return JsonText.of(new JsonReport(result).root());
  }

  private Map<String, Object> root() {
    Map<String, Object> root = new LinkedHashMap<>();
    long seconds = Math.floorDiv(result.epochMs(), (long) MS_PER_S);
    root.put("fio version", "fio-3.33");
    root.put("timestamp", seconds);
    root.put("timestamp_ms", result.epochMs());
    root.put("time", LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).format(CTIME));
    Map<String, String> global = result.entries().get(0).spec().global();
    if (!options(global).isEmpty()) {
      root.put("global options", options(global));
    }
    List<Object> jobs = new ArrayList<>();
    for (Entry entry : result.entries()) {
      jobs.add(job(entry));
    }
    root.put("jobs", jobs);
    List<Object> disks = new ArrayList<>();
    for (DiskCounters disk : result.disks()) {
      disks.add(disk(disk));
    }
    root.put("disk_util", disks);
    return root;
  }

  /** Flags that were given without a value are not there. */
  private static Map<String, Object> options(Map<String, String> given) {
    Map<String, Object> options = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            options.put(name, value);
          }
        });
    return options;
  }

  private Map<String, Object> job(Entry entry) {
    JobStats stats = entry.stats();
    JobSpec spec = entry.spec();
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("jobname", spec.name());
    job.put("groupid", entry.group());
    job.put("error", entry.errno());
    job.put("eta", 0);
    job.put("elapsed", (result.elapsedMs() + MS_PER_S - 1) / MS_PER_S);
    job.put("job options", options(spec.own()));
    for (int i = 0; i < JobStats.DIRECTIONS; i++) {
      job.put(NAMES[i], direction(entry, i));
    }
    Map<String, Object> sync = new LinkedHashMap<>();
    sync.put("total_ios", stats.sync.samples());
    sync.put("lat_ns", latency(stats.sync, stats.syncPercentiles, spec));
    job.put("sync", sync);
    job.put("job_runtime", stats.runtimeMs);
    job.put("usr_cpu", 0.0);
    job.put("sys_cpu", stats.cpuPercent());
    job.put("ctx", stats.waits);
    job.put("majf", 0);
    job.put("minf", 0);
    job.put("iodepth_level", shares(DEPTHS, JobStats.shares(stats.depths, stats.ios(), 0.1)));
    job.put("iodepth_submit", shares(CALLS, calls(stats.submits)));
    job.put("iodepth_complete", shares(CALLS, calls(stats.completes)));
    job.put("latency_ns", latencies(stats.latencyNs, stats.ios()));
    job.put("latency_us", latencies(stats.latencyUs, stats.ios()));
    job.put("latency_ms", latencies(stats.latencyMs, stats.ios()));
    job.put("latency_depth", spec.ioDepth());
    job.put("latency_target", 0);
    job.put("latency_percentile", 100.0);
    job.put("latency_window", 0);
    return job;
  }

  private static double[] calls(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return JobStats.shares(counts, total, 0.1);
  }

  private static Map<String, Object> shares(String[] names, double[] shares) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      map.put(names[i], shares[i]);
    }
    return map;
  }

  private static Map<String, Object> latencies(long[] counts, long total) {
    double[] shares = JobStats.shares(counts, total, 0.01);
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < shares.length; i++) {
      map.put(NormalReport.latencyName(i), shares[i]);
    }
    return map;
  }

  private Map<String, Object> direction(Entry entry, int i) {
    DirectionStats stats = entry.stats().directions[i];
    JobSpec spec = entry.spec();
    Histogram none = new Histogram();
    boolean ofLat = spec.flag("lat_percentiles", false);
    boolean ofClat = spec.flag("clat_percentiles", !ofLat);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("io_bytes", stats.bytes);
    map.put("io_kbytes", stats.bytes / KIB);
    map.put("bw_bytes", stats.bandwidthBytes());
    map.put("bw", stats.bandwidthBytes() / KIB);
    map.put("iops", stats.iopsExact());
    map.put("runtime", stats.runtimeMs);
    map.put("total_ios", stats.ios);
    map.put("short_ios", 0);
    map.put("drop_ios", 0);
    map.put("slat_ns", latency(stats.slat, none, spec));
    map.put("clat_ns", latency(stats.clat, ofClat ? stats.percentiles : none, spec));
    map.put("lat_ns", latency(stats.lat, ofLat ? stats.latPercentiles : none, spec));
    map.put("bw_min", stats.bandwidth.min());
    map.put("bw_max", stats.bandwidth.max());
    map.put("bw_agg", stats.bandwidth.isEmpty() ? 0.0 : result.shareOfGroup(entry, i));
    map.put("bw_mean", stats.bandwidth.mean());
    map.put("bw_dev", stats.bandwidth.deviation());
    map.put("bw_samples", stats.bandwidth.samples());
    map.put("iops_min", stats.iops.min());
    map.put("iops_max", stats.iops.max());
    map.put("iops_mean", stats.iops.mean());
    map.put("iops_stddev", stats.iops.deviation());
    map.put("iops_samples", stats.iops.samples());
    return map;
  }

  private static Map<String, Object> latency(Summary ns, Histogram histogram, JobSpec spec) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("min", ns.min());
    map.put("max", ns.max());
    map.put("mean", ns.mean());
    map.put("stddev", ns.deviation());
    map.put("N", ns.samples());
    if (!histogram.isEmpty()) {
      List<Double> percents = spec.percentiles();
      long[] values = histogram.percentiles(percents);
      Map<String, Object> percentile = new LinkedHashMap<>();
      for (int i = 0; i < values.length; i++) {
        percentile.put(CFormat.of("%f", percents.get(i)), values[i]);
      }
      map.put("percentile", percentile);
    }
    return map;
  }

  private Map<String, Object> disk(DiskCounters disk) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", disk.name());
    map.put("read_ios", disk.reads());
    map.put("write_ios", disk.writes());
    map.put("read_merges", disk.readMerges());
    map.put("write_merges", disk.writeMerges());
    map.put("read_ticks", disk.readMs());
    map.put("write_ticks", disk.writeMs());
    map.put("in_queue", disk.queueMs());
    map.put("util", result.utilization(disk));
    return map;
  }
}
