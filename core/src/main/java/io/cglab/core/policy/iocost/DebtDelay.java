package io.cglab.core.policy.iocost;

/** How long tasks of a group in debt are delayed (throttle-and-qos.md 4.8). */
final class DebtDelay {
  /** The shortest delay that is applied, in us. */
  static final long SHORTEST_US = 250;

  private static final long LONGEST_US = 250_000;
  private static final long FROM_PERCENT = 500;
  private static final long FULL_PERCENT = 25_000;
  private static final long PERCENT = 100;
  private static final long SECOND_US = 1_000_000;
  private static final int LONG_BITS = 64;

  private DebtDelay() {}

  /** How far a group is over its budget, in percent of a period; negative if it has some left. */
  static long overPercent(long over, long period) {
    return over > Long.MAX_VALUE / PERCENT ? over / (period / PERCENT) : over * PERCENT / period;
  }

  /** The delay for a group that is over its budget by so many percent of a period, in us. */
  static long ofPercent(long percent) {
    if (percent <= FROM_PERCENT) {
      return 0;
    }
    if (percent >= FULL_PERCENT) {
      return LONGEST_US;
    }
    return SHORTEST_US
        + (LONGEST_US - SHORTEST_US) * (percent - FROM_PERCENT) / (FULL_PERCENT - FROM_PERCENT);
  }

  /** What is left of a delay that began {@code sinceUs} ago: it halves every second. */
  static long decayed(long delayUs, long sinceUs) {
    long halvings = sinceUs / SECOND_US;
    return halvings < LONG_BITS ? delayUs >> halvings : 0;
  }
}
