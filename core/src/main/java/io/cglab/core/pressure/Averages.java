package io.cglab.core.pressure;

/**
 * Running averages of a group's stall times, over 10, 60 and 300 s (throttle-and-qos.md 7): fixed
 * point of 11 bits, one step a period, on a grid of periods that begins with the group.
 */
final class Averages {
  private static final int BITS = 11;
  private static final long ONE = 1L << BITS;
  private static final int PERCENT = 100;

  /** What is left of an average after a period, for each of them. */
  private static final long[] KEPT = {1677, 1981, 2034};

  private static final int KINDS = Stall.values().length;

  private final long periodNs;
  private long lastNs;
  private long nextNs;
  private final long[] sampledNs = new long[KINDS];
  private final long[] averages = new long[KINDS * KEPT.length];

  /** Averages of a group that begins at {@code bornNs}. */
  Averages(long bornNs, long periodNs) {
    this.periodNs = periodNs;
    lastNs = bornNs;
    nextNs = bornNs + periodNs;
  }

  /** When the next update is due. */
  long nextNs() {
    return nextNs;
  }

  /** The average of a kind; {@code of} is 0 for 10 s, 1 for 60 s, 2 for 300 s. */
  long get(Stall kind, int of) {
    return averages[kind.ordinal() * KEPT.length + of];
  }

  /**
   * Takes samples if a period is over. Periods in which nobody asked count as idle, and what is
   * more than the last one can hold is left for the next.
   *
   * @return true if it was time
   */
  boolean update(long nowNs, long someNs, long fullNs) {
    if (nowNs < nextNs) {
      return false;
    }
    long missed = (nowNs - nextNs) / periodNs;
    long elapsedNs = nowNs - lastNs - missed * periodNs;
    sample(Stall.SOME, missed, elapsedNs, someNs);
    sample(Stall.FULL, missed, elapsedNs, fullNs);
    lastNs = nowNs;
    nextNs += (1 + missed) * periodNs;
    return true;
  }

  private void sample(Stall kind, long missed, long elapsedNs, long totalNs) {
    long stalledNs = Math.min(totalNs - sampledNs[kind.ordinal()], elapsedNs);
    sampledNs[kind.ordinal()] += stalledNs;
    long share = PERCENT * stalledNs / elapsedNs * ONE;
    for (int i = 0; i < KEPT.length; i++) {
      int at = kind.ordinal() * KEPT.length + i;
      long decayed = missed == 0 ? averages[at] : step(averages[at], power(KEPT[i], missed), 0);
      averages[at] = step(decayed, KEPT[i], share);
    }
  }

  private static long step(long average, long kept, long share) {
    long rounding = share >= average ? ONE - 1 : 0;
    return average * kept + share * (ONE - kept) + rounding >> BITS;
  }

  /** {@code kept} to a power, in fixed point, rounded to the nearest. */
  private static long power(long kept, long exponent) {
    long result = ONE;
    long square = kept;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result = result * square + ONE / 2 >> BITS;
      }
      square = square * square + ONE / 2 >> BITS;
    }
    return result;
  }
}
