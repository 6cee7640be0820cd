package io.cglab.core.policy.iolatency;

import io.cglab.core.block.SubmitterQueue;
import org.jspecify.annotations.Nullable;

/** A (cgroup, disk) record as io.latency sees it (throttle-and-qos.md 3.1). */
final class LatencyGroup {
  /** Any number of bios may be in flight. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int FIVE_PERCENT = 20;
  private static final int FIXED_POINT = 2048;
  private static final long DECAY_STEP_NS = 250_000_000;

  /** Weight of the old average, of {@link #FIXED_POINT}, by quarters of a second of the window. */
  private static final int[] DECAY = {2045, 2039, 2031, 2023, 2014};

  final int blkg;

  /** Null for the root, which is never slowed down. */
  final @Nullable LatencyGroup parent;

  final ChildScaling children = new ChildScaling();
  final SubmitterQueue waiters = new SubmitterQueue();

  /** The present window, and what windows before it left to be judged. */
  final LatencyStat window;

  final LatencyStat kept;

  /** Unsigned ns; 0 without a target. */
  long targetNs;

  long windowNs;
  long windowStartNs;
  int depth = UNLIMITED;
  int inFlight;

  /** The parent's cookie that it saw last. */
  int seenCookie;

  /** Samples that it had counted when it last closed a window. */
  long samples;

  /** Moving average of the windows' means, for display. */
  long averageNs;

  /**
   * A group without a target.
   *
   * @param mean true on a disk that rotates
   */
  LatencyGroup(int blkg, @Nullable LatencyGroup parent, boolean mean, long nowNs) {
    this.blkg = blkg;
    this.parent = parent;
    window = new LatencyStat(mean);
    kept = new LatencyStat(mean);
    windowStartNs = nowNs;
    seenCookie = parent == null ? ChildScaling.DEFAULT : parent.children.cookie;
  }

  boolean hasTarget() {
    return targetNs != LatencyTargets.NONE;
  }

  /**
   * True if it does not slow down for the sibling in trouble: that one's target is no tighter, or
   * it did next to no I/O itself.
   */
  boolean isSpared(ChildScaling scaling) {
    return hasTarget()
        && (scaling.targetNs == 0
            || Long.compareUnsigned(targetNs, scaling.targetNs) <= 0
            || samples <= Math.max(1, scaling.samples / FIVE_PERCENT));
  }

  /** Takes a window's mean into the average: rounded up while it rises. */
  void average(long meanNs) {
    int decay = DECAY[(int) Math.min(windowNs / DECAY_STEP_NS, DECAY.length - 1)];
    long rounding = meanNs >= averageNs ? FIXED_POINT - 1 : 0;
    averageNs = (averageNs * decay + meanNs * (FIXED_POINT - decay) + rounding) / FIXED_POINT;
  }
}
