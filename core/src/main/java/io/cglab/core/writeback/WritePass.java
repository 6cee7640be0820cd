package io.cglab.core.writeback;

import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Submitter;
import io.cglab.core.writeback.PageRuns.Run;
import org.jspecify.annotations.Nullable;

/**
 * One way over the dirty pages of a file, in ascending order, by somebody who submits: a flusher's
 * chunk, or an fsync. Whoever submits may sleep in it and goes on with {@link #run} then.
 */
public final class WritePass {
  /** Blocks are found for so many pages at once. */
  private static final int ALLOCATED_AT_ONCE = 2048;

  private final PageCache cache;
  private final CachedFile file;
  private final Submitter by;
  private final int fallbackBlkg;
  private final int flags;
  private final long end;
  private long cursor;
  private long left;
  private boolean wraps;
  private long wrote;

  WritePass(
      PageCache cache,
      CachedFile file,
      Submitter by,
      int fallbackBlkg,
      int flags,
      long start,
      long end,
      long most,
      boolean wraps) {
    this.cache = cache;
    this.file = file;
    this.by = by;
    this.fallbackBlkg = fallbackBlkg;
    this.flags = flags;
    this.cursor = start;
    this.end = end;
    this.left = most;
    this.wraps = wraps;
    file.passes++;
    file.votes.begin(cache.wbOf(file).owner);
  }

  CachedFile file() {
    return file;
  }

  /** Pages that it has written. */
  long wrote() {
    return wrote;
  }

  /** True if it stopped for having written as much as it should. */
  boolean isCutShort() {
    return left <= 0;
  }

  /** Submits what is dirty; false if the submitter sleeps, who calls it again then. */
  public boolean run(long now) {
    while (left > 0) {
      Run run = nextDirty();
      if (run == null) {
        if (!wraps) {
          break;
        }
        wraps = false;
        cursor = 0;
        continue;
      }
      if (!submit(Math.max(cursor, run.start))) {
        return false;
      }
    }
    finish(now);
    return true;
  }

  /** Ends it where it is, its submitter having been killed: another will write the rest. */
  public void abandon(long now) {
    finish(now);
    cache.endSync(file);
  }

  private @Nullable Run nextDirty() {
    Run run = file.runs.from(cursor);
    while (run != null && run.start < end && run.state != PageState.DIRTY) {
      run = file.runs.from(run.end);
    }
    return run == null || run.start >= end ? null : run;
  }

  private boolean submit(long start) {
    long most = Math.min(Math.min(left, ALLOCATED_AT_ONCE), end - start);
    long length = 0;
    for (Run at = file.runs.at(start);
        at != null && at.state == PageState.DIRTY && length < most;
        at = file.runs.at(start + length)) {
      length = Math.min(most, at.end - start);
    }
    file.backing.allocate(start, length);
    length = Math.min(length, file.backing.mostBioPages());
    length = file.backing.run(start, length);
    PageBio pages = cache.beginWriteback(file, start, start + length);
    cursor = start + length;
    left -= length;
    wrote += length;
    return cache.submit(
        pages, Op.WRITE, cache.payer(file, fallbackBlkg), file.backing.sector(start), flags, by);
  }

  private void finish(long now) {
    file.passes--;
    file.cursor = cursor;
    cache.roundOver(file, now);
  }

  /** The usual flags of what nobody waits for. */
  static int flags(boolean sync, boolean background) {
    return (sync ? BioTable.SYNC : 0) | (background ? BioTable.BACKGROUND : 0);
  }
}
