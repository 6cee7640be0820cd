package io.cglab.core.pressure;

import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;

/**
 * A trigger on a group's stall time (throttle-and-qos.md 7): an event when tasks stalled for a
 * threshold within a window, at most one a window.
 *
 * <p>A fine one looks every tenth of its window from the beginning of a stall until a window after
 * the last; a coarse one looks when averages are updated. What is past of a window that began not
 * long ago is guessed from the one before.
 */
public final class StallWatch implements EventHandler {
  private static final int LOOKS_A_WINDOW = 10;

  private final Pressure in;
  private final PressureGroup group;
  private final PsiResource resource;
  private final Stall kind;
  private final long thresholdNs;
  private final long windowNs;
  private final boolean fine;
  private final Runnable told;
  private int timer;
  private boolean closed;

  // The window: when it began, with what total, and what the one before it had.
  private long startNs;
  private long startTotalNs;
  private long beforeNs;

  private long lastTotalNs;

  /** Until when it looks without a stall. */
  private long untilNs;

  /** The threshold was passed in a window that has had its event. */
  private boolean due;

  private long nextEventNs;
  private boolean event;

  StallWatch(
      Pressure in,
      PressureGroup group,
      PsiResource resource,
      Stall kind,
      long thresholdNs,
      long windowNs,
      boolean fine,
      Runnable told) {
    this.in = in;
    this.group = group;
    this.resource = resource;
    this.kind = kind;
    this.thresholdNs = thresholdNs;
    this.windowNs = windowNs;
    this.fine = fine;
    this.told = told;
    timer = in.wheel().alloc(this, 0);
    restart(in.nowNs());
  }

  private void restart(long nowNs) {
    long totalNs = group.totalNs(resource, kind, nowNs);
    lastTotalNs = totalNs;
    untilNs = nowNs + windowNs;
    beginWindow(nowNs, totalNs, 0);
  }

  private void beginWindow(long nowNs, long totalNs, long grownBeforeNs) {
    startNs = nowNs;
    startTotalNs = totalNs;
    beforeNs = grownBeforeNs;
  }

  PsiResource resource() {
    return resource;
  }

  Stall kind() {
    return kind;
  }

  /** Takes the event: true once for each, as POLLPRI. */
  public boolean takeEvent() {
    boolean was = event;
    event = false;
    return was;
  }

  /** Ends it; nothing is told any more. */
  public void close() {
    if (!closed) {
      closed = true;
      event = false;
      in.wheel().free(timer);
      timer = EventQueue.NONE;
      group.remove(this);
    }
  }

  /** The group stalls now. */
  void stallBegan(long nowNs) {
    if (!fine || in.wheel().isPending(timer)) {
      return;
    }
    if (nowNs > untilNs) {
      restart(nowNs);
    }
    in.wheel().arm(timer, in.tick(nowNs) + 1);
  }

  /** The group's averages were updated. */
  void periodEnded(long nowNs) {
    if (!fine) {
      look(nowNs);
    }
  }

  @Override
  public void fire(int unused, long nowNs) {
    look(nowNs);
    // whoever was told may have closed it
    if (!closed && (due || nowNs <= untilNs)) {
      in.wheel().arm(timer, in.tick(nowNs) + in.ticks(windowNs / LOOKS_A_WINDOW) + 1);
    }
  }

  private void look(long nowNs) {
    long totalNs = group.totalNs(resource, kind, nowNs);
    if (totalNs != lastTotalNs) {
      lastTotalNs = totalNs;
      untilNs = nowNs + windowNs;
      due |= grownNs(nowNs, totalNs) >= thresholdNs;
    }
    if (due && nowNs >= nextEventNs) {
      due = false;
      nextEventNs = nowNs + windowNs;
      boolean news = !event;
      event = true;
      if (news) {
        told.run();
      }
    }
  }

  private long grownNs(long nowNs, long totalNs) {
    long grown = totalNs - startTotalNs;
    long elapsed = nowNs - startNs;
    if (elapsed > windowNs) {
      beginWindow(nowNs, totalNs, grown);
      return grown;
    }
    long restUs = (windowNs - elapsed) / Pressure.NS_PER_US; // in ns the product is too large
    return grown + beforeNs * restUs / (windowNs / Pressure.NS_PER_US);
  }
}
