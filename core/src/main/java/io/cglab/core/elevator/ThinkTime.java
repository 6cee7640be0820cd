package io.cglab.core.elevator;

/** How long a thread takes from a completion to its next request: a decayed mean (2.5, 4.4). */
final class ThinkTime {
  private static final int ENOUGH = 80;
  private static final int ONE = 256;

  private long samples;
  private long totalNs;
  private long meanNs;
  private boolean started;

  /** When the last request of the queue was complete, in ns. */
  long lastDoneNs;

  /**
   * A request arrives while nothing of the queue is queued or in flight. The first sample of a
   * queue is the longest that counts.
   *
   * @param longestNs what a longer time counts as
   */
  void sample(long nowNs, long longestNs) {
    long elapsed = started ? Math.min(nowNs - lastDoneNs, longestNs) : longestNs;
    started = true;
    samples = (7 * samples + ONE) / 8;
    totalNs = (7 * totalNs + ONE * elapsed) / 8;
    meanNs = totalNs / samples;
  }

  void done(long nowNs) {
    started = true;
    lastDoneNs = nowNs;
  }

  /** True before the first sample. */
  boolean isEmpty() {
    return samples == 0;
  }

  long meanNs() {
    return meanNs;
  }

  /** True if enough was seen: after the third sample. */
  boolean isKnown() {
    return samples > ENOUGH;
  }

  /** True if enough was seen and the mean is longer. */
  boolean isLongerThan(long ns) {
    return samples > ENOUGH && meanNs > ns;
  }
}
