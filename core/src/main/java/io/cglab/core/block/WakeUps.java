package io.cglab.core.block;

import java.util.SplittableRandom;

/**
 * When a thread that slept in the block layer has its CPU again.
 *
 * <p>Usually each thread has a CPU of its own. Where one CPU serves all of them, those that are
 * woken for a tag start one after another, each a little earlier or later as others are served
 * between: without that the slots of a saturated device would stay in lockstep for ever, and a
 * thread with one I/O in flight would wait for whole rounds of them.
 */
public final class WakeUps {
  private final long ns;
  private final long gapNs;
  private final long spreadNs;
  private final SplittableRandom random;
  private long freeNs;

  /**
   * Wake-ups of one machine.
   *
   * @param ns CPU time from the wake-up to the start of the I/O
   * @param gapNs how long a thread that was woken for a tag then keeps the CPU from the next one; 0
   *     for a CPU each
   * @param spreadNs how much earlier or later than that an I/O may start, at most {@code ns}
   */
  public WakeUps(long ns, long gapNs, long spreadNs, long seed) {
    this.ns = ns;
    this.gapNs = gapNs;
    this.spreadNs = Math.min(spreadNs, ns);
    random = new SplittableRandom(seed);
  }

  /** When a thread goes on that a policy wakes now. */
  long byPolicy(long now) {
    return now + ns;
  }

  /** When a thread starts its I/O that is given a tag now. */
  long withTag(long now) {
    if (gapNs == 0) {
      return now + ns;
    }
    long at = Math.max(now, freeNs) + ns;
    freeNs = at + gapNs;
    return spreadNs == 0 ? at : at + random.nextLong(2 * spreadNs + 1) - spreadNs;
  }
}
