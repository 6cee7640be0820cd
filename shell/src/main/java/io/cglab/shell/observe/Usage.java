package io.cglab.shell.observe;

import java.util.Arrays;

/** What each record did in the last second: rings of ten tenths, by row. */
final class Usage {
  static final long WINDOW_NS = 1_000_000_000;
  private static final int SLOTS = 10;
  private static final long SLOT_NS = WINDOW_NS / SLOTS;

  private long[] bytes = new long[0];
  private long[] ios = new long[0];
  private long[] epoch = new long[0];

  void add(int row, long size, long nowNs) {
    if ((row + 1) * SLOTS > bytes.length) {
      int length = Math.max((row + 1) * SLOTS, bytes.length * 2);
      bytes = Arrays.copyOf(bytes, length);
      ios = Arrays.copyOf(ios, length);
      epoch = Arrays.copyOf(epoch, length);
    }
    long tenth = nowNs / SLOT_NS;
    int at = row * SLOTS + (int) (tenth % SLOTS);
    if (epoch[at] != tenth) {
      epoch[at] = tenth;
      bytes[at] = 0;
      ios[at] = 0;
    }
    bytes[at] += size;
    ios[at]++;
  }

  /** Bytes of the present tenth and the nine before it. */
  long bytes(int row, long nowNs) {
    return sum(bytes, row, nowNs);
  }

  long ios(int row, long nowNs) {
    return sum(ios, row, nowNs);
  }

  private long sum(long[] column, int row, long nowNs) {
    long sum = 0;
    if ((row + 1) * SLOTS <= column.length) {
      long tenth = nowNs / SLOT_NS;
      for (int at = row * SLOTS; at < (row + 1) * SLOTS; at++) {
        sum += epoch[at] > tenth - SLOTS ? column[at] : 0;
      }
    }
    return sum;
  }
}
