package io.cglab.core.elevator;

/**
 * Tunables of BFQ, in the units of its sysfs files (control-files.md 7.4). Setters clamp to the
 * range given; values come as unsigned 64-bit numbers.
 */
public final class BfqTunables implements NearestRequest.BackSeeks {
  private static final long LARGEST = Integer.MAX_VALUE;
  private static final long DEFAULT_SLICE_IDLE_MS = 8;
  private static final long NS_PER_US = 1000;
  private static final long NS_PER_MS = 1_000_000;

  /** Kept in 32 bits of ns: longer times wrap. */
  private int sliceIdleNs = (int) (DEFAULT_SLICE_IDLE_MS * NS_PER_MS);

  private boolean lowLatency = true;
  private Runnable lowLatencyEnds = () -> {};
  private boolean strictGuarantees;
  private long backSeekMaxKib = 16384;
  private long backSeekPenalty = 2;
  private long fifoExpireSyncMs = 125;
  private long fifoExpireAsyncMs = 250;
  private long maxBudget;
  private long timeoutSyncMs = 125;

  /** The nearest number from {@code lowest} to 2^31 - 1 to an unsigned one. */
  static long clamp(long value, long lowest) {
    return value < 0 || value > LARGEST ? LARGEST : Math.max(lowest, value);
  }

  /** Idle time after a queue ran empty, in ns, unsigned 32 bits. */
  public long sliceIdleNs() {
    return Integer.toUnsignedLong(sliceIdleNs);
  }

  public void setSliceIdleMs(long ms) {
    sliceIdleNs = (int) (clamp(ms, 0) * NS_PER_MS);
  }

  public void setSliceIdleUs(long us) {
    sliceIdleNs = (int) (clamp(us, 0) * NS_PER_US);
  }

  public boolean lowLatency() {
    return lowLatency;
  }

  /** Turning it off ends all weight raising. */
  public void setLowLatency(long value) {
    boolean ends = lowLatency && value == 0;
    lowLatency = value != 0;
    if (ends) {
      lowLatencyEnds.run();
    }
  }

  void whenLowLatencyEnds(Runnable action) {
    lowLatencyEnds = action;
  }

  public boolean strictGuarantees() {
    return strictGuarantees;
  }

  /** Turning it on raises slice_idle to 8 ms if it is lower. */
  public void setStrictGuarantees(long value) {
    boolean on = value != 0;
    if (on && !strictGuarantees && sliceIdleNs() < DEFAULT_SLICE_IDLE_MS * NS_PER_MS) {
      setSliceIdleMs(DEFAULT_SLICE_IDLE_MS);
    }
    strictGuarantees = on;
  }

  @Override
  public long backSeekMaxKib() {
    return backSeekMaxKib;
  }

  public void setBackSeekMaxKib(long kib) {
    backSeekMaxKib = clamp(kib, 0);
  }

  @Override
  public long backSeekPenalty() {
    return backSeekPenalty;
  }

  public void setBackSeekPenalty(long penalty) {
    backSeekPenalty = clamp(penalty, 1);
  }

  public long fifoExpireSyncMs() {
    return fifoExpireSyncMs;
  }

  public void setFifoExpireSyncMs(long ms) {
    fifoExpireSyncMs = clamp(ms, 1);
  }

  public long fifoExpireAsyncMs() {
    return fifoExpireAsyncMs;
  }

  public void setFifoExpireAsyncMs(long ms) {
    fifoExpireAsyncMs = clamp(ms, 1);
  }

  /** Sectors of a budget; 0 for automatic. */
  public long maxBudget() {
    return maxBudget;
  }

  public void setMaxBudget(long sectors) {
    maxBudget = clamp(sectors, 0);
  }

  public long timeoutSyncMs() {
    return timeoutSyncMs;
  }

  public void setTimeoutSyncMs(long ms) {
    timeoutSyncMs = clamp(ms, 1);
  }
}
