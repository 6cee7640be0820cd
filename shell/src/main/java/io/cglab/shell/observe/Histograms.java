package io.cglab.shell.observe;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How often something took how long, for each four bins of the axis: sixteen classes to an octave
 * from 1 us to 18 minutes, so that a percentile is right within 3.2 %, and the longest exactly.
 */
public final class Histograms implements TimeAxis.Column {
  /** Bins of the axis that share a histogram. */
  public static final int BINS_PER_ROW = 4;

  /** Classes of a histogram. */
  public static final int CLASSES = 480;

  private static final int SUB_BITS = 4;
  private static final int SUBS = 1 << SUB_BITS;
  private static final int FIRST_EXPONENT = 10;

  private int[] @Nullable [] rows = new int[TimeAxis.BINS / BINS_PER_ROW] @Nullable [];
  private final long[] longest = new long[TimeAxis.BINS / BINS_PER_ROW];
  private final Deque<int[]> spare = new ArrayDeque<>();

  Histograms(TimeAxis axis) {
    axis.add(this);
  }

  void add(int bin, long ns) {
    int at = bin / BINS_PER_ROW;
    int[] row = rows[at];
    if (row == null) {
      row = spare.isEmpty() ? new int[CLASSES] : spare.pop();
      rows[at] = row;
    }
    row[classOf(ns)]++;
    longest[at] = Math.max(longest[at], ns);
  }

  /** The class of a time. */
  static int classOf(long ns) {
    if (ns < 1L << FIRST_EXPONENT) {
      return 0;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(ns);
    int sub = (int) (ns >>> (exponent - SUB_BITS)) & (SUBS - 1);
    return Math.min(CLASSES - 1, (exponent - FIRST_EXPONENT) * SUBS + sub);
  }

  /** The middle of a class, in ns. */
  public static double middleNs(int of) {
    int exponent = of / SUBS + FIRST_EXPONENT - SUB_BITS;
    return (SUBS + of % SUBS + 0.5) * (1L << exponent);
  }

  @Override
  public void halve() {
    int half = rows.length / 2;
    for (int i = 0; i < half; i++) {
      int[] left = rows[2 * i];
      int[] right = rows[2 * i + 1];
      longest[i] = Math.max(longest[2 * i], longest[2 * i + 1]);
      if (left != null && right != null) {
        for (int c = 0; c < CLASSES; c++) {
          left[c] += right[c];
        }
        Arrays.fill(right, 0);
        spare.push(right);
      }
      rows[i] = left != null ? left : right;
    }
    Arrays.fill(rows, half, rows.length, null);
    Arrays.fill(longest, half, longest.length, 0);
  }

  /** The counts of row {@code at}, int[CLASSES]; null where nothing was counted. */
  public int @Nullable [] row(int at) {
    return at < rows.length ? rows[at] : null;
  }

  /** The longest time of row {@code at}, in ns. */
  public long longestNs(int at) {
    return at < rows.length ? longest[at] : 0;
  }

  /**
   * The quantile of rows {@code from} (in) to {@code to} (out), in ns; NaN where nothing was
   * counted. 1 is the longest.
   */
  public double quantileNs(double quantile, int from, int to) {
    long count = 0;
    long most = 0;
    for (int at = from; at < Math.min(to, rows.length); at++) {
      int[] row = rows[at];
      if (row != null) {
        for (int n : row) {
          count += n;
        }
        most = Math.max(most, longest[at]);
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    long rank = (long) Math.ceil(quantile * count);
    if (rank >= count) {
      return most;
    }
    long below = 0;
    for (int c = 0; c < CLASSES; c++) {
      for (int at = from; at < Math.min(to, rows.length); at++) {
        int[] row = rows[at];
        below += row == null ? 0 : row[c];
      }
      if (below >= rank) {
        return Math.min(most, middleNs(c));
      }
    }
    throw new AssertionError("fewer than counted");
  }
}
