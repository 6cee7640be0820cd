package io.cglab.core.policy.iothrottle;

import io.cglab.core.device.Disk;

/**
 * A limit of a cgroup on a disk (dm-ioband.md 5.2), with what it has counted since it was written.
 * Amounts are bytes, or I/Os.
 */
public final class ThrottleRule {
  private static final double NS_PER_SECOND = 1e9;

  /** How amounts become delays. */
  public enum Strategy {
    /** Smooth; nothing is saved up in idle time. */
    LEAKY_BUCKET,
    /** A burst of up to a bucket after idle time. */
    TOKEN_BUCKET
  }

  private final Disk disk;
  private final long limit;
  private final Strategy strategy;
  private final long bucketSize;

  /** Leaky: amounts since {@link #sinceNs}. */
  private long amount;

  private long sinceNs;
  private double fill;
  private long lastNs;
  private long sleeps;
  private long sleptNs;

  ThrottleRule(Disk disk, long limit, Strategy strategy, long bucketSize, long nowNs) {
    this.disk = disk;
    this.limit = limit;
    this.strategy = strategy;
    this.bucketSize = bucketSize;
    sinceNs = nowNs;
    lastNs = nowNs;
  }

  /** The disk that it limits; a partition's I/O counts for its disk. */
  public Disk disk() {
    return disk;
  }

  /** Amount a second, at least 1. */
  public long limit() {
    return limit;
  }

  public Strategy strategy() {
    return strategy;
  }

  /** Capacity of the token bucket. */
  public long bucketSize() {
    return bucketSize;
  }

  /** Leaky: what was accounted since the limit was last not exceeded. */
  public long leakyStat() {
    return amount;
  }

  /** Token: what may go at once; below 0 somebody sleeps. As of the last I/O. */
  public long bucketFill() {
    return (long) fill;
  }

  /** When I/O was last accounted; when the rule was written before that. */
  public long lastNs() {
    return lastNs;
  }

  /** How often it made a task sleep. */
  public long sleeps() {
    return sleeps;
  }

  /** How long, added up, in ns. */
  public long sleptNs() {
    return sleptNs;
  }

  /** Accounts an amount and says how long its submitter is to sleep, in ns. */
  long account(long value, long nowNs) {
    long delay = strategy == Strategy.LEAKY_BUCKET ? leak(value, nowNs) : take(value, nowNs);
    lastNs = nowNs;
    return delay;
  }

  private long leak(long value, long nowNs) {
    amount += value;
    long elapsed = nowNs - sinceNs;
    long need = (long) (amount * (NS_PER_SECOND / limit));
    if (need > elapsed) {
      return need - elapsed;
    }
    amount = 0;
    sinceNs = nowNs;
    return 0;
  }

  private long take(long value, long nowNs) {
    double earned = (nowNs - lastNs) * (limit / NS_PER_SECOND);
    fill = Math.min(bucketSize, fill + earned) - value;
    return fill < 0 ? (long) (-fill * (NS_PER_SECOND / limit)) : 0;
  }

  void slept(long ns) {
    sleeps++;
    sleptNs += ns;
  }
}
