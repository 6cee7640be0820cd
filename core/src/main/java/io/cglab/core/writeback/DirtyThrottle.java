package io.cglab.core.writeback;

import io.cglab.core.device.Disk;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Slows those who make pages dirty faster than they are written (throttle-and-qos.md 6.4). Who
 * wrote pages asks after every few; the answer is how long to sleep, and whether to ask again then.
 */
public final class DirtyThrottle {
  /** A dirtier checks after so many pages at first, and below so many pauses are long ones. */
  private static final int USUAL_PAGES = 32;

  /** Where the writeback structure is over its limit. */
  private static final int FEW_PAGES = 8;

  private static final long FOREIGN_EXPIRES_NS = 10_000_000L;

  private final PageCache cache;
  private final DirtyLimits limits;
  private final Consumer<Disk> pauses;

  /** What a task remembers between its checks. */
  public static final class Dirtier {
    private long dirtied;
    private long interval = USUAL_PAGES;

    /** The tick at which its last pause ended, by plan; 0 at first. */
    private long reference;

    private boolean again;

    /** True if the check is to be made once more after the sleep. */
    public boolean asksAgain() {
      return again;
    }

    /** Counts pages that it made dirty. */
    public void count(long pages) {
      dirtied += pages;
    }

    /** How many pages it may make dirty before its next check, at least 1. */
    public long pagesToCheck() {
      return Math.max(1, interval - dirtied);
    }
  }

  DirtyThrottle(PageCache cache, DirtyLimits limits, Consumer<Disk> pauses) {
    this.cache = cache;
    this.limits = limits;
    this.pauses = pauses;
  }

  /** True if the task is to {@link #check} now. */
  public boolean isDue(Dirtier dirtier, CachedFile file, MemoryGroup group) {
    Wb wb = cache.wb(file.backing, group);
    long interval = wb.exceeded ? Math.min(dirtier.interval, FEW_PAGES) : dirtier.interval;
    return dirtier.dirtied >= interval;
  }

  /**
   * Checks.
   *
   * @param group the dirtier's memory cgroup
   * @return for how many ticks it is to sleep; 0 to go on
   */
  public long check(Dirtier dirtier, CachedFile file, MemoryGroup group, long nowNs) {
    dirtier.again = false;
    Wb wb = cache.wb(file.backing, group);
    long tick = cache.tick();
    DirtyDomain machine = limits.machine();
    DirtyDomain own = limits.group(group);
    Flusher flusher = wb.flusher();
    if (cache.dirtyPages() > machine.background() && !flusher.isRunning()) {
      flusher.wake();
    }
    if (machine.isFree() && (own == null || own.isFree())) {
      wb.exceeded = false;
      dirtier.reference = tick;
      dirtier.dirtied = 0;
      dirtier.interval = Math.min(interval(machine), own == null ? Long.MAX_VALUE : interval(own));
      return 0;
    }
    if (!flusher.isRunning()) {
      flusher.wake();
    }
    flushForeign(group, nowNs);
    machine.follow(tick, cache.hz());
    long wbThresh = machine.threshOf(wb.machineShare, nowNs);
    double position = machine.position(wbThresh, wb.pages(), wb.bandwidth());
    boolean exceeded = wb.pages() > wbThresh && machine.dirty() > machine.thresh();
    DirtyDomain binding = machine;
    if (own != null) {
      own.follow(tick, cache.hz());
      long ownThresh = own.threshOf(wb.groupShare, nowNs);
      double ownPosition = own.position(ownThresh, wb.pages(), wb.bandwidth());
      exceeded |= wb.pages() > ownThresh && own.dirty() > own.thresh();
      if (ownPosition < position) {
        position = ownPosition;
        binding = own;
      }
    }
    wb.exceeded = exceeded;
    if (wb.isDue(tick)) {
      wb.update(binding, position, tick);
    }
    return pause(dirtier, wb, position, tick);
  }

  private long pause(Dirtier dirtier, Wb wb, double position, long tick) {
    int hz = cache.hz();
    long rate = (long) (wb.dirtyRate() * position);
    long longest = longestPause(wb, hz);
    long least = leastPause(wb, rate, longest, hz);
    long next = nextInterval;
    long from = tick;
    long pause = longest;
    if (rate > 0) {
      long period = hz * dirtier.dirtied / rate;
      pause = period;
      if (dirtier.reference != 0) {
        pause -= tick - dirtier.reference;
      }
      if (pause < least) {
        if (pause < -hz) {
          dirtier.reference = tick;
          dirtier.dirtied = 0;
        } else if (period > 0) {
          dirtier.reference += period;
          dirtier.dirtied = 0;
        } else if (dirtier.dirtied <= dirtier.interval) {
          dirtier.interval += dirtier.dirtied;
        }
        return 0;
      }
      if (pause > longest) {
        from += Math.min(pause - longest, longest); // the rest is owed
        pause = longest;
      }
    }
    pauses.accept(wb.disk);
    dirtier.reference = from + pause;
    dirtier.dirtied = 0;
    dirtier.interval = Math.max(1, next);
    dirtier.again = rate == 0 && wb.pages() > USUAL_PAGES / 2;
    return pause;
  }

  /** In how many pages a dirtier that is not slowed checks again. */
  private static long interval(DirtyDomain domain) {
    long room = domain.thresh() - domain.dirty();
    return room <= 0 ? 1 : 1L << (log2(room) / 2);
  }

  /** Ticks: an eighth of the time that it takes to write what is there, at most 200 ms. */
  private static long longestPause(Wb wb, int hz) {
    long eighth = Long.highestOneBit(hz / 8) << 1;
    return Math.min(hz / 5, wb.pages() / (1 + wb.bandwidth() / eighth) + 1);
  }

  /** What {@link #leastPause} found beside the pause: the next interval in pages. */
  private long nextInterval;

  private long leastPause(Wb wb, long rate, long longest, int hz) {
    long second = Long.highestOneBit(hz - 1) << 1;
    long base = wb.dirtyRate();
    int faster = log2(wb.bandwidth()) - log2(base);
    long target = Math.max(1, hz / 100);
    if (faster > 0) {
      target += faster * 10L * hz / 1024;
    }
    target = Math.min(target, 1 + longest / 2);
    long pages = base * target / second;
    if (pages < USUAL_PAGES) {
      target = longest;
      pages = base * target / second;
      if (pages > USUAL_PAGES) {
        pages = USUAL_PAGES;
        target = second * USUAL_PAGES / base;
      }
    }
    if (hz * pages / (rate + 1) > longest) {
      target = longest;
      pages = rate * target / second;
    }
    nextInterval = pages;
    return pages >= USUAL_PAGES ? 1 + target / 2 : target;
  }

  private static int log2(long value) {
    return 63 - Long.numberOfLeadingZeros(Math.max(1, value));
  }

  private void flushForeign(MemoryGroup group, long nowNs) {
    long age = cache.settings().expireCentiseconds() * FOREIGN_EXPIRES_NS;
    for (@Nullable Wb wb = group.foreign.take(nowNs - age);
        wb != null;
        wb = group.foreign.take(nowNs - age)) {
      wb.flusher().askAll();
    }
  }
}
