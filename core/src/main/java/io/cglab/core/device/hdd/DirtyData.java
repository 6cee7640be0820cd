package io.cglab.core.device.hdd;

import java.util.Arrays;

/**
 * What is in the write cache and not on the platters (schedulers-and-devices.md 5.2): a range for
 * each command, by sector. Ranges that touch each other are written as one, and free what they hold
 * together when that is done.
 *
 * <p>A write over cached sectors replaces what it covers, and one within a cached range takes no
 * room of its own.
 */
final class DirtyData {
  /** The longest write to the platters: 1 MiB. */
  static final int MOST_SECTORS = 2048;

  private static final int NONE = -1;
  private static final int FIRST_CAPACITY = 64;
  private static final int SECTOR_SHIFT = 9;

  private final Hdd.Cache rules;

  // The ranges by their first sector; those being written are not among them.
  private long[] start = new long[FIRST_CAPACITY];
  private long[] end = new long[FIRST_CAPACITY];
  private long[] mark = new long[FIRST_CAPACITY];
  private int count;

  private long sectors;
  private int commands;
  private long nextMark;

  // What is being written.
  private long writingFrom;
  private long writingSectors;
  private long writtenSectors;
  private int writingCommands;
  private long writingMark = Long.MAX_VALUE;

  DirtyData(Hdd.Cache rules) {
    this.rules = rules;
  }

  /** True if a write is acknowledged before it is on the platters. */
  boolean hasRoom() {
    return sectors << SECTOR_SHIFT <= rules.bytes() && commands < rules.commands();
  }

  /** How full it is: 1 where it takes no more. */
  double fill() {
    return Math.max(
        (double) (sectors << SECTOR_SHIFT) / rules.bytes(), (double) commands / rules.commands());
  }

  /** True if there is nothing that could be written. */
  boolean isClean() {
    return count == 0;
  }

  /** Bytes that are not on the platters. */
  long bytes() {
    return sectors << SECTOR_SHIFT;
  }

  /** Commands that hold them. */
  int commands() {
    return commands;
  }

  /** All that was added before is older than this. */
  long nextMark() {
    return nextMark;
  }

  /** True if something from before the mark is not on the platters. */
  boolean hasBefore(long limit) {
    if (writingMark < limit) {
      return true;
    }
    for (int i = 0; i < count; i++) {
      if (mark[i] < limit) {
        return true;
      }
    }
    return false;
  }

  void add(long from, long to) {
    if (isWithin(from, to)) {
      return;
    }
    // a flush that waits for what this replaces waits on
    insert(from, to, Math.min(nextMark++, drop(from, to)));
    commands++;
    sectors += to - from;
  }

  private void insert(long from, long to, long age) {
    int at = indexOf(from);
    if (count == start.length) {
      start = Arrays.copyOf(start, count * 2);
      end = Arrays.copyOf(end, count * 2);
      mark = Arrays.copyOf(mark, count * 2);
    }
    System.arraycopy(start, at, start, at + 1, count - at);
    System.arraycopy(end, at, end, at + 1, count - at);
    System.arraycopy(mark, at, mark, at + 1, count - at);
    start[at] = from;
    end[at] = to;
    mark[at] = age;
    count++;
  }

  /** True if all of the range is in one that is cached. */
  boolean isWithin(long from, long to) {
    int at = indexOf(from);
    return (at < count && start[at] == from && end[at] >= to) || (at > 0 && end[at - 1] >= to);
  }

  /**
   * Forgets the ranges that lie in this one as a whole; returns the oldest mark of them, or {@link
   * Long#MAX_VALUE}.
   */
  long drop(long from, long to) {
    long oldest = Long.MAX_VALUE;
    int first = indexOf(from);
    int kept = first;
    int at = first;
    for (; at < count && start[at] < to; at++) {
      if (end[at] <= to) {
        oldest = Math.min(oldest, mark[at]);
        commands--;
        sectors -= end[at] - start[at];
      } else {
        move(at, kept++);
      }
    }
    if (kept < at) {
      remove(kept, at);
    }
    return oldest;
  }

  private void move(int from, int to) {
    start[to] = start[from];
    end[to] = end[from];
    mark[to] = mark[from];
  }

  private void remove(int from, int to) {
    System.arraycopy(start, to, start, from, count - to);
    System.arraycopy(end, to, end, from, count - to);
    System.arraycopy(mark, to, mark, from, count - to);
    count -= to - from;
  }

  /** The first range that does not begin before the sector. */
  private int indexOf(long sector) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (start[middle] < sector) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // ---- writing it

  /** Takes out the run of ranges that is reached first; there is one, and none is being written. */
  void beginWriting(Mechanism mechanism, long nowNs) {
    int chosen = NONE;
    double least = Double.MAX_VALUE;
    long runEnd = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      if (start[i] > runEnd) {
        double ns = mechanism.positioningNs(start[i], true, nowNs);
        if (ns < least) {
          least = ns;
          chosen = i;
        }
      }
      runEnd = Math.max(runEnd, end[i]);
    }
    take(chosen);
  }

  private void take(int first) {
    writingFrom = start[first];
    long limit = writingFrom + MOST_SECTORS;
    long to = writingFrom;
    int last = first;
    for (; last < count && start[last] <= to && end[last] <= limit; last++) {
      to = Math.max(to, end[last]);
      writingSectors += end[last] - start[last];
      writingMark = Math.min(writingMark, mark[last]);
      writingCommands++;
    }
    if (last == first) { // longer than a write may be: its rest stays, and so does its command
      long rest = end[first];
      writingSectors = MOST_SECTORS;
      writingMark = mark[first];
      to = limit;
      remove(first, first + 1);
      insert(limit, rest, writingMark);
    } else {
      remove(first, last);
    }
    writtenSectors = to - writingFrom;
  }

  long writingFrom() {
    return writingFrom;
  }

  /** The length of what is being written; shorter than what is freed where ranges overlap. */
  long writtenSectors() {
    return writtenSectors;
  }

  /** What was being written is on the platters. */
  void endWriting() {
    sectors -= writingSectors;
    commands -= writingCommands;
    writingSectors = 0;
    writingCommands = 0;
    writingMark = Long.MAX_VALUE;
  }
}
