package io.cglab.core.policy.iocost;

/**
 * What I/O costs in virtual time by the linear model (throttle-and-qos.md 4.2): a base for each
 * bio, by whether it is near the end of the one before, and a price for each page of 4 KiB. All
 * coefficients are in units of virtual time, never negative.
 */
record LinearModel(
    long readPage, long readSeq, long readRand, long wrotePage, long wroteSeq, long wroteRand) {
  private static final int SECTOR_TO_PAGE = 3;
  private static final int PAGE_SHIFT = 12;

  /** A bio further away than this many pages from the end of the one before is random. */
  private static final long RANDOM_PAGES = 4096;

  static LinearModel of(CostModel rates) {
    long readPage = page(rates.readBps());
    long wrotePage = page(rates.wroteBps());
    return new LinearModel(
        readPage,
        base(rates.readSeqIops(), readPage),
        base(rates.readRandIops(), readPage),
        wrotePage,
        base(rates.wroteSeqIops(), wrotePage),
        base(rates.wroteRandIops(), wrotePage));
  }

  /** Virtual time of a page at so many bytes a second, unsigned. */
  private static long page(long bps) {
    long partial = bps & ((1 << PAGE_SHIFT) - 1);
    return perSecond((bps >>> PAGE_SHIFT) + (partial == 0 ? 0 : 1));
  }

  private static long base(long iops, long page) {
    return Math.max(0, perSecond(iops) - page);
  }

  /** A second divided by a rate, unsigned, rounded up; 0 for a rate of 0. */
  private static long perSecond(long rate) {
    if (rate == 0) {
      return 0;
    }
    long whole = Long.divideUnsigned(VirtualTime.PER_SECOND, rate);
    return whole * rate == VirtualTime.PER_SECOND ? whole : whole + 1;
  }

  private static long pages(int sectors) {
    return Math.max(1, sectors >> SECTOR_TO_PAGE);
  }

  /** Price of the pages alone: of a merged bio, and the time that a request's size explains. */
  long sizeCost(boolean write, int sectors) {
    return pages(sectors) * (write ? wrotePage : readPage);
  }

  /**
   * Price of a bio.
   *
   * @param cursor sector at which the group's previous bio ended; 0 if there was none, and then the
   *     bio counts as sequential
   */
  long cost(boolean write, long sector, int sectors, long cursor) {
    boolean random = cursor != 0 && Math.abs(sector - cursor) >> SECTOR_TO_PAGE > RANDOM_PAGES;
    long seq = write ? wroteSeq : readSeq;
    long rand = write ? wroteRand : readRand;
    return (random ? rand : seq) + sizeCost(write, sectors);
  }
}
