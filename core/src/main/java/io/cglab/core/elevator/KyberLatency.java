package io.cglab.core.elevator;

import java.util.Arrays;

/** A histogram of latencies in quarters of a target (schedulers-and-devices.md 2.4). */
final class KyberLatency {
  /** Buckets below 2^this are good: within the target. */
  static final int GOOD_SHIFT = 2;

  private static final int BUCKETS = 8;
  private static final int ENOUGH = 500;
  private static final long LONGEST_NS = 1_000_000_000;
  private static final long NEVER = -1;

  private final int[] counts = new int[BUCKETS];
  private int samples;
  private long firstLookNs = NEVER;

  void add(long latencyNs, long targetNs) {
    long quarter = Math.max(1, targetNs >> GOOD_SHIFT);
    long bucket = latencyNs <= 0 ? 0 : (latencyNs - 1) / quarter;
    counts[(int) Math.min(BUCKETS - 1, bucket)]++;
    samples++;
  }

  static boolean isBad(int bucket) {
    return bucket >= 1 << GOOD_SHIFT;
  }

  /**
   * The bucket of a percentile, or −1 while there are too few samples and the first look at them is
   * not long ago. A percentile that was given clears the histogram.
   */
  int percentile(int percent, long nowNs) {
    if (samples == 0) {
      return -1;
    }
    if (firstLookNs == NEVER) {
      firstLookNs = nowNs;
    }
    if (samples < ENOUGH && nowNs - firstLookNs < LONGEST_NS) {
      return -1;
    }
    long below = (samples * (long) percent + 99) / 100;
    int bucket = 0;
    while (bucket < BUCKETS - 1 && below > counts[bucket]) {
      below -= counts[bucket];
      bucket++;
    }
    Arrays.fill(counts, 0);
    samples = 0;
    firstLookNs = NEVER;
    return bucket;
  }
}
