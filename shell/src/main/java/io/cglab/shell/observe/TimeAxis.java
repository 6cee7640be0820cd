package io.cglab.shell.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * Bins of equal width over virtual time, which many columns share: at most {@link #BINS}. When time
 * runs beyond the last one, neighbours become one and the width doubles, so that a run of any
 * length takes the same memory.
 */
public final class TimeAxis {
  /** How many bins there are at most. */
  public static final int BINS = 1024;

  static final long FIRST_WIDTH_NS = 1_000_000;

  private final long startNs;
  private final List<Column> columns = new ArrayList<>();
  private long widthNs = FIRST_WIDTH_NS;

  // The bin that events fall into now, so that most of them need no division.
  private int current;
  private long currentEndNs;

  /** A number for each bin, or what else there is of one. */
  interface Column {
    /** Bins 2i and 2i + 1 become bin i, for all i below BINS / 2; those behind are empty. */
    void halve();
  }

  TimeAxis(long startNs) {
    this.startNs = startNs;
    this.currentEndNs = startNs + widthNs;
  }

  void add(Column column) {
    columns.add(column);
  }

  /** The bin of a time that is not before the last one asked for; makes room for it. */
  int reach(long nowNs) {
    if (nowNs >= currentEndNs) {
      while (nowNs - startNs >= widthNs * BINS) {
        columns.forEach(Column::halve);
        widthNs *= 2;
      }
      current = (int) ((nowNs - startNs) / widthNs);
      currentEndNs = startNs + (current + 1L) * widthNs;
    }
    return current;
  }

  /** The bin of a time that was reached. */
  int bin(long ns) {
    return ns >= currentEndNs - widthNs ? current : (int) ((ns - startNs) / widthNs);
  }

  /** The last bin that was reached. */
  int last() {
    return current;
  }

  /** Where the first bin begins. */
  public long startNs() {
    return startNs;
  }

  /** Width of each bin in ns. */
  public long widthNs() {
    return widthNs;
  }

  /** Where a bin begins. */
  public long startNs(int bin) {
    return startNs + bin * widthNs;
  }
}
