package io.cglab.core.task;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sizes of I/Os and how often each is chosen.
 *
 * @param bytes sizes, each a positive multiple of 512
 * @param percents how often each is chosen, at least 0, 100 in all
 */
public record Blocks(int[] bytes, int[] percents) {
  private static final int SECTOR = 512;
  private static final int ALL = 100;

  public Blocks {
    if (bytes.length == 0 || bytes.length != percents.length) {
      throw new IllegalArgumentException("as many sizes as percentages, and at least one");
    }
    for (int size : bytes) {
      if (size <= 0 || size % SECTOR != 0) {
        throw new IllegalArgumentException("block size is no multiple of 512: " + size);
      }
    }
    if (Arrays.stream(percents).sum() != ALL) {
      throw new IllegalArgumentException("percentages are not 100 in all");
    }
    bytes = bytes.clone();
    percents = percents.clone();
  }

  /** Always the same size. */
  public static Blocks of(int bytes) {
    return new Blocks(new int[] {bytes}, new int[] {ALL});
  }

  public int smallest() {
    return Arrays.stream(bytes).min().orElseThrow();
  }

  public int largest() {
    return Arrays.stream(bytes).max().orElseThrow();
  }

  int choose(SplittableRandom random) {
    if (bytes.length == 1) {
      return bytes[0];
    }
    int draw = random.nextInt(ALL);
    int i = 0;
    while (draw >= percents[i]) {
      draw -= percents[i++];
    }
    return bytes[i];
  }
}
