package io.cglab.core.policy.iocost;

/**
 * Quality of service of a disk, as io.cost.qos sets it.
 *
 * @param readPpm part of the reads that must complete within {@code readLatencyUs}, 0 to 1,000,000
 *     ppm; 0 judges the disk by its tags alone
 * @param readLatencyUs 0 to 2^32 - 1
 * @param wrotePpm the same for writes
 * @param wroteLatencyUs the same for writes
 * @param minPpm lower bound of vrate: 10,000 ppm (1 %) to 100,000,000 ppm (10000 %)
 * @param maxPpm upper bound of vrate, in the same range and not below {@code minPpm}
 */
public record QosParams(
    int readPpm, long readLatencyUs, int wrotePpm, long wroteLatencyUs, int minPpm, int maxPpm) {
  /** All of something, in ppm. */
  public static final int WHOLE_PPM = 1_000_000;

  /** The slowest that vrate can be set to. */
  public static final int SLOWEST_PPM = WHOLE_PPM / 100;

  /** The fastest that vrate can be set to. */
  public static final int FASTEST_PPM = WHOLE_PPM * 100;

  private static final long LONGEST_US = (1L << 32) - 1;
  private static final long LONGEST_PERIOD_US = 1_000_000;
  private static final long SHORTEST_PERIOD_US = 1_000;
  private static final int LEAST_MULTIPLIER = 2;
  private static final int PPM_OF_A_MULTIPLE = 50_000;

  public QosParams {
    assert readPpm >= 0 && readPpm <= WHOLE_PPM : readPpm;
    assert wrotePpm >= 0 && wrotePpm <= WHOLE_PPM : wrotePpm;
    assert readLatencyUs >= 0 && readLatencyUs <= LONGEST_US : readLatencyUs;
    assert wroteLatencyUs >= 0 && wroteLatencyUs <= LONGEST_US : wroteLatencyUs;
    assert minPpm >= SLOWEST_PPM && minPpm <= maxPpm : minPpm;
    assert maxPpm <= FASTEST_PPM : maxPpm;
  }

  /** The kernel's own: one latency for both directions, no percentile, any vrate. */
  static QosParams builtIn(long latencyUs) {
    return new QosParams(0, latencyUs, 0, latencyUs, SLOWEST_PPM, FASTEST_PPM);
  }

  /** Length of a period in us, 1 ms to 1 s (throttle-and-qos.md 4.3). */
  long periodUs() {
    boolean byReads = readLatencyUs >= wroteLatencyUs;
    int ppm = byReads ? readPpm : wrotePpm;
    long multiplier = ppm == 0 ? 0 : (WHOLE_PPM - ppm) / PPM_OF_A_MULTIPLE;
    long us = Math.max(LEAST_MULTIPLIER, multiplier) * (byReads ? readLatencyUs : wroteLatencyUs);
    return Math.max(SHORTEST_PERIOD_US, Math.min(us, LONGEST_PERIOD_US));
  }
}
