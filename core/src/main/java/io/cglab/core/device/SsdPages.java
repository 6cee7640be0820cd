package io.cglab.core.device;

import org.jspecify.annotations.Nullable;

/**
 * Which pages of an SSD hold data, and what collecting garbage costs (schedulers-and-devices.md
 * 5.3).
 *
 * <p>Of P pages in the drive, its capacity and the spare ones, M hold data that counts and f are
 * free; all are free in the beginning. Each program takes a free page. Below the mark the host's
 * program is followed by collection, which gives the page back: WA − 1 background programs, where
 * WA = 1 / (1 − M/P), at most 8, and an erase after every 256 pages programmed on a channel. A
 * discard makes the pages that it names free.
 */
final class SsdPages {
  private static final int MOST_AMPLIFICATION = 8;
  private static final int PAGES_PER_BLOCK = 256;
  private static final int PERCENT = 100;
  private static final int CHUNK_PAGES = 1 << 16;
  private static final int WORD = 64;

  private final boolean collects;
  private final int eraseNs;
  private final long all;
  private final long lowMark;
  private final int[] sinceErase;

  // A bit for each page of the capacity, in chunks that are made when the first page is written.
  private final long[] @Nullable [] mapped;
  private long mappedCount;
  private long free;

  // Background programs that are owed, in units of 1 / (P − M) of a program.
  private long owed;
  private long pendingEraseNs;

  SsdPages(Ssd.@Nullable Collection how, long pages, int channels) {
    collects = how != null;
    eraseNs = how == null ? 0 : how.eraseNs();
    all = how == null ? 0 : pages + Math.max(1, pages * how.sparePercent() / PERCENT);
    lowMark = how == null ? 0 : all * how.lowPercent() / PERCENT;
    sinceErase = new int[how == null ? 0 : channels];
    mapped = new long[how == null ? 0 : (int) (pages / CHUNK_PAGES + 1)][];
    free = all;
  }

  /** The host programs a page; returns the background programs that follow on its channel. */
  long program(long page, int channel) {
    if (!collects) {
      return 0;
    }
    map(page);
    if (--free >= lowMark) {
      return 0;
    }
    if (mappedCount + free < all) { // there is garbage: collecting it gives the page back
      free++;
    }
    long unmapped = all - mappedCount;
    long background = MOST_AMPLIFICATION - 1;
    if (mappedCount < background * unmapped) { // WA - 1 = M / (P - M) is below the bound
      owed += mappedCount;
      background = owed / unmapped;
      owed %= unmapped;
    }
    sinceErase[channel] += (int) background + 1;
    while (sinceErase[channel] >= PAGES_PER_BLOCK) {
      sinceErase[channel] -= PAGES_PER_BLOCK;
      pendingEraseNs += eraseNs;
    }
    return background;
  }

  /** Time of the erases that the last program made due. */
  long takeEraseNs() {
    long ns = pendingEraseNs;
    pendingEraseNs = 0;
    return ns;
  }

  /** Pages that hold data. */
  long mappedCount() {
    return mappedCount;
  }

  /** Pages that are free. */
  long free() {
    return free;
  }

  private void map(long page) {
    int chunk = (int) (page / CHUNK_PAGES);
    long[] bits = mapped[chunk];
    if (bits == null) {
      bits = new long[CHUNK_PAGES / WORD];
      mapped[chunk] = bits;
    }
    int word = (int) (page % CHUNK_PAGES) / WORD;
    long bit = 1L << page;
    if ((bits[word] & bit) == 0) {
      bits[word] |= bit;
      mappedCount++;
    }
  }

  /** The pages from {@code first} to before {@code end} hold nothing any more. */
  void discard(long first, long end) {
    if (!collects) {
      return;
    }
    for (long page = first; page < end; page++) {
      long[] bits = mapped[(int) (page / CHUNK_PAGES)];
      int word = (int) (page % CHUNK_PAGES) / WORD;
      long bit = 1L << page;
      if (bits != null && (bits[word] & bit) != 0) {
        bits[word] &= ~bit;
        mappedCount--;
        free++;
      }
    }
  }
}
