package io.cglab.core.policy.wbt;

import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.RequestTable;
import io.cglab.core.block.RqQos;
import io.cglab.core.block.Submitter;
import io.cglab.core.block.SubmitterQueue;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.trace.Trace;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * Writeback throttling on one disk (throttle-and-qos.md 8).
 *
 * <p>Buffered writes, swap-out and discards each have a count of bios in flight and a FIFO of those
 * who wait for it to fall below their limit. Windows of 100 ms, shorter while writes are slowed
 * down, judge reads: slow ones take a step that halves the limits, fine ones or none give a step
 * back. Windows follow each other while writes are in flight or the step is not 0.
 */
final class WbtPolicy implements RqQos {
  private static final long MS = 1_000_000;
  private static final long ROTATIONAL_NS = 75 * MS;
  private static final long USUAL_NS = 2 * MS;
  private static final long WINDOW_NS = 100 * MS;
  private static final long PAUSE_COUNTS_NS = 1000 * MS;
  private static final long OTHER_COUNTS_NS = 100 * MS;
  private static final long NEVER = Long.MIN_VALUE / 2;
  private static final long SECOND_NS = 1000 * MS;
  private static final int FEWEST_WRITES = 3;
  private static final int UNKNOWN_WINDOWS = 5;
  private static final int FOR_WAITERS = BioTable.SYNC | BioTable.META | BioTable.SWAP;

  // What is counted apart.
  private static final int NOTHING = -1;
  private static final int WRITES = 0;
  private static final int SWAP = 1;
  private static final int DISCARDS = 2;
  private static final int KINDS = 3;

  private final BlockLayer block;
  private final BioTable bios;
  private final RequestTable requests;
  private final TimerWheel wheel;
  private final Ticks ticks;
  private final Disk disk;
  private final int timer;
  private final Predicate<Disk> yields;
  private final Predicate<Disk> writeCache;
  private Trace trace = Trace.NONE;

  private long latencyNs;
  private boolean chosen;

  private int queueDepth;
  private int step;
  private WbtDepth limits;
  private final int[] inFlight = new int[KINDS];
  private final SubmitterQueue[] waiters = new SubmitterQueue[KINDS];
  private long otherNs = NEVER;
  private long pausedNs = NEVER;

  // The present window.
  private long reads;
  private long fastestReadNs;
  private long writes;
  private int unknownWindows;

  /** Reads that the device has. */
  private final BitSet readsInDevice = new BitSet();

  WbtPolicy(
      BlockLayer block,
      TimerWheel wheel,
      Ticks ticks,
      Disk disk,
      int timer,
      Predicate<Disk> yields,
      Predicate<Disk> writeCache) {
    this.block = block;
    this.bios = block.bios();
    this.requests = block.requests();
    this.wheel = wheel;
    this.ticks = ticks;
    this.disk = disk;
    this.timer = timer;
    this.yields = yields;
    this.writeCache = writeCache;
    for (int i = 0; i < KINDS; i++) {
      waiters[i] = new SubmitterQueue();
    }
    latencyNs = usualLatencyNs();
    queueDepth = block.tags(disk);
    limits = WbtDepth.of(queueDepth, step);
  }

  void setTrace(Trace newTrace) {
    trace = newTrace;
  }

  private long usualLatencyNs() {
    return disk.isRotational() ? ROTATIONAL_NS : USUAL_NS;
  }

  /** What reads may take; 0 while it is off. */
  long latencyNs() {
    return isOn() ? latencyNs : 0;
  }

  /** Sets what reads may take: 0 for off, −1 for the default. */
  void setLatencyNs(long ns) {
    chosen = true;
    latencyNs = ns < 0 ? usualLatencyNs() : ns;
  }

  private boolean isOn() {
    return latencyNs > 0 && (chosen || !yields.test(disk));
  }

  void dirtyPaused(long nowNs) {
    pausedNs = nowNs;
  }

  private boolean isRecentlyPaused(long nowNs) {
    return nowNs - pausedNs < PAUSE_COUNTS_NS;
  }

  @Override
  public void depthChanged(int newDepth) {
    queueDepth = newDepth;
    limits = WbtDepth.of(queueDepth, step);
  }

  // ---- submission

  private int kind(int bio) {
    if (bios.op(bio) == Op.DISCARD) {
      return DISCARDS;
    }
    boolean direct = bios.has(bio, BioTable.SYNC) && bios.has(bio, BioTable.IDLE);
    boolean write = bios.op(bio) == Op.WRITE || bios.op(bio) == Op.FLUSH;
    if (!write || direct) {
      return NOTHING;
    }
    return bios.has(bio, BioTable.SWAP) ? SWAP : WRITES;
  }

  private int limit(int bio, long nowNs) {
    if (bios.op(bio) == Op.DISCARD) {
      return limits.background();
    }
    if (bios.has(bio, FOR_WAITERS) || isRecentlyPaused(nowNs)) {
      return limits.depth();
    }
    boolean behindOthers = nowNs - otherNs < OTHER_COUNTS_NS;
    return bios.has(bio, BioTable.BACKGROUND) || behindOthers
        ? limits.background()
        : limits.normal();
  }

