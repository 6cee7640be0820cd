package io.cglab.core.sim;

/**
 * The tick counter: J(t) = J0 + floor((t + phase) · HZ), throttle-and-qos.md 0.2.
 *
 * @param hz ticks a second, 1 to 10000
 * @param j0 the counter's value at the beginning of the tick in which the clock starts
 * @param phaseNs how far into that tick the clock starts, in ns
 */
public record Ticks(int hz, long j0, long phaseNs) {
  private static final long SECOND_NS = 1_000_000_000L;

  public Ticks {
    if (hz < 1 || hz > 10_000) {
      throw new IllegalArgumentException("hz out of range 1 to 10000: " + hz);
    }
    if (phaseNs < 0 || phaseNs * hz >= SECOND_NS) {
      throw new IllegalArgumentException("phase is not within a tick: " + phaseNs + " ns");
    }
  }

  /** The tick in which {@code ns} lies. */
  public long at(long ns) {
    long t = ns + phaseNs;
    return j0 + t / SECOND_NS * hz + t % SECOND_NS * hz / SECOND_NS;
  }

  /** The first ns of {@code tick}. */
  public long startNs(long tick) {
    long n = tick - j0;
    return n / hz * SECOND_NS + (n % hz * SECOND_NS + hz - 1) / hz - phaseNs;
  }
}
