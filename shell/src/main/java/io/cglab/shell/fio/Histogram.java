package io.cglab.shell.fio;

import java.util.List;

/**
 * How often which latency was seen: 64 linear steps for each power of two of nanoseconds, so that a
 * bucket is at most 1/64 of its value wide (schedulers-and-devices.md 6.2).
 */
final class Histogram {
  private static final int STEP_BITS = 6;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int GROUPS = 29;
  private static final double PERCENT = 100;

  private final long[] counts = new long[GROUPS * STEPS];
  private long total;

  void add(long ns) {
    counts[bucket(ns)]++;
    total++;
  }

  private static int bucket(long ns) {
    int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, ns));
    if (highest <= STEP_BITS) {
      return (int) ns;
    }
    int lost = highest - STEP_BITS;
    int bucket = (lost + 1 << STEP_BITS) + (int) (ns >> lost & STEPS - 1);
    return Math.min(bucket, GROUPS * STEPS - 1);
  }

  /** The middle of a bucket. */
  private static long value(int bucket) {
    if (bucket < STEPS << 1) {
      return bucket;
    }
    int lost = (bucket >> STEP_BITS) - 1;
    return (1L << lost + STEP_BITS) + (long) ((bucket % STEPS + 0.5) * (1L << lost));
  }

  void add(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  void clear() {
    java.util.Arrays.fill(counts, 0);
    total = 0;
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** The values that so many percent do not exceed, in ns; percentages rise. */
  long[] percentiles(List<Double> percents) {
    long[] values = new long[percents.size()];
    long sum = 0;
    int next = 0;
    for (int i = 0; i < counts.length && next < values.length; i++) {
      sum += counts[i];
      while (next < values.length && sum >= percents.get(next) / PERCENT * total) {
        values[next++] = value(i);
      }
    }
    return values;
  }
}
