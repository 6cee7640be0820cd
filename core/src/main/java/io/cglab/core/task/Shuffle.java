package io.cglab.core.task;

import java.util.SplittableRandom;

/**
 * The numbers below a bound, each once, in random order, without a list of them: a Feistel network
 * of four rounds over the next even number of bits is a permutation, and what it maps beyond the
 * bound is mapped again until it is below. Every pass has another order.
 */
final class Shuffle {
  private static final int ROUNDS = 4;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;
  private final long[] keys = new long[ROUNDS];
  private final long bound;
  private final int halfBits;
  private final long mask;
  private long at;

  Shuffle(long bound, SplittableRandom random) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound below 1: " + bound);
    }
    this.bound = bound;
    this.random = random;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(bound - 1);
    halfBits = Math.max(1, (bits + 1) / 2);
    mask = (1L << halfBits) - 1;
    rekey();
  }

  private void rekey() {
    for (int i = 0; i < ROUNDS; i++) {
      keys[i] = random.nextLong();
    }
  }

  /** The next number; a new pass begins after the last. */
  long next() {
    if (at == bound) {
      at = 0;
      rekey();
    }
    long value = at++;
    do {
      value = mapped(value);
    } while (value >= bound);
    return value;
  }

  private long mapped(long value) {
    long left = value >>> halfBits;
    long right = value & mask;
    for (long key : keys) {
      long mixed = (right + key) * GOLDEN;
      mixed = (mixed ^ mixed >>> 32) * GOLDEN;
      long next = left ^ (mixed >>> 40 & mask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }
}
