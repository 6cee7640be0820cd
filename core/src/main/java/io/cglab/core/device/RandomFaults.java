package io.cglab.core.device;

import io.cglab.core.api.Op;
import java.util.SplittableRandom;

/** A disk of which some requests fail, by chance from a seed. */
public final class RandomFaults implements Faults {
  private static final int MILLION = 1_000_000;

  private final SplittableRandom random;
  private final int errorPpm;
  private final int timeoutPpm;

  /**
   * Requests fail independently of each other.
   *
   * @param errorPpm how many of a million end in a medium error
   * @param timeoutPpm how many of a million are never answered; the two together at most a million
   */
  public RandomFaults(long seed, int errorPpm, int timeoutPpm) {
    if (errorPpm < 0 || timeoutPpm < 0 || errorPpm > MILLION - timeoutPpm) {
      throw new IllegalArgumentException("parts out of range 0 to a million");
    }
    random = new SplittableRandom(seed);
    this.errorPpm = errorPpm;
    this.timeoutPpm = timeoutPpm;
  }

  @Override
  public Outcome of(Op op, long sector, int sectors, long nowNs) {
    int drawn = random.nextInt(MILLION);
    if (drawn < errorPpm) {
      return Outcome.MEDIUM_ERROR;
    }
    return drawn < errorPpm + timeoutPpm ? Outcome.TIMEOUT : Outcome.DONE;
  }
}
