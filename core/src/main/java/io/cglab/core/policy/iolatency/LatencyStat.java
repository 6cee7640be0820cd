package io.cglab.core.policy.iolatency;

/**
 * Latencies of some bios against a target (throttle-and-qos.md 3.2): on a disk that does not rotate
 * how many missed it, on one that does their mean.
 */
final class LatencyStat {
  private static final int TOLERATED = 10;

  private final boolean mean;
  private long samples;
  private long missed;
  private long sumNs;

  LatencyStat(boolean mean) {
    this.mean = mean;
  }

  /** Adds a latency in ns; the target is unsigned. */
  void add(long latencyNs, long targetNs) {
    samples++;
    sumNs += latencyNs;
    if (Long.compareUnsigned(latencyNs, targetNs) >= 0) {
      missed++;
    }
  }

  void add(LatencyStat other) {
    samples += other.samples;
    missed += other.missed;
    sumNs += other.sumNs;
  }

  void clear() {
    samples = 0;
    missed = 0;
    sumNs = 0;
  }

  /** True if they met the target: nine of ten did, or their mean does. */
  boolean isGood(long targetNs) {
    return mean
        ? Long.compareUnsigned(meanNs(), targetNs) <= 0
        : missed < Math.max(1, samples / TOLERATED);
  }

  long samples() {
    return samples;
  }

  long missed() {
    return missed;
  }

  /** In ns; 0 without samples. */
  long meanNs() {
    return samples == 0 ? 0 : sumNs / samples;
  }
}
