package io.cglab.core.policy.iocost;

/**
 * The clock of a disk in virtual time (throttle-and-qos.md 4.1, 4.7 step 8, 4.9): a second of
 * device time is 2³⁷ units at 100 %. It runs at a base rate that follows how busy the disk is, and
 * for a period at a time somewhat faster or slower, to hand out again what groups threw away.
 */
final class VirtualTime {
  static final long PER_SECOND = 1L << 37;
  static final long PER_US = PER_SECOND / 1_000_000;
  static final long PER_NS = PER_SECOND / 1_000_000_000;

  private static final long PPM = 1_000_000;
  private static final int BOUND_STEP_PERCENT = 4;
  private static final int PERCENT = 100;
  private static final long HUNDREDTHS_OF_PERCENT = 10_000;
  private static final int PPM_OF_HUNDREDTH = 100;

  /** Busy levels, up to and including, for which the rate moves by as many percent as given. */
  private static final int[] LEVELS = {3, 19, 35, 43, 51};

  private static final int[] STEP_PERCENT = {0, 1, 2, 4, 8, 16};

  private long startUs;
  private long start;
  private long base = PER_US;
  private long rate = PER_US;
  private long lost;

  /** Virtual time at {@code nowUs}. */
  long at(long nowUs) {
    return start + (nowUs - startUs) * rate;
  }

  /** Virtual time at which the period began. */
  long periodStart() {
    return start;
  }

  /** When the period began, in us. */
  long periodStartUs() {
    return startUs;
  }

  /** Units a us, without compensation. */
  long base() {
    return base;
  }

  /** Units a us, with compensation. */
  long rate() {
    return rate;
  }

  /** The base rate in ppm of the model's speed, to a hundredth of a percent. */
  int basePpm() {
    return (int) ((base * HUNDREDTHS_OF_PERCENT + PER_US / 2) / PER_US) * PPM_OF_HUNDREDTH;
  }

  /** A group threw budget away: {@code units} at weight 1. */
  void lose(long units) {
    lost += units;
  }

  /** A period begins at a virtual time that goes on from there. */
  void startPeriod(long nowUs, long vnow) {
    startUs = nowUs;
    start = vnow;
  }

  /** Chooses the rate of a period that just began: what was lost is spread over it. */
  void compensate(long periodUs) {
    long extra = Math.max(-(base / 2), Math.min(lost / periodUs, base));
    rate = base + extra;
    long most = periodUs * base;
    lost = Math.max(-most, Math.min(lost - extra * periodUs, most));
  }

  /** No group is active: nothing is owed to anybody. */
  void forgetLosses() {
    lost = 0;
    rate = base;
  }

  /** Another class of disk: 100 % again, from now on. */
  void reset(long nowUs) {
    startPeriod(nowUs, at(nowUs));
    base = PER_US;
    rate = PER_US;
  }

  /** By how many percent the rate moves at a busy level. */
  static int stepPercent(int busyLevel) {
    int level = Math.abs(busyLevel);
    int i = 0;
    while (i < LEVELS.length && level > LEVELS[i]) {
      i++;
    }
    return STEP_PERCENT[i];
  }

  /** Adjusts the base rate at the end of a period: down for a positive busy level, up otherwise. */
  void adjust(int busyLevel, int minPpm, int maxPpm) {
    long min = PER_US * minPpm / PPM;
    long max = PER_US * maxPpm / PPM;
    if (base < min) {
      base = Math.min(base * (PERCENT + BOUND_STEP_PERCENT) / PERCENT, min);
    } else if (base > max) {
      base = Math.max(base * (PERCENT - BOUND_STEP_PERCENT) / PERCENT, max);
    } else {
      int percent = stepPercent(busyLevel);
      int factor = PERCENT + (busyLevel > 0 ? -percent : percent);
      base = Math.max(min, Math.min((base * factor + PERCENT - 1) / PERCENT, max));
    }
  }
}
