package io.cglab.core.file;

import java.util.Map;
import java.util.TreeMap;

/** The blocks of a file system that nobody has, as extents that do not touch one another. */
final class FreeSpace {
  /** Length by first block. */
  private final TreeMap<Long, Long> extents = new TreeMap<>();

  private long blocks;
  private long takenStart;

  /** Blocks {@code first} up to {@code first + count} are free. */
  FreeSpace(long first, long count) {
    give(first, count);
  }

  /** Free blocks. */
  long blocks() {
    return blocks;
  }

  /**
   * Takes up to {@code most} adjacent blocks: from {@code goal} on if it is free, else from the
   * next free one behind it, or the first of all. {@link #takenStart} says where they are.
   *
   * @return how many; 0 if none is free
   */
  long take(long goal, long most) {
    Map.Entry<Long, Long> entry = extents.floorEntry(goal);
    if (entry == null || entry.getKey() + entry.getValue() <= goal) {
      entry = extents.ceilingEntry(goal);
    }
    if (entry == null) {
      entry = extents.firstEntry();
    }
    if (entry == null) {
      return 0;
    }
    long start = entry.getKey();
    long end = start + entry.getValue();
    takenStart = goal > start && goal < end ? goal : start;
    long taken = Math.min(most, end - takenStart);
    extents.remove(start);
    keep(start, takenStart);
    keep(takenStart + taken, end);
    blocks -= taken;
    return taken;
  }

  private void keep(long from, long to) {
    if (to > from) {
      extents.put(from, to - from);
    }
  }

  /** The first of the blocks that were taken last. */
  long takenStart() {
    return takenStart;
  }

  /** Frees blocks that somebody had. */
  void give(long first, long count) {
    if (count == 0) {
      return;
    }
    long from = first;
    long to = first + count;
    Map.Entry<Long, Long> before = extents.floorEntry(first);
    if (before != null) {
      long end = before.getKey() + before.getValue();
      assert end <= first : "freed twice: block " + first;
      from = end == first ? before.getKey() : first;
    }
    Map.Entry<Long, Long> behind = extents.ceilingEntry(first);
    if (behind != null) {
      assert behind.getKey() >= to : "freed twice: block " + behind.getKey();
      if (behind.getKey() == to) {
        to += behind.getValue();
        extents.remove(behind.getKey());
      }
    }
    extents.put(from, to - from);
    blocks += count;
  }
}
