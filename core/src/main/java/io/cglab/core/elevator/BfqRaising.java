package io.cglab.core.elevator;

/**
 * Weight raising (schedulers-and-devices.md 4.6): threads that seem to be waited for by somebody
 * get more for a while. Only queues of the usual weight, only with low_latency.
 */
final class BfqRaising {
  private static final int INTERACTIVE = 30;
  private static final int SOFT_REAL_TIME = 100;
  private static final long SOFT_REAL_TIME_MS = 300;
  private static final long SOFT_RATE = 7000;
  private static final long IDLE_LONG_MS = 2000;
  private static final long ASYNC_GAP_MS = 500;
  private static final long MOST_SERVICE = 120_000;
  private static final long REFERENCE_ROTATIONAL_MS = 7000;
  private static final long REFERENCE_SOLID_MS = 2500;
  private static final long LEAST_MS = 3000;
  private static final long MOST_MS = 25_000;
  private static final int LARGE_BURST = 8;
  private static final long BURST_MS = 180;
  private static final int SOFT_MARGIN_TICKS = 4;
  private static final long NS_PER_MS = 1_000_000;

  private final BfqDevice device;
  private final int hz;

  BfqRaising(BfqDevice device, int hz) {
    this.device = device;
    this.hz = hz;
  }

  private long ticks(long ms) {
    return ms * hz / 1000;
  }

  private boolean isOn() {
    return device.tunables.lowLatency();
  }

  /** How long an interactive thread is raised, in ticks: as long as starting a program takes. */
  private long interactiveTicks() {
    long reference = device.disk.isRotational() ? REFERENCE_ROTATIONAL_MS : REFERENCE_SOLID_MS;
    long ms = device.peak.reference() * reference / device.peak.rate();
    return ticks(Math.max(LEAST_MS, Math.min(MOST_MS, ms)));
  }

  private static boolean hasUsualWeight(BfqQueue queue) {
    return queue.nextWeight() == BfqQueue.USUAL_WEIGHT;
  }

  /** A queue was made: many made together are a burst of parallel work, which is not raised. */
  void created(BfqQueue queue, BfqGroup group, long tick) {
    if (!queue.sync) {
      return;
    }
    if (tick - group.burstTick > ticks(BURST_MS)) {
      group.largeBurst = false;
      group.burstSize = 0;
      group.burst.clear();
    }
    group.burstTick = tick;
    group.burstSize++;
    if (group.largeBurst) {
      queue.inLargeBurst = true;
    } else {
      group.burst.add(queue);
      if (group.burstSize >= LARGE_BURST) {
        group.largeBurst = true;
        group.burst.forEach(each -> each.inLargeBurst = true);
        group.burst.clear();
      }
    }
  }

  /** A sync queue without backlog gets some; {@code idleLong} as {@link #isIdleLong} said. */
  void activating(BfqQueue queue, boolean idleLong, long tick) {
    if (!isOn() || !queue.sync) {
      return;
    }
    boolean interactive = idleLong && !queue.inLargeBurst && hasUsualWeight(queue);
    boolean soft =
        !queue.inLargeBurst
            && hasUsualWeight(queue)
            && queue.dispatched == 0
            && queue.softRtDue
            && tick > queue.softRtTick;
    boolean was = queue.isRaised();
    if (interactive) {
      raise(queue, INTERACTIVE, interactiveTicks(), tick);
    } else if (soft) {
      raise(queue, INTERACTIVE * SOFT_REAL_TIME, ticks(SOFT_REAL_TIME_MS), tick);
    } else if (was && queue.inLargeBurst) {
      queue.raise = 1;
    }
    if (was != queue.isRaised()) {
      queue.reweigh();
    }
    device.raisingChanged(queue, was);
  }

  /** True if the queue was idle for so long that its thread looks interactive. */
  boolean isIdleLong(BfqQueue queue, long tick) {
    return queue.justCreated
        || (queue.dispatched == 0
            && tick - queue.raisedTick > ticks(IDLE_LONG_MS)
            && tick - queue.timeoutTick > ticks(IDLE_LONG_MS));
  }

  /** A request comes to a busy asynchronous queue: rare ones are raised. */
  void asyncArrived(BfqQueue queue, long tick) {
    if (isOn() && !queue.isRaised() && tick - queue.raisedTick > ticks(ASYNC_GAP_MS)) {
      raise(queue, INTERACTIVE, interactiveTicks(), tick);
      queue.reweigh();
      device.raisingChanged(queue, false);
    }
  }

  private static void raise(BfqQueue queue, int factor, long ticksLong, long tick) {
    if (!queue.isRaised()) {
      queue.servedRaised = 0;
    }
    queue.raise = factor;
    queue.raiseTicks = ticksLong;
    queue.raisedTick = tick;
  }

  /** The queue in service has dispatched a request: its time or its service may be used up. */
  void served(BfqQueue queue, long sectors, long tick) {
    if (!queue.isRaised()) {
      return;
    }
    queue.servedRaised += sectors;
    boolean soft = queue.raise > INTERACTIVE;
    if (queue.inLargeBurst
        || tick - queue.raisedTick > queue.raiseTicks
        || (!soft && queue.servedRaised > MOST_SERVICE)) {
      end(queue, tick);
    }
  }

  /** The queue counts like any other again, at once. */
  void end(BfqQueue queue, long tick) {
    queue.raise = 1;
    queue.raisedTick = tick;
    queue.reweigh();
    device.raisingChanged(queue, true);
  }

  /**
   * The queue has run empty, and all its requests are complete: from when on its next request may
   * count as that of a soft real-time thread. It must not come before what it was served would have
   * taken at the rate of such threads, nor at once.
   */
  void emptied(BfqQueue queue, long tick) {
    if (!isOn() || queue.raise > INTERACTIVE) {
      return;
    }
    long idleTicks = device.tunables.sliceIdleNs() / NS_PER_MS * hz / 1000;
    queue.softRtDue = true;
    queue.softRtTick =
        Math.max(
            queue.backloggedTick + queue.servedBacklogged * hz / SOFT_RATE,
            tick + idleTicks + SOFT_MARGIN_TICKS);
  }
}
