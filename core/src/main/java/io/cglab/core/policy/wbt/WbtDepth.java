package io.cglab.core.policy.wbt;

/**
 * How many buffered writes may be in flight at a step (throttle-and-qos.md 8).
 *
 * @param depth those that somebody waits for, of metadata and swap
 * @param normal others
 * @param background those of background write-back
 * @param isMost true if a further step down would allow no more
 */
record WbtDepth(int depth, int normal, int background, boolean isMost) {
  private static final int USUAL = 16;
  private static final int LARGEST_SHIFT = 30;

  /**
   * The depths of a step: 0 is where it begins, above it each halves them, below it each doubles
   * them up to three quarters of the queue.
   *
   * @param requests depth of the queue, at least 1
   */
  static WbtDepth of(int requests, int step) {
    if (requests == 1) {
      return step > 0 ? of(1, false) : of(2, true);
    }
    int base = Math.min(USUAL, requests);
    if (step == 0) {
      return of(base, false);
    }
    if (step > 0) {
      return of(1 + ((base - 1) >> Math.min(step, LARGEST_SHIFT)), false);
    }
    long wanted = 1 + ((long) (base - 1) << Math.min(-step, LARGEST_SHIFT));
    int most = (int) (3L * requests / 4);
    return of((int) Math.min(wanted, most), wanted > most);
  }

  private static WbtDepth of(int depth, boolean isMost) {
    return depth <= 2
        ? new WbtDepth(depth, depth, 1, isMost)
        : new WbtDepth(depth, (depth + 1) / 2, (depth + 3) / 4, isMost);
  }
}
