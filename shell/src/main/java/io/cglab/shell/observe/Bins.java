package io.cglab.shell.observe;

/** How columns grow. */
final class Bins {
  private Bins() {}

  /** The length of a column that has a bin {@code bin}: a power of two. */
  static int capacity(int bin) {
    return Integer.highestOneBit(Math.max(1, bin)) * 2;
  }
}
