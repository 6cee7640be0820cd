package io.cglab.core.writeback;

/**
 * A part of a whole of recent events: counts are halved every three seconds (throttle-and-qos.md
 * 6.3). Part and whole are two of these.
 */
final class Share {
  private static final long PERIOD_NS = 3_000_000_000L;
  private static final int MOST_HALVINGS = 63;

  private long count;
  private long period;

  void add(long events, long nowNs) {
    count = count(nowNs) + events;
  }

  long count(long nowNs) {
    long current = nowNs / PERIOD_NS;
    if (current > period) {
      count >>= (int) Math.min(MOST_HALVINGS, current - period);
      period = current;
    }
    return count;
  }
}
