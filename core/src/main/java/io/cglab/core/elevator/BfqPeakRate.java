package io.cglab.core.elevator;

/**
 * An estimate of how fast the disk is at its best, in sectors/us · 2^16, and the budget that
 * follows from it (4.3, peak rate).
 */
final class BfqPeakRate {
  static final int SHIFT = 16;
  private static final long REFERENCE_ROTATIONAL = 14_000;
  private static final long REFERENCE_SOLID = 33_000;
  private static final long DEFAULT_BUDGET = 16_384;
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long LONG_PAUSE = 100 * MS;
  private static final long LEAST_WINDOW = 300 * MS;
  private static final long NEAR_NS = 2 * MS;
  private static final int LEAST_SAMPLES = 32;
  private static final long FASTEST = 20L << SHIFT;
  private static final long SLOWEST = 1L << SHIFT - 10;

  private final BfqTunables tunables;
  private final long reference;
  private long rate;
  private boolean estimated;

  // The window of observation: closed while samples is 0.
  private int samples;
  private int sequential;
  private long sectors;
  private long firstNs;
  private long lastDispatchNs;
  private long lastCompletionNs;
  private int largest;
  private boolean completed;

  BfqPeakRate(BfqTunables tunables, boolean rotational) {
    this.tunables = tunables;
    reference = rotational ? REFERENCE_ROTATIONAL : REFERENCE_SOLID;
    rate = reference * 2 / 3;
  }

  /** The rate now, in sectors/us · 2^16. */
  long rate() {
    return rate;
  }

  /** The rate that raising times are measured against. */
  long reference() {
    return reference;
  }

  /** The largest budget that a queue may have, in sectors. */
  long maxBudget() {
    if (tunables.maxBudget() > 0) {
      return tunables.maxBudget();
    }
    return estimated ? rate * 1000 * tunables.timeoutSyncMs() >> SHIFT : DEFAULT_BUDGET;
  }

  /** What {@link #maxBudget} counts as until a dozen slots were given. */
  static long defaultBudget() {
    return DEFAULT_BUDGET;
  }

  /**
   * A request is dispatched.
   *
   * @param isNear it lies close to the last one, or its distance does not matter
   * @param inDriver requests in the driver, without this one
   */
  void dispatched(int requestSectors, boolean isNear, int inDriver, long nowNs) {
    if (samples == 0) {
      open(requestSectors, nowNs);
      return;
    }
    if (inDriver == 0 && nowNs - lastDispatchNs > LONG_PAUSE) {
      close();
      open(requestSectors, nowNs);
      return;
    }
    samples++;
    boolean busy = inDriver > 0 || (completed && nowNs - lastCompletionNs < NEAR_NS);
    if (busy && isNear) {
      sequential++;
    }
    sectors += requestSectors;
    largest = Math.max(largest, requestSectors);
    lastDispatchNs = nowNs;
    if (nowNs - firstNs >= SECOND) {
      close();
    }
  }

  private void open(int requestSectors, long nowNs) {
    samples = 1;
    sequential = 0;
    sectors = requestSectors;
    largest = requestSectors;
    firstNs = nowNs;
    lastDispatchNs = nowNs;
  }

  /** A request is complete. */
  void completed(long nowNs) {
    long gap = nowNs - lastCompletionNs;
    boolean slow =
        completed
            && gap > NEAR_NS
            && samples > 0
            && ((long) largest << SHIFT) / (gap / 1000) < SLOWEST;
    completed = true;
    lastCompletionNs = nowNs;
    if (slow) {
      close();
    }
  }

  private void close() {
    long window = Math.max(lastDispatchNs, lastCompletionNs) - firstNs;
    if (samples >= LEAST_SAMPLES && window >= LEAST_WINDOW) {
      learn((sectors << SHIFT) / (window / 1000), window);
    }
    samples = 0;
  }

  private void learn(long observed, long window) {
    if ((4 * sequential < 3 * samples && observed <= rate) || observed > FASTEST) {
      return;
    }
    long weight = Math.min(8, 9L * sequential / samples * window / SECOND);
    long divisor = 10 - weight;
    rate = Math.max(1, rate * (divisor - 1) / divisor + observed / divisor);
    estimated = true;
  }
}