  @Override
  public boolean throttle(int bio, Submitter by, long nowNs) {
    if (!isOn()) {
      return true;
    }
    int kind = kind(bio);
    if (kind == NOTHING) {
      otherNs = nowNs;
      return true;
    }
    if (!wheel.isPending(timer)) {
      beginWindow(nowNs);
    }
    int limit = limit(bio, nowNs);
    if (!waiters[kind].isEmpty() || inFlight[kind] >= limit) {
      waiters[kind].add(by);
      trace.policyWait(nowNs, bio, Trace.Policy.WBT, bios.blkg(bio), limit);
      return false;
    }
    track(bio, kind);
    return true;
  }

  private void track(int bio, int kind) {
    bios.mark(bio, BioTable.WBT_TRACKED);
    inFlight[kind]++;
  }

  /** Wakes those who fit, in order. */
  private void wakeWaiters(int kind, long nowNs) {
    SubmitterQueue queue = waiters[kind];
    for (Submitter first = queue.first(); first != null; first = queue.first()) {
      int bio = first.waitingBio();
      if (isOn() && inFlight[kind] >= limit(bio, nowNs)) {
        return;
      }
      queue.poll();
      track(bio, kind);
      block.wake(first, nowNs);
    }
  }

  // ---- completion

  @Override
  public void issued(int request, long nowNs) {
    if (requests.op(request) == Op.READ) {
      readsInDevice.set(request);
    }
  }

  @Override
  public void bioDone(int bio, long nowNs) {
    int kind = kind(bio);
    if (kind == NOTHING) {
      otherNs = nowNs;
    }
    if (!bios.has(bio, BioTable.WBT_TRACKED)) { // it was merged, or it was off
      return;
    }
    bios.unmark(bio, BioTable.WBT_TRACKED);
    int left = --inFlight[kind];
    if (!waiters[kind].isEmpty() && (left == 0 || !isOn() || isWorthWaking(kind, left, nowNs))) {
      wakeWaiters(kind, nowNs);
    }
  }

  /**
   * Waiters are woken several at once; where a write cache swallows bursts, when all is written.
   */
  private boolean isWorthWaking(int kind, int left, long nowNs) {
    if (kind != DISCARDS && writeCache.test(disk) && !isRecentlyPaused(nowNs)) {
      return false;
    }
    int room = (kind == DISCARDS ? limits.background() : limits.normal()) - left;
    return room > 0 && room >= limits.background() / 2;
  }

  @Override
  public void done(int request, long nowNs) {
    if (requests.op(request) != Op.READ) {
      writes++;
      return;
    }
    readsInDevice.clear(request);
    long ns = nowNs - requests.driverNs(request);
    fastestReadNs = reads == 0 ? ns : Math.min(fastestReadNs, ns);
    reads++;
  }

  // ---- windows

  /** Length of a window in ns: shorter the further writes are slowed down. */
  static long windowNs(int step) {
    return step > 0 ? (long) (WINDOW_NS / Math.sqrt(step + 1.0)) : WINDOW_NS;
  }

  private void beginWindow(long nowNs) {
    reads = 0;
    writes = 0;
    long length = (windowNs(step) * ticks.hz() + SECOND_NS - 1) / SECOND_NS;
    wheel.arm(timer, ticks.at(nowNs) + length);
  }

  private long oldestReadNs(long nowNs) {
    long oldest = 0;
    for (int r = readsInDevice.nextSetBit(0); r >= 0; r = readsInDevice.nextSetBit(r + 1)) {
      oldest = Math.max(oldest, nowNs - requests.driverNs(r));
    }
    return oldest;
  }

  /** Judges the window and begins the next one, if there is something to judge. */
  void windowOver(long nowNs) {
    int before = step;
    int moving = inFlight[WRITES] + inFlight[SWAP] + inFlight[DISCARDS];
    if (isOn()) {
      judge(moving, nowNs);
    } else {
      step = 0;
    }
    if (step != before) {
      limits = WbtDepth.of(queueDepth, step);
      trace.wbtStep(nowNs, disk.index(), step, limits.depth());
      for (int kind = 0; kind < KINDS; kind++) {
        wakeWaiters(kind, nowNs);
      }
    }
    if (step != 0 || moving > 0) {
      beginWindow(nowNs);
    }
  }

  private void judge(int moving, long nowNs) {
    long oldest = oldestReadNs(nowNs);
    boolean enough = reads > 0 && writes >= FEWEST_WRITES;
    boolean late = oldest > windowNs(step) || oldest > latencyNs && reads == 0;
    if (late || enough && fastestReadNs > latencyNs) {
      unknownWindows = 0;
      if (step < 0) {
        step = 0;
      } else if (limits.depth() > 1) {
        step++;
      }
    } else if (enough || writes > 0 || moving > 0) {
      unknownWindows = 0;
      if (!limits.isMost()) {
        step--;
      }
    } else if (++unknownWindows >= UNKNOWN_WINDOWS) {
      unknownWindows = 0;
      step -= Integer.signum(step);
    }
  }
}
