package io.cglab.core.writeback;

import io.cglab.core.device.Disk;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * What writes one memory cgroup's files on one disk: its dirty files, how fast it writes, and at
 * what rate it lets pages become dirty (throttle-and-qos.md 6.1, 6.4). Rates are pages a second.
 */
final class Wb {
  /** 100 MiB/s. */
  private static final long FIRST_RATE = 25_600;

  final Disk disk;
  final MemoryGroup owner;

  /** True for the disk's own, to which everything comes that is nobody's. */
  final boolean isRoot;

  /** Its parts of what its domains have written lately. */
  final Share machineShare = new Share();

  final Share groupShare = new Share();

  /** Dirty files by the time since when they are dirty. */
  final LinkedHashSet<CachedFile> dirty = new LinkedHashSet<>();

  /** Dirty files that are to be written, in this order. */
  final LinkedHashSet<CachedFile> queued = new LinkedHashSet<>();

  /** Files with pages left after their turn. */
  final LinkedHashSet<CachedFile> more = new LinkedHashSet<>();

  /** All files that it is to write when they become dirty. */
  final LinkedHashSet<CachedFile> files = new LinkedHashSet<>();

  private @Nullable Flusher flusher;

  long dirtyPages;
  long writebackPages;

  private long dirtied;
  private long written;

  private final int hz;
  private long stampTick;
  private long stampDirtied;
  private long stampWritten;
  private long bandwidth = FIRST_RATE;
  private long smoothBandwidth = FIRST_RATE;
  private long dirtyRate = FIRST_RATE;
  private long balancedRate = FIRST_RATE;

  /** Bios under way, and the tick of the last one's end. */
  int bios;

  /** A dirtier has found it over its limit. */
  boolean exceeded;

  Wb(Disk disk, MemoryGroup owner, boolean isRoot, int hz) {
    this.disk = disk;
    this.owner = owner;
    this.isRoot = isRoot;
    this.hz = hz;
  }

  Flusher flusher() {
    assert flusher != null : "no flusher";
    return flusher;
  }

  void setFlusher(Flusher its) {
    flusher = its;
  }

  boolean hasDirtyFiles() {
    return !dirty.isEmpty() || !queued.isEmpty() || !more.isEmpty();
  }

  /** Dirty or under writeback. */
  long pages() {
    return dirtyPages + writebackPages;
  }

  /** The write bandwidth, smoothed. */
  long bandwidth() {
    return smoothBandwidth;
  }

  /** The base rate at which its dirtiers go on. */
  long dirtyRate() {
    return dirtyRate;
  }

  void countDirtied(long pages) {
    dirtied += pages;
  }

  void countWritten(long pages, long nowNs) {
    written += pages;
    machineShare.add(pages, nowNs);
    groupShare.add(pages, nowNs);
  }

  // ---- bandwidth (6.4, 5)

  /** Writing begins: a time without any is no time to judge by. */
  void begin(long tick) {
    if (tick - stampTick > hz && bios == 0) {
      stamp(tick);
    }
  }

  private void stamp(long tick) {
    stampTick = tick;
    stampDirtied = dirtied;
    stampWritten = written;
  }

  boolean isDue(long tick) {
    return tick - stampTick >= hz / 5;
  }

  /** Takes what was written since the last time into the bandwidth. */
  void updateBandwidth(long tick) {
    long elapsed = Math.max(1, tick - stampTick);
    long horizon = Long.highestOneBit(3L * hz - 1) << 1;
    long rate = (written - stampWritten) * hz;
    if (elapsed > horizon) {
      bandwidth = rate / elapsed;
      smoothBandwidth = Math.max(1, bandwidth);
    } else {
      long before = bandwidth;
      bandwidth = (rate + before * (horizon - elapsed)) / horizon;
      if (smoothBandwidth > before && before >= bandwidth) {
        smoothBandwidth -= (smoothBandwidth - before) >> 3;
      } else if (smoothBandwidth < before && before <= bandwidth) {
        smoothBandwidth += (before - smoothBandwidth) >> 3;
      }
      smoothBandwidth = Math.max(1, smoothBandwidth);
    }
    stamp(tick);
  }

  /**
   * As {@link #updateBandwidth}, and moves the base rate toward what dirtiers may do.
   *
   * @param domain the one that binds
   * @param position of the dirtier in it
   */
  void update(DirtyDomain domain, double position, long tick) {
    long elapsed = Math.max(1, tick - stampTick);
    long rate = (dirtied - stampDirtied) * hz / elapsed;
    long task = (long) (dirtyRate * position) + 1;
    long balanced =
        Math.min(smoothBandwidth, (long) ((double) task * smoothBandwidth / Math.max(1, rate)));
    long step = 0;
    if (domain.dirty() < domain.setpoint()) {
      long toward = Math.min(balancedRate, Math.min(balanced, task));
      step = Math.max(0, toward - dirtyRate);
    } else {
      long toward = Math.max(balancedRate, Math.max(balanced, task));
      step = Math.max(0, dirtyRate - toward);
    }
    long shift = dirtyRate / (2 * step + 1);
    step = shift < 63 ? ((step >> shift) + 7) / 8 : 0;
    dirtyRate = Math.max(1, dirtyRate < balanced ? dirtyRate + step : dirtyRate - step);
    balancedRate = balanced;
    updateBandwidth(tick);
  }

  @Override
  public String toString() {
    return disk.name() + " of " + owner;
  }
}
