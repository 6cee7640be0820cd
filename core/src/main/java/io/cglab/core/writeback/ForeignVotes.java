package io.cglab.core.writeback;

import org.jspecify.annotations.Nullable;

/**
 * Finds out that a file is mostly written by another cgroup than the one that pays for it
 * (throttle-and-qos.md 6.2). A round is one attempt to write the file back.
 */
final class ForeignVotes {
  /** A second. */
  private static final int TIME_ONE = 8192;

  private static final int SLOT = 1024;
  private static final int MOST_SLOTS = 5;
  private static final int HISTORY = 16;
  private static final int ENOUGH = 8;
  private static final int MOST_AVERAGE = 65_535;

  private int history;
  private int average;
  private @Nullable MemoryGroup winner;

  // The round.
  private @Nullable MemoryGroup own;
  private long ownPages;
  private long winnerPages;
  private @Nullable MemoryGroup candidate;
  private long candidatePages;

  /** A round begins; {@code owner} pays for the file. */
  void begin(MemoryGroup owner) {
    own = owner;
    ownPages = 0;
    winnerPages = 0;
    candidate = null;
    candidatePages = 0;
  }

  /** Pages of {@code of} are written. Those of a cgroup that is gone have no vote. */
  void count(MemoryGroup of, long pages) {
    if (of.cgroup.isRemoved()) {
      return;
    }
    if (of == own) {
      ownPages += pages;
      return;
    }
    if (of == winner) {
      winnerPages += pages;
    }
    if (of == candidate) {
      candidatePages += pages;
    } else if (pages <= candidatePages) {
      candidatePages -= pages;
    } else { // page by page, it takes the rest of them to itself
      candidate = of;
      candidatePages = pages - candidatePages;
    }
  }

  /**
   * The round is over.
   *
   * @param bandwidth pages a second
   * @return who is to pay from now on; null for no change
   */
  @Nullable MemoryGroup end(long bandwidth) {
    MemoryGroup most = own;
    long pages = ownPages;
    if (winnerPages > pages) {
      most = winner;
      pages = winnerPages;
    }
    if (candidatePages > pages) {
      most = candidate;
      pages = candidatePages;
    }
    if (pages == 0 || most == null) {
      return null;
    }
    long time = (pages * TIME_ONE + bandwidth - 1) / Math.max(1, bandwidth);
    long next = average == 0 ? time : average + time / 8 - average / 8;
    average = (int) Math.min(MOST_AVERAGE, next);
    winner = most;
    if (time < average / 8) {
      return null;
    }
    int slots = (int) Math.min((time + SLOT - 1) / SLOT, MOST_SLOTS);
    history = history << slots & (1 << HISTORY) - 1;
    if (most != own) {
      history |= (1 << slots) - 1;
    }
    return most != own && Integer.bitCount(history) > ENOUGH ? most : null;
  }

  /** The file has changed hands. */
  void clear() {
    history = 0;
  }

  int history() {
    return history;
  }
}
