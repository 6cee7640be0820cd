package io.cglab.core;

import java.util.SplittableRandom;

/** Runs a test under many seeds: fresh ones, or the one of {@code -Dseed=N}. */
public final class Seeds {
  private Seeds() {}

  /** What is tested. */
  @FunctionalInterface
  public interface Body {
    void run(long seed) throws Exception;
  }

  /** Runs {@code body} under {@code count} seeds; a failure names its seed and how to replay it. */
  public static void forEach(int count, Body body) {
    String one = System.getProperty("seed");
    SplittableRandom fresh = new SplittableRandom();
    for (int i = 0; i < (one == null ? count : 1); i++) {
      long seed = one == null ? fresh.nextInt(Integer.MAX_VALUE) : Long.parseLong(one);
      try {
        body.run(seed);
      } catch (Exception | AssertionError failure) {
        throw new AssertionError("seed " + seed + ", replay with -Dseed=" + seed, failure);
      }
    }
  }
}
