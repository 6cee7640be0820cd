package io.cglab.core.block;

import java.util.Arrays;

/** The links of one order of requests by sector, by their rows: what {@link SectorTree} needs. */
final class SectorLinks {
  int[] left;
  int[] right;
  int[] before;
  int[] behind;

  SectorLinks(int capacity) {
    left = new int[capacity];
    right = new int[capacity];
    before = new int[capacity];
    behind = new int[capacity];
  }

  void grow(int capacity) {
    left = Arrays.copyOf(left, capacity);
    right = Arrays.copyOf(right, capacity);
    before = Arrays.copyOf(before, capacity);
    behind = Arrays.copyOf(behind, capacity);
  }
}
