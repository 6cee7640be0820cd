package io.cglab.shell.observe;

import io.cglab.core.api.IoMax;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one cgroup did on one disk, without its descendants. All columns are {@code double[bins]};
 * where a quantity has directions, 0 is reads and 1 is writes. A cgroup that is made again after
 * its removal goes on with its old series.
 */
public final class Series {
  static final int READ = 0;
  static final int WRITE = 1;
  private static final int STEPS_MAX = 1000;

  /** Limits from a time on. */
  public record LimitStep(long ns, IoMax limits) {}

  private final TimeAxis axis;
  private final String path;
  private final Disk disk;
  private final Counter[] bytes;
  private final Counter[] ios;
  private final Histograms latency;
  private final List<LimitStep> limits = new ArrayList<>();
  private @Nullable Cgroup cgroup;

  /** Bios that blk-throttle holds, that are on their way to the device, that are in it. */
  final Level parked;

  final Level queued;
  final Level inDevice;

  // Made when there is something to say.
  private @Nullable Samples @Nullable [] tokens;
  private @Nullable Setting weight;
  private @Nullable Setting debt;
  private @Nullable Setting depth;

  Series(TimeAxis axis, long nowNs, String path, Disk disk) {
    this.axis = axis;
    this.path = path;
    this.disk = disk;
    bytes = new Counter[] {new Counter(axis), new Counter(axis)};
    ios = new Counter[] {new Counter(axis), new Counter(axis)};
    latency = new Histograms(axis);
    parked = new Level(axis, nowNs);
    queued = new Level(axis, nowNs);
    inDevice = new Level(axis, nowNs);
  }

  void setCgroup(@Nullable Cgroup of) {
    cgroup = of;
  }

  void completed(int bin, boolean write, long size, long ns) {
    int d = write ? WRITE : READ;
    bytes[d].add(bin, size);
    ios[d].add(bin, 1);
    latency.add(bin, ns);
  }

  void limited(long nowNs, IoMax to) {
    if (limits.size() == STEPS_MAX) {
      limits.remove(0);
    }
    limits.add(new LimitStep(nowNs, to));
  }

  void sampled(int bin, int direction, double fraction) {
    if (tokens == null) {
      tokens = new @Nullable Samples[2];
    }
    Samples of = tokens[direction];
    if (of == null) {
      of = new Samples(axis);
      tokens[direction] = of;
    }
    of.add(bin, fraction);
  }

  Setting weight(long nowNs) {
    if (weight == null) {
      weight = new Setting(axis, nowNs);
    }
    return weight;
  }

  Setting debt(long nowNs) {
    if (debt == null) {
      debt = new Setting(axis, nowNs);
    }
    return debt;
  }

  Setting depth(long nowNs) {
    if (depth == null) {
      depth = new Setting(axis, nowNs);
    }
    return depth;
  }

  void settle(long nowNs) {
    parked.settle(nowNs);
    queued.settle(nowNs);
    inDevice.settle(nowNs);
    for (Setting setting : new @Nullable Setting[] {weight, debt, depth}) {
      if (setting != null) {
        setting.settle(nowNs);
      }
    }
  }

  // ---- for readers

  /** The cgroup's path in its hierarchy. */
  public String path() {
    return path;
  }

  public Disk disk() {
    return disk;
  }

  /** True if there is no such cgroup any more. */
  public boolean isRemoved() {
    return cgroup != null && cgroup.isRemoved();
  }

  /** The path, and whether the cgroup is gone. */
  public String label() {
    return isRemoved() ? path + " (removed)" : path;
  }

  /** True if a bio of the cgroup was complete. */
  public boolean hasIo() {
    return ios[READ].total() + ios[WRITE].total() > 0;
  }

  /** Bytes completed in all. */
  public long totalBytes(boolean write) {
    return bytes[write ? WRITE : READ].total();
  }

  /** Bios completed in all. */
  public long totalIos(boolean write) {
    return ios[write ? WRITE : READ].total();
  }

  /** Bios that wait now: in blk-throttle, for a policy, a tag or the scheduler. */
  public long waiting() {
    return Math.round(parked.value() + queued.value());
  }

  /** Bios that the device has now. */
  public long inDevice() {
    return Math.round(inDevice.value());
  }

  /** Bytes completed. */
  public double[] bytes(boolean write, int bins) {
    return bytes[write ? WRITE : READ].sums(bins);
  }

  /** Bios completed. */
  public double[] ios(boolean write, int bins) {
    return ios[write ? WRITE : READ].sums(bins);
  }

  /** From submission to completion, of reads and writes. */
  public Histograms latency() {
    return latency;
  }

  /** Bios in blk-throttle, times ns. */
  public double[] parkedNs(int bins) {
    return parked.areas(bins);
  }

  /** The most bios in blk-throttle at a time. */
  public double[] parkedMost(int bins) {
    return parked.most(bins);
  }

  /** Bios on their way to the device (policies, tag, scheduler), times ns. */
  public double[] queuedNs(int bins) {
    return queued.areas(bins);
  }

  /** Bios in the device, times ns. */
  public double[] inDeviceNs(int bins) {
    return inDevice.areas(bins);
  }

  /** The limits over time, oldest first. */
  public List<LimitStep> limits() {
    return Collections.unmodifiableList(limits);
  }

  /**
   * What blk-throttle's running slice still allows, as a part of one slice's allowance, of the
   * tighter limit if there are two: sums of samples, and their number; null without a limit.
   */
  public double @Nullable [][] tokens(boolean write, int bins) {
    Samples of = tokens == null ? null : tokens[write ? WRITE : READ];
    return of == null ? null : new double[][] {of.sums(bins), of.counts(bins)};
  }

  /** iocost: the part of the disk that the cgroup has, times ns, and the ns; null without. */
  public double @Nullable [][] weight(int bins) {
    return of(weight, bins);
  }

  /** iocost: what it owes, in s of the whole disk, times ns, and the ns; null without. */
  public double @Nullable [][] debt(int bins) {
    return of(debt, bins);
  }

  /** io.latency: how many bios it may have in flight, times ns, and the ns; null without. */
  public double @Nullable [][] depth(int bins) {
    return of(depth, bins);
  }

  private static double @Nullable [][] of(@Nullable Setting setting, int bins) {
    return setting == null ? null : new double[][] {setting.areas(bins), setting.knownNs(bins)};
  }
}
