package io.cglab.core.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers measured in ticks, as late as the kernel's wheel makes them (throttle-and-qos.md 0.3).
 *
 * <p>The wheel has levels of 1, 8, 64, 512 … ticks: the further away an expiry is when a timer is
 * armed, the coarser the multiple of ticks that it is rounded up to. A timer never fires early. So
 * a wait of 100 ticks at HZ=1000 ends at the next multiple of 8 ticks, which is what gives
 * blk-throttle its 104, 208, 304 ms rhythm.
 *
 * <p>A timer is known by its row. Timers live as long as the wheel or until {@link #free}.
 */
public final class TimerWheel implements EventHandler {
  private static final int FINE_TICKS = 63;
  private static final int LEVEL_SHIFT = 3;
  private static final int FIRST_CAPACITY = 16;

  private final VirtualClock clock;
  private final EventQueue events;
  private final Ticks ticks;
  private final boolean coarse;

  private @Nullable EventHandler[] handler = new @Nullable EventHandler[FIRST_CAPACITY];
  private int[] arg = new int[FIRST_CAPACITY];
  private long[] expiry = new long[FIRST_CAPACITY];
  private long[] fireTick = new long[FIRST_CAPACITY];
  private int[] event = new int[FIRST_CAPACITY];
  private int rows;
  private int freeHead = EventQueue.NONE;
  private boolean inCallback;

  /**
   * A wheel on the given clock.
   *
   * @param coarse false for ideal timers that fire on the tick after their expiry however far away
   *     it is; only tests that show the wheel's effect want that
   */
  public TimerWheel(VirtualClock clock, EventQueue events, Ticks ticks, boolean coarse) {
    this.clock = clock;
    this.events = events;
    this.ticks = ticks;
    this.coarse = coarse;
  }

  /** Makes a timer, not armed, that calls {@code timerHandler} with {@code timerArg}. */
  public int alloc(EventHandler timerHandler, int timerArg) {
    int timer = freeHead;
    if (timer != EventQueue.NONE) {
      freeHead = arg[timer];
    } else {
      timer = rows++;
      if (timer == arg.length) {
        handler = Arrays.copyOf(handler, timer * 2);
        arg = Arrays.copyOf(arg, timer * 2);
        expiry = Arrays.copyOf(expiry, timer * 2);
        fireTick = Arrays.copyOf(fireTick, timer * 2);
        event = Arrays.copyOf(event, timer * 2);
      }
    }
    handler[timer] = timerHandler;
    arg[timer] = timerArg;
    event[timer] = EventQueue.NONE;
    return timer;
  }

  /** Cancels the timer and gives its row back. */
  public void free(int timer) {
    cancel(timer);
    handler[timer] = null;
    arg[timer] = freeHead;
    freeHead = timer;
  }

  /** The tick at which a timer would fire that a timer's callback arms during tick {@code now}. */
  public long firingTick(long expiryTick, long now) {
    return firingTick(expiryTick, now + 1, now, coarse);
  }

  /** When a pending timer fires, in ns. */
  public long firesNs(int timer) {
    return ticks.startNs(fireTick[timer]);
  }

  public boolean isPending(int timer) {
    return event[timer] != EventQueue.NONE;
  }

  /** Arms the timer for {@code expiryTick}, or moves it there if it is pending. */
  public void arm(int timer, long expiryTick) {
    if (isPending(timer)) {
      if (expiry[timer] == expiryTick) {
        return; // an equal expiry keeps the old firing tick, though it might be rounded otherwise
        // now
      }
      events.cancel(event[timer]);
    }
    long now = ticks.at(clock.nowNs());
    expiry[timer] = expiryTick;
    fireTick[timer] = firingTick(expiryTick, inCallback ? now + 1 : now, now, coarse);
    event[timer] = events.push(ticks.startNs(fireTick[timer]), this, timer);
  }

  public void cancel(int timer) {
    if (isPending(timer)) {
      events.cancel(event[timer]);
      event[timer] = EventQueue.NONE;
    }
  }

  /**
   * The tick at which a timer fires.
   *
   * @param expiryTick what it was armed for
   * @param wheelTick the wheel's clock c: now, or now + 1 inside a timer's callback
   * @param now the tick being processed
   */
  static long firingTick(long expiryTick, long wheelTick, long now, boolean coarse) {
    long delta = expiryTick - wheelTick;
    if (delta < 0) {
      return Math.max(wheelTick, now + 1);
    }
    long level = FINE_TICKS;
    int shift = 0;
    while (coarse && delta >= level) {
      level <<= LEVEL_SHIFT;
      shift += LEVEL_SHIFT;
    }
    return (expiryTick >> shift) + 1 << shift;
  }

  @Override
  public void fire(int timer, long nowNs) {
    event[timer] = EventQueue.NONE;
    EventHandler timerHandler = handler[timer];
    assert timerHandler != null : "freed timer fires: " + timer;
    inCallback = true;
    try {
      timerHandler.fire(arg[timer], nowNs);
    } finally {
      inCallback = false;
    }
  }
}
