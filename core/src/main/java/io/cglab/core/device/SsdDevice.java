package io.cglab.core.device;

import io.cglab.core.api.Op;
import java.util.Arrays;

/**
 * An SSD at work. Every resource is a clock that says until when its work lasts, so a request costs
 * the pages that it has and nothing per ns.
 *
 * <p><b>Command.</b> It begins {@code commandNs} after the start. The link carries the pages of 4
 * KiB that it touches in the order of the commands: for each page, link = max(link, begin) + 4096 B
 * / rate.
 *
 * <p><b>Read.</b> channel = max(channel, begin) + tR; the page is there at max(channel + 4096 B /
 * rate, link): once it is read and has crossed the link. A page whose channel is behind does not
 * hold the link against those that are ready. The request is complete with its last page.
 *
 * <p><b>Write.</b> A page enters the buffer once it has crossed the link and a place is free, in
 * order; then channel = max(channel, entry) + tP, and its place is free again. The request is
 * complete {@code ackNs} after its last page entered. A flush waits for all programs.
 *
 * <p><b>Discard</b> and its kin: 50 us and 2 us for each 128 KiB begun; the pages are free.
 *
 * <p><b>Collection</b> ({@link SsdPages}): below the mark each program of a page takes the channel
 * for the background programs and the erase that follow, too.
 */
final class SsdDevice implements Device {
  private static final int SECTORS_PER_PAGE = 8;
  private static final int NS_PER_MICROSECOND = 1000;
  private static final int DISCARD_NS = 50_000;
  private static final int DISCARD_STEP_NS = 2_000;
  private static final int DISCARD_STEP_SECTORS = 256;

  private final Ssd ssd;
  private final long pageNs;
  private final long[] channelNs;
  private final SsdPages pages;
  private long linkNs;

  // The buffer: when the program of each page in it ends, as a binary heap with the earliest first.
  private final long[] buffered;
  private int bufferedCount;
  private long enteredNs;
  private long programmedNs;

  SsdDevice(Ssd ssd, long sectors) {
    this.ssd = ssd;
    pageNs = (long) Ssd.PAGE_BYTES * NS_PER_MICROSECOND / ssd.linkMegabytes();
    channelNs = new long[ssd.channels()];
    buffered = new long[(int) (ssd.bufferBytes() / Ssd.PAGE_BYTES)];
    pages = new SsdPages(ssd.collection(), sectors / SECTORS_PER_PAGE, ssd.channels());
  }

  @Override
  public long complete(Op op, long sector, int sectors, long nowNs) {
    long begin = nowNs + ssd.commandNs();
    return switch (op) {
      case READ -> read(sector / SECTORS_PER_PAGE, end(sector, sectors), begin);
      case WRITE -> write(sector / SECTORS_PER_PAGE, end(sector, sectors), begin);
      case FLUSH -> Math.max(begin, programmedNs);
      case DISCARD, SECURE_ERASE, WRITE_ZEROES -> discard(sector, sectors, begin);
    };
  }

  /** The page behind the last one that the sectors touch. */
  private static long end(long sector, int sectors) {
    return (sector + sectors + SECTORS_PER_PAGE - 1) / SECTORS_PER_PAGE;
  }

  private long read(long first, long end, long begin) {
    long done = begin;
    for (long page = first; page < end; page++) {
      int c = (int) (page % channelNs.length);
      channelNs[c] = Math.max(channelNs[c], begin) + ssd.readNs();
      linkNs = Math.max(linkNs, begin) + pageNs;
      done = Math.max(done, Math.max(channelNs[c] + pageNs, linkNs));
    }
    return done;
  }

  private long write(long first, long end, long begin) {
    for (long page = first; page < end; page++) {
      linkNs = Math.max(linkNs, begin) + pageNs;
      enteredNs = Math.max(enteredNs, linkNs);
      while (bufferedCount > 0 && buffered[0] <= enteredNs) {
        removeEarliest();
      }
      if (bufferedCount == buffered.length) {
        enteredNs = buffered[0];
        removeEarliest();
      }
      int c = (int) (page % channelNs.length);
      long programmed = Math.max(channelNs[c], enteredNs) + ssd.programNs();
      channelNs[c] = programmed + pages.program(page, c) * ssd.programNs() + pages.takeEraseNs();
      programmedNs = Math.max(programmedNs, programmed);
      add(programmed);
    }
    return Math.max(enteredNs, begin) + ssd.ackNs();
  }

  private long discard(long sector, int sectors, long begin) {
    // Only pages that lie in the range as a whole are free.
    long first = (sector + SECTORS_PER_PAGE - 1) / SECTORS_PER_PAGE;
    pages.discard(first, (sector + sectors) / SECTORS_PER_PAGE);
    long steps = (sectors + DISCARD_STEP_SECTORS - 1) / DISCARD_STEP_SECTORS;
    return begin + DISCARD_NS + steps * DISCARD_STEP_NS;
  }

  // ---- the heap of the buffer

  private void add(long ns) {
    int at = bufferedCount++;
    while (at > 0 && buffered[(at - 1) >>> 1] > ns) {
      buffered[at] = buffered[(at - 1) >>> 1];
      at = (at - 1) >>> 1;
    }
    buffered[at] = ns;
  }

  private void removeEarliest() {
    long last = buffered[--bufferedCount];
    int at = 0;
    while (2 * at + 1 < bufferedCount) {
      int child = 2 * at + 1;
      if (child + 1 < bufferedCount && buffered[child + 1] < buffered[child]) {
        child++;
      }
      if (last <= buffered[child]) {
        break;
      }
      buffered[at] = buffered[child];
      at = child;
    }
    buffered[at] = last;
  }

  @Override
  public String toString() {
    return ssd + " with its channels busy until " + Arrays.toString(channelNs);
  }
}
