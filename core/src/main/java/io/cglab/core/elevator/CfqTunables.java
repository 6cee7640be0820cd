package io.cglab.core.elevator;

/**
 * Tunables of CFQ (schedulers-and-devices.md 7), times in ns. Setters clamp to the range given;
 * values come as unsigned 64-bit numbers. The upper end of the ranges, 2^31 - 1 in the unit that is
 * written, is BFQ's and not checked by a record.
 */
public final class CfqTunables implements NearestRequest.BackSeeks {
  /** Tunables that are times. */
  public enum Time {
    FIFO_EXPIRE_SYNC(125, 1),
    FIFO_EXPIRE_ASYNC(250, 1),
    SLICE_SYNC(100, 1),
    SLICE_ASYNC(40, 1),
    /** Idle time after a queue ran empty; 0 on disks that do not rotate. */
    SLICE_IDLE(8, 0),
    /** Idle time after a group ran empty. */
    GROUP_IDLE(8, 0),
    /** Within which every queue is served once. */
    TARGET_LATENCY(300, 1);

    private final long usualMs;
    private final long lowest; // in the unit that is written

    Time(long usualMs, long lowest) {
      this.usualMs = usualMs;
      this.lowest = lowest;
    }
  }

  private static final long NS_PER_US = 1000;
  private static final long NS_PER_MS = 1_000_000;

  private final long[] ns = new long[Time.values().length];
  private long quantum;
  private long sliceAsyncRq = 2;
  private long backSeekMaxKib = 16384;
  private long backSeekPenalty = 2;
  private boolean lowLatency = true;

  private boolean fairness;

  CfqTunables(CfqFlavor flavor, boolean rotational) {
    quantum = flavor.quantum();
    for (Time time : Time.values()) {
      ns[time.ordinal()] = time.usualMs * NS_PER_MS;
    }
    if (!rotational && flavor == CfqFlavor.GROUPS) {
      ns[Time.SLICE_IDLE.ordinal()] = 0;
    }
  }

  /** A time in ns. */
  public long ns(Time time) {
    return ns[time.ordinal()];
  }

  public void setMs(Time time, long ms) {
    ns[time.ordinal()] = BfqTunables.clamp(ms, time.lowest) * NS_PER_MS;
  }

  public void setUs(Time time, long us) {
    ns[time.ordinal()] = BfqTunables.clamp(us, time.lowest) * NS_PER_US;
  }

  /** Requests of a queue that may be dispatched at once, at least 1. */
  public long quantum() {
    return quantum;
  }

  public void setQuantum(long requests) {
    quantum = BfqTunables.clamp(requests, 1);
  }

  /** Asynchronous requests in a slice, at least 1. */
  public long sliceAsyncRq() {
    return sliceAsyncRq;
  }

  public void setSliceAsyncRq(long requests) {
    sliceAsyncRq = BfqTunables.clamp(requests, 1);
  }

  @Override
  public long backSeekMaxKib() {
    return backSeekMaxKib;
  }

  public void setBackSeekMaxKib(long kib) {
    backSeekMaxKib = BfqTunables.clamp(kib, 0);
  }

  /** How many times as far a seek back counts, at least 1. */
  @Override
  public long backSeekPenalty() {
    return backSeekPenalty;
  }

  public void setBackSeekPenalty(long factor) {
    backSeekPenalty = BfqTunables.clamp(factor, 1);
  }

  public boolean lowLatency() {
    return lowLatency;
  }

  public void setLowLatency(long value) {
    lowLatency = value != 0;
  }

  /** V10: all of the time used counts, and what is in the driver is waited for. */
  public boolean fairness() {
    return fairness;
  }

  public void setFairness(long value) {
    fairness = value != 0;
  }
}
