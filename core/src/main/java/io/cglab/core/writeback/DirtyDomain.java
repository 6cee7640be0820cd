package io.cglab.core.writeback;

import org.jspecify.annotations.Nullable;

/**
 * Limits on dirty pages: of the machine as a whole, or of a memory cgroup (throttle-and-qos.md
 * 6.3). Numbers are pages. They are those of the last {@link #set}.
 */
final class DirtyDomain {
  private static final int RATIO_ONE = 4096;
  private static final long LIMIT_INTERVAL_MS = 200;

  final Share completions = new Share();

  private long available;
  private long dirty;
  private long thresh;
  private long background;

  /** The limit that follows the threshold down slowly. */
  private long slowLimit;

  private long slowLimitTick;

  /** A part of memory in 1/4096, rounded down. */
  static long ratio(int percent) {
    return (long) percent * RATIO_ONE / 100;
  }

  /** A part of memory in 1/4096 that is so many bytes, rounded up to pages, of a machine's. */
  static long ratioOfBytes(long bytes, long machinePages) {
    return Math.min(RATIO_ONE, ceilDiv(pages(bytes) * RATIO_ONE, Math.max(1, machinePages)));
  }

  static long pages(long bytes) {
    return (bytes >>> 12) + ((bytes & 4095) == 0 ? 0 : 1);
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }

  /** Sets what may be dirty and what is, with limits as parts of memory in 1/4096. */
  void set(long nowAvailable, long nowDirty, long ratio, long backgroundRatio) {
    setLimits(
        nowAvailable,
        nowDirty,
        nowAvailable * ratio / RATIO_ONE,
        nowAvailable * backgroundRatio / RATIO_ONE);
  }

  /** Sets what may be dirty and what is, with limits in pages. */
  void setLimits(long nowAvailable, long nowDirty, long newThresh, long newBackground) {
    available = nowAvailable;
    dirty = nowDirty;
    thresh = newThresh;
    background = newBackground >= newThresh ? newThresh / 2 : newBackground;
  }

  /** Lets the slow limit follow, at most every 200 ms. */
  void follow(long tick, int hz) {
    if (slowLimit < thresh) {
      slowLimit = thresh;
      slowLimitTick = tick;
    } else if (tick - slowLimitTick >= LIMIT_INTERVAL_MS * hz / 1000) {
      long target = Math.max(thresh, dirty);
      slowLimit -= Math.max(0, slowLimit - target) >> 5;
      slowLimitTick = tick;
    }
  }

  /** Pages that could be dirty if nothing limited them. */
  long available() {
    return available;
  }

  /** Pages that are dirty or under writeback. */
  long dirty() {
    return dirty;
  }

  long thresh() {
    return thresh;
  }

  /** From here on flushers write without being asked. */
  long background() {
    return background;
  }

  /** Up to here dirtiers are not slowed. */
  long freerun() {
    return (thresh + background) / 2;
  }

  boolean isFree() {
    return dirty <= freerun();
  }

  long limit() {
    return Math.max(thresh, slowLimit);
  }

  long setpoint() {
    return (freerun() + limit()) / 2;
  }

  /** The part of the threshold that is a writeback structure's by what was written lately. */
  long threshOf(@Nullable Share part, long nowNs) {
    long all = completions.count(nowNs);
    return part == null || all == 0 ? 0 : (long) ((double) thresh * part.count(nowNs) / all);
  }

  /**
   * How much faster than its base rate a dirtier may go, 0 to 2 and up to 8 times that
   * (throttle-and-qos.md 6.4, 3).
   *
   * @param wbThresh pages of the threshold that are the dirtier's writeback structure's
   * @param wbDirty pages that are dirty or under writeback there
   * @param bandwidth pages a second that it writes
   */
  double position(long wbThresh, long wbDirty, long bandwidth) {
    long limit = limit();
    if (dirty >= limit) {
      return 0;
    }
    long setpoint = setpoint();
    double x = (double) (setpoint - dirty) / Math.max(1, limit - setpoint);
    double position = Math.max(0, Math.min(2, 1 + x * x * x));
    double share = Math.max(wbThresh, (limit - dirty) / 8);
    double part = thresh == 0 ? 1 : share / thresh;
    double wbSetpoint = setpoint * part;
    double span = Math.max(1, part * (thresh - share + 8.0 * bandwidth));
    if (wbDirty < wbSetpoint + span * 3 / 4) {
      position *= (wbSetpoint + span - wbDirty) / span;
    } else {
      position /= 4;
    }
    double half = share / 2;
    if (wbDirty < half) {
      position *= wbDirty > half / 8 ? half / wbDirty : 8;
    }
    return position;
  }
}
