package io.cglab.core.writeback;

import io.cglab.core.api.Errno;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * A file in memory: its cached pages, and who pays for what is written back of them.
 *
 * <p>It belongs to one {@link Wb} from the first page that is made dirty on, until others have
 * written most of it for a while, or its cgroup is gone.
 */
public final class CachedFile {
  final Backing backing;
  final PageRuns runs = new PageRuns();
  final ForeignVotes votes = new ForeignVotes();

  /** Bios that write pages of it. */
  final LinkedHashSet<PageBio> writing = new LinkedHashSet<>();

  /** Bios that read pages of it. */
  final LinkedHashSet<PageBio> reading = new LinkedHashSet<>();

  @Nullable Wb wb;
  long dirtyPages;
  long writebackPages;

  /** Since when it is dirty. */
  long dirtiedNs;

  /** Where the last chunk ended. */
  long cursor;

  /** How many are going over its dirty pages. */
  int passes;

  boolean isSwitching;

  /** The file is gone: what is still on its way is forgotten when it arrives. */
  boolean isGone;

  /** Bios that failed to read pages of it, ever. */
  long failedReads;

  /** Why pages could not be written, if nobody was told yet. */
  @Nullable Errno writeError;

  CachedFile(Backing backing) {
    this.backing = backing;
  }

  /** Where its pages are on a disk. */
  public Backing backing() {
    return backing;
  }

  /** How many bytes it has now. */
  public long size() {
    return backing.size();
  }

  /** Pages that are dirty, be they under writeback or not. */
  public long dirtyPages() {
    return dirtyPages;
  }

  public long writebackPages() {
    return writebackPages;
  }

  /** How many bios have failed to read pages of it until now. */
  public long failedReads() {
    return failedReads;
  }

  /** Why pages could not be written since somebody asked last; null if all could be. */
  public @Nullable Errno takeWriteError() {
    Errno taken = writeError;
    writeError = null;
    return taken;
  }

  /** True if the page is cached, be it still on its way from the disk. */
  public boolean isCached(long page) {
    return runs.at(page) != null;
  }

  /** True if the page is in memory. */
  public boolean isUpToDate(long page) {
    PageRuns.Run run = runs.at(page);
    return run != null && run.state != PageState.READING;
  }

  /** Pages from {@code page} on that are not cached, up to {@code most}. */
  public long missing(long page, long most) {
    PageRuns.Run run = runs.from(page);
    return run == null ? most : Math.max(0, Math.min(most, run.start - page));
  }

  /** Pages from {@code page} on that are in memory, up to {@code most}. */
  public long upToDate(long page, long most) {
    long at = page;
    while (at < page + most) {
      PageRuns.Run run = runs.at(at);
      if (run == null || run.state == PageState.READING) {
        break;
      }
      at = run.end;
    }
    return Math.min(most, at - page);
  }
}
