package io.cglab.core.task;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sizes of I/Os and how often each is chosen.
 *
 * @param bytes sizes, each a positive multiple of 512
 * @param percents how often each is chosen, at least 0, 100 in all
 */
public record Blocks(List<Integer> bytes, List<Integer> percents) {
  private static final int SECTOR = 512;
  private static final int ALL = 100;

  public Blocks {
    bytes = List.copyOf(bytes);
    percents = List.copyOf(percents);
    if (bytes.isEmpty() || bytes.size() != percents.size()) {
      throw new IllegalArgumentException("as many sizes as percentages, and at least one");
    }
    for (int size : bytes) {
      if (size <= 0 || size % SECTOR != 0) {
        throw new IllegalArgumentException("block size is no multiple of 512: " + size);
      }
    }
    if (percents.stream().mapToInt(Integer::intValue).sum() != ALL) {
      throw new IllegalArgumentException("percentages are not 100 in all");
    }
  }

  /** Always the same size. */
  public static Blocks of(int bytes) {
    return new Blocks(List.of(bytes), List.of(ALL));
  }

  public int smallest() {
    return Collections.min(bytes);
  }

  public int largest() {
    return Collections.max(bytes);
  }

  int choose(SplittableRandom random) {
    if (bytes.size() == 1) {
      return bytes.get(0);
    }
    int draw = random.nextInt(ALL);
    int i = 0;
    while (draw >= percents.get(i)) {
      draw -= percents.get(i++);
    }
    return bytes.get(i);
  }
}
