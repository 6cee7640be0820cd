package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import org.jspecify.annotations.Nullable;

/**
 * Injection (schedulers-and-devices.md 4.7): while the queue in service is waited for, requests of
 * others may fill the gap, as many as its own service time bears. How many, each queue learns from
 * a request of its own that is timed now and then: against others it may take half as long again as
 * alone.
 */
final class BfqInjection {
  private static final int MS_PER_SECOND = 1000;
  private static final int FORGET_MS = 1000;
  private static final int PATIENCE_MS = 10;
  private static final int SHORT_AGAIN_MS = 100;
  private static final long WAKER_GAP_NS = 4_000_000;
  private static final long WAKER_SLICES = 128;
  private static final int WAKER_HITS = 3;

  /** How many requests of others a queue bears in the driver. */
  static final class Limit {
    int limit;

    /** How long a request takes without injection, in ns; 0 while unknown. */
    long baselineNs;

    long decreasedTick;

    Limit(long tick) {
      decreasedTick = tick;
    }
  }

  private final BfqDevice device;
  private final BfqRecentQueues active;
  private final int hz;

  /** Something was injected since the timed request was waited for. */
  private boolean injected;

  /** The next request dispatched for the queue in service is the timed one. */
  private boolean timeNext;

  private int timed = RequestTable.NONE;
  private long sampleStartNs;

  private @Nullable BfqQueue lastCompleted;
  private long lastCompletionNs;

  BfqInjection(BfqDevice device, BfqRecentQueues active, int hz) {
    this.device = device;
    this.active = active;
    this.hz = hz;
  }

  private long ticks(long ms) {
    return ms * hz / MS_PER_SECOND;
  }

  private static void reset(BfqQueue queue, long tick) {
    queue.injection.baselineNs = 0;
    queue.injection.limit = queue.shortThink ? 0 : 1;
    queue.injection.decreasedTick = tick;
  }

  /** A sync request arrives and its thread has no other one. */
  void arrived(BfqQueue queue, long now, long tick) {
    lookForWaker(queue, now);
    Limit limit = queue.injection;
    if (tick - limit.decreasedTick >= ticks(FORGET_MS)) {
      reset(queue, tick);
    }
    if (queue == device.inService
        && tick - limit.decreasedTick >= ticks(PATIENCE_MS)
        && (device.inDriver == 0 || (limit.baselineNs > 0 && injected))) {
      sampleStartNs = now;
      timeNext = true;
      timed = RequestTable.NONE;
      if (device.inDriver == 0) {
        injected = false;
      }
    }
  }

  /** The queue has become quick, or slow, to send its next request. */
  void thinkChanged(BfqQueue queue, long tick) {
    Limit limit = queue.injection;
    if (limit.baselineNs == 0
        && (!queue.shortThink || tick - limit.decreasedTick >= ticks(SHORT_AGAIN_MS))) {
      reset(queue, tick);
    }
  }

  private void lookForWaker(BfqQueue queue, long now) {
    BfqQueue other = lastCompleted;
    if (other == null
        || other == queue
        || other.shared
        || other == queue.waker
        || queue.shortThink
        || now - lastCompletionNs >= WAKER_GAP_NS) {
      return;
    }
    if (other != queue.tentativeWaker
        || now - queue.wakerSinceNs > WAKER_SLICES * device.tunables.sliceIdleNs()) {
      queue.tentativeWaker = other;
      queue.wakerHits = 1;
      queue.wakerSinceNs = now;
    } else if (++queue.wakerHits == WAKER_HITS) {
      queue.waker = other;
      queue.tentativeWaker = null;
      other.woken = queue;
    }
  }

  /** A queue has become busy: its waker knows it as the one it woke last. */
  static void activated(BfqQueue queue) {
    BfqQueue waker = queue.waker;
    if (waker != null) {
      waker.woken = queue;
    }
  }

  void dispatched(BfqQueue queue, int request) {
    if (timeNext && queue == device.inService) {
      timed = request;
      timeNext = false;
    }
  }

  /** A request is complete; it still counts in the driver. */
  void completed(BfqQueue queue, int request, long now, long tick) {
    lastCompleted = queue;
    lastCompletionNs = now;
    if (request == timed) {
      learn(queue.injection, now - sampleStartNs, tick);
      timed = RequestTable.NONE;
      injected = false;
    }
  }

  private void learn(Limit limit, long took, long tick) {
    if (limit.baselineNs > 0 && injected) {
      long tolerated = limit.baselineNs + limit.baselineNs / 2;
      if (took >= tolerated && limit.limit > 0) {
        limit.limit--;
        limit.decreasedTick = tick;
      } else if (took < tolerated && limit.limit <= device.peakInDriver) {
        limit.limit++;
      }
    }
    if (limit.baselineNs == 0 && device.inDriver == 1) {
      limit.limit = Math.max(1, limit.limit);
      limit.baselineNs = took;
    } else if (took < limit.baselineNs || (!injected && device.inDriver == 1)) {
      limit.baselineNs = took;
    }
  }

  /** The slot is over. */
  void expired() {
    injected = false;
    timeNext = false;
    timed = RequestTable.NONE;
  }

  /** Whose request to dispatch while the queue in service is waited for; null for nobody's. */
  @Nullable BfqQueue choose(BfqQueue current, @Nullable BfqQueue ownAsync) {
    if (ownAsync != null
        && ownAsync.busy
        && canServe(ownAsync)
        && device.requests.context(ownAsync.next) == current.context) {
      return ownAsync;
    }
    BfqQueue waker = current.waker;
    if (waker != null && waker.busy && canServe(waker)) {
      return waker;
    }
    BfqQueue woken = current.woken;
    if (woken != null && woken != current && woken.busy && canServe(woken)) {
      return woken;
    }
    boolean bears = !current.isRaised() || device.raisedBusyQueues() > 1 || !current.shortThink;
    return bears && !device.boostsThroughput(current) ? chooseAny(current) : null;
  }

  private @Nullable BfqQueue chooseAny(BfqQueue current) {
    int limit = current.injection.limit;
    if (device.inDriver >= limit) {
      return null;
    }
    for (BfqQueue queue = active.newest(); queue != null; queue = queue.older) {
      if (canServe(queue)) {
        int bearable = device.isLarge(queue.next) ? Math.min(1, limit) : limit;
        if (device.inDriver < bearable) {
          injected = true;
          return queue;
        }
      }
    }
    return null;
  }

  private boolean canServe(BfqQueue queue) {
    return queue.next != RequestTable.NONE
        && device.charge(queue.next, queue) <= queue.budgetLeft();
  }
}
