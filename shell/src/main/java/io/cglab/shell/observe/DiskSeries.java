package io.cglab.shell.observe;

import io.cglab.core.device.Disk;
import org.jspecify.annotations.Nullable;

/** What happened on one disk, whoever did it. */
public final class DiskSeries {
  private final TimeAxis axis;
  private final Disk disk;
  final Level depth;
  private @Nullable Setting vrate;

  DiskSeries(TimeAxis axis, long nowNs, Disk disk) {
    this.axis = axis;
    this.disk = disk;
    this.depth = new Level(axis, nowNs);
  }

  Setting vrate(long nowNs) {
    if (vrate == null) {
      vrate = new Setting(axis, nowNs);
    }
    return vrate;
  }

  void settle(long nowNs) {
    depth.settle(nowNs);
    if (vrate != null) {
      vrate.settle(nowNs);
    }
  }

  public Disk disk() {
    return disk;
  }

  /** Requests that the device has now. */
  public long inDevice() {
    return Math.round(depth.value());
  }

  /** Requests in the device, times ns. */
  public double[] depthNs(int bins) {
    return depth.areas(bins);
  }

  /** iocost: speed of the disk's virtual time, 1 as modelled, times ns, and the ns; or null. */
  public double @Nullable [][] vrate(int bins) {
    return vrate == null ? null : new double[][] {vrate.areas(bins), vrate.knownNs(bins)};
  }
}
