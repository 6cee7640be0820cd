package io.cglab.core.writeback;

import io.cglab.core.cgroup.Cgroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page cache keeps of a memory cgroup: how many pages it has, its flusher on each disk,
 * and in what order its pages may be reclaimed.
 */
public final class MemoryGroup {
  /** What is counted of a cgroup and all below it. */
  enum Count {
    FILE,
    /** Dirty and not under writeback. */
    DIRTY,
    WRITEBACK
  }

  /** Pages of one file that came together. */
  record Batch(CachedFile file, long start, long end) {}

  private static final int COUNTS = Count.values().length;

  final Cgroup cgroup;
  final @Nullable MemoryGroup parent;

  /** Its limits on dirty pages; a root has none of its own. */
  final DirtyDomain domain = new DirtyDomain();

  /** Batches in the order of coming; the first is reclaimed first. */
  private final ArrayDeque<Batch> inactive = new ArrayDeque<>();

  private final long[] counts = new long[COUNTS];

  /** The counts at the last time that they were collected from all CPUs. */
  private final long[] collected = new long[COUNTS];

  private long collection;

  /** Of its own cached pages, not of those below: how many are neither dirty nor on their way. */
  long ownClean;

  /** All of its own cached pages, and the pages that the kernel needs for them. */
  long ownFile;

  long ownKernel;

  /** By index of the disk; null where nothing of it is written. */
  private final List<@Nullable Wb> wbs = new ArrayList<>();

  final ForeignWbs foreign = new ForeignWbs();

  MemoryGroup(Cgroup cgroup, @Nullable MemoryGroup parent) {
    this.cgroup = cgroup;
    this.parent = parent;
  }

  boolean isRoot() {
    return parent == null;
  }

  // ---- counts

  /**
   * Counts pages here and in all above.
   *
   * @param collections how often counts were collected until now
   */
  void count(Count what, long by, long collections) {
    for (MemoryGroup at = this; at != null; at = at.parent) {
      at.keepCollected(collections);
      at.counts[what.ordinal()] += by;
      assert at.counts[what.ordinal()] >= 0 : at + " " + what;
    }
  }

  /** Pages here and below, now. */
  long pages(Count what) {
    return counts[what.ordinal()];
  }

  /** The same as it was when counts were last collected. */
  long collectedPages(Count what, long collections) {
    keepCollected(collections);
    return collected[what.ordinal()];
  }

  /** Counts are collected now, as when somebody reads them. */
  void collect() {
    System.arraycopy(counts, 0, collected, 0, COUNTS);
  }

  private void keepCollected(long collections) {
    if (collection < collections) { // unchanged since then, or this would have been done before
      collect();
      collection = collections;
    }
  }

  // ---- flushers

  @Nullable Wb wb(int disk) {
    return disk < wbs.size() ? wbs.get(disk) : null;
  }

  void setWb(int disk, Wb wb) {
    while (wbs.size() <= disk) {
      wbs.add(null);
    }
    wbs.set(disk, wb);
  }

  List<@Nullable Wb> wbs() {
    return wbs;
  }

  // ---- the order of reclaim

  /** Adds pages that were just cached. */
  void came(CachedFile file, long start, long end) {
    Batch last = inactive.peekLast();
    if (last != null && last.file() == file && last.end() == start) {
      inactive.pollLast();
      inactive.addLast(new Batch(file, last.start(), end));
    } else {
      inactive.addLast(new Batch(file, start, end));
    }
  }

  /** Takes the batch that is to be reclaimed first; null for none. */
  @Nullable Batch oldest() {
    return inactive.pollFirst();
  }

  /** Puts back the rest of a batch that may be reclaimed next. */
  void keepFirst(Batch rest) {
    inactive.addFirst(rest);
  }

  int batches() {
    return inactive.size();
  }

  @Override
  public String toString() {
    return cgroup.toString();
  }
}
