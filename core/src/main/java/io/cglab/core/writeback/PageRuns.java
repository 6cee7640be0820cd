package io.cglab.core.writeback;

import io.cglab.core.cgroup.Cgroup;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cached pages of a file: runs of pages in one state that belong to one cgroup. A look-up or a
 * change costs O(log n) of the runs, and time for each run that it touches.
 */
final class PageRuns {
  /** Pages {@code start} up to {@code end}. */
  static final class Run {
    long start;
    long end;
    PageState state;
    MemoryGroup owner;

    /** The cgroup of who brought it in or made it dirty, in the hierarchy of io. */
    Cgroup writer;

    Run(long start, long end, PageState state, MemoryGroup owner, Cgroup writer) {
      this.start = start;
      this.end = end;
      this.state = state;
      this.owner = owner;
      this.writer = writer;
    }

    private boolean isLike(Run other) {
      return state == other.state && owner == other.owner && writer == other.writer;
    }
  }

  private final TreeMap<Long, Run> byStart = new TreeMap<>();

  /** True if no page is cached. */
  boolean isEmpty() {
    return byStart.isEmpty();
  }

  /** How many runs there are. */
  int size() {
    return byStart.size();
  }

  /** The run that the page is in; null if it is not cached. */
  @Nullable Run at(long page) {
    Map.Entry<Long, Run> entry = byStart.floorEntry(page);
    return entry == null || entry.getValue().end <= page ? null : entry.getValue();
  }

  /** The run that the page is in, or the first one behind it; null for none. */
  @Nullable Run from(long page) {
    Run here = at(page);
    if (here != null) {
      return here;
    }
    Map.Entry<Long, Run> entry = byStart.higherEntry(page);
    return entry == null ? null : entry.getValue();
  }

  /** Puts pages where none are cached. */
  void put(long start, long end, PageState state, MemoryGroup owner, Cgroup writer) {
    assert isFree(start, end) : "cached already: " + start;
    Run run = new Run(start, end, state, owner, writer);
    byStart.put(start, run);
    join(run);
  }

  private boolean isFree(long start, long end) {
    Run next = from(start);
    return next == null || next.start >= end;
  }

  /** Changes pages that are all within {@code run}. */
  void change(Run run, long start, long end, PageState state) {
    change(run, start, end, state, run.writer);
  }

  /** As {@link #change(Run, long, long, PageState)}, and they are another's. */
  void change(Run run, long start, long end, PageState state, Cgroup writer) {
    Run part = cut(run, start, end);
    part.writer = writer;
    part.state = state;
    join(part);
  }

  /** Takes pages out that are all within {@code run}. */
  void remove(Run run, long start, long end) {
    byStart.remove(cut(run, start, end).start);
  }

  private Run cut(Run run, long start, long end) {
    assert run.start <= start && end <= run.end && start < end : "not within the run: " + start;
    if (end < run.end) {
      byStart.put(end, new Run(end, run.end, run.state, run.owner, run.writer));
      run.end = end;
    }
    if (start == run.start) {
      return run;
    }
    Run part = new Run(start, end, run.state, run.owner, run.writer);
    run.end = start;
    byStart.put(start, part);
    return part;
  }

  private void join(Run run) {
    Run last = run;
    Map.Entry<Long, Run> before = byStart.lowerEntry(run.start);
    if (before != null && before.getValue().end == run.start && before.getValue().isLike(run)) {
      byStart.remove(run.start);
      last = before.getValue();
      last.end = run.end;
    }
    Map.Entry<Long, Run> behind = byStart.higherEntry(last.start);
    if (behind != null && behind.getValue().start == last.end && behind.getValue().isLike(last)) {
      byStart.remove(behind.getKey());
      last.end = behind.getValue().end;
    }
  }
}
