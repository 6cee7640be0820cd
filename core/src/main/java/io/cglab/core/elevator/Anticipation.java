package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether to keep a disk waiting for the next read of the task that was served last (2.5): it is
 * probably near, and it comes soon.
 */
final class Anticipation {
  /** What is known of a thread. */
  private static final class Reader {
    final ThinkTime think = new ThinkTime();
    final CfqSeeks.Mean seeks = new CfqSeeks.Mean();
    int queued;
    int inDriver;
    boolean hasCompleted;
    boolean hasEnded;
  }

  private enum State {
    OFF,
    /** The awaited task's read is in the driver. */
    WAITS_FOR_COMPLETION,
    /** The timer runs. */
    WAITS_FOR_NEXT,
    FINISHED
  }

  private static final long NS_PER_MS = 1_000_000;
  private static final long LONGEST_THINK_NS = 20 * NS_PER_MS;
  private static final long CLOSE = 8192;
  private static final int ONE = 256;

  private final RequestTable requests;
  private final AnticipatoryTunables tunables;
  private final EventQueue events;
  private final long tickNs;
  private final Runnable kick;
  private final EventHandler timer = this::timedOut;
  private int timerEvent = EventQueue.NONE;
  private @Nullable Reader[] threads = new @Nullable Reader[16];
  private State state = State.OFF;

  /** The thread that was served last; 0 if that was a write that nobody waits for. */
  private int awaited;

  /** Its request is complete, since then. */
  private boolean isComplete;

  private long completeNs;

  // What happened with threads that were new, and with those that have ended, in 256ths.
  private long newThinkNs;
  private long newSeek;
  private long exits;
  private long exitsAlone;

  Anticipation(
      RequestTable requests,
      AnticipatoryTunables tunables,
      EventQueue events,
      long tickNs,
      Runnable kick) {
    this.requests = requests;
    this.tunables = tunables;
    this.events = events;
    this.tickNs = tickNs;
    this.kick = kick;
  }

  /** Whole ticks, at least one unless it is switched off. */
  private long expireNs() {
    long ns = tunables.anticExpireMs() * NS_PER_MS;
    return ns == 0 ? 0 : Math.max(tickNs, ns - ns % tickNs);
  }

  private Reader thread(int context) {
    if (context >= threads.length) {
      threads = Arrays.copyOf(threads, Math.max(context + 1, threads.length * 2));
    }
    Reader thread = threads[context];
    if (thread == null) {
      thread = new Reader();
      threads[context] = thread;
    }
    return thread;
  }

  private static long decayed(long old, long sample) {
    return (7 * old + sample) / 8;
  }

  boolean isWaiting() {
    return state == State.WAITS_FOR_COMPLETION || state == State.WAITS_FOR_NEXT;
  }

  /** A synchronous request has come. */
  void arrived(int request, long position, long now) {
    Reader thread = thread(requests.context(request));
    boolean isFirst = thread.think.isEmpty();
    if (thread.hasCompleted && thread.queued + thread.inDriver == 0) {
      thread.think.sample(now, LONGEST_THINK_NS);
      if (isFirst) {
        exits = 7 * exits / 8;
        newThinkNs = decayed(newThinkNs, thread.think.meanNs());
      }
    }
    isFirst = thread.seeks.isEmpty();
    thread.seeks.arrived(requests.sector(request), requests.sectors(request));
    if (isFirst) {
      newSeek = decayed(newSeek, thread.seeks.mean());
    }
    thread.queued++;
    if (isWaiting() && isOver(request, position, now)) {
      stop();
    }
  }

  /** A synchronous request is dispatched, or joined to another one. */
  void left(int request, boolean toDriver) {
    Reader thread = thread(requests.context(request));
    thread.queued--;
    thread.inDriver += toDriver ? 1 : 0;
  }

  /** A request is dispatched: a new wait may begin after it. */
  void dispatched(int request, boolean sync) {
    stop();
    state = State.OFF;
    awaited = sync ? requests.context(request) : 0;
    isComplete = false;
  }

  /** A synchronous request is complete. */
  void completed(int request, long now) {
    int context = requests.context(request);
    Reader thread = thread(context);
    thread.inDriver--;
    thread.hasCompleted = true;
    thread.think.done(now);
    if (context == awaited) {
      isComplete = true;
      completeNs = now;
      if (state == State.WAITS_FOR_COMPLETION) {
        waitForNext();
      }
    }
  }

  /**
   * Begins to wait if that is better than to serve {@code next}, which may be NONE.
   *
   * @return true if nothing is to be dispatched
   */
  boolean begins(int next, long position, long now) {
    if (awaited == 0 || state == State.FINISHED || isOver(next, position, now)) {
      return false;
    }
    if (state == State.OFF) {
      if (isComplete) {
        waitForNext();
      } else {
        state = State.WAITS_FOR_COMPLETION;
      }
    }
    return true;
  }

  private void waitForNext() {
    state = State.WAITS_FOR_NEXT;
    timerEvent = events.push(completeNs + expireNs(), timer, 0);
  }

  /** Stops waiting. */
  void stop() {
    if (timerEvent != EventQueue.NONE) {
      events.cancel(timerEvent);
      timerEvent = EventQueue.NONE;
    }
    if (isWaiting()) {
      state = State.FINISHED;
    }
  }

  private void timedOut(int unused, long now) {
    timerEvent = EventQueue.NONE;
    state = State.FINISHED;
    Reader thread = thread(awaited);
    if (thread.hasEnded) {
      exitsAlone = decayed(exitsAlone, ONE);
    }
    if (thread.think.isEmpty()) {
      exits = decayed(exits, ONE);
    }
    kick.run();
  }

  /** True if there is nothing to wait for, with {@code next}, which may be NONE, to be served. */
  private boolean isOver(int next, long position, long now) {
    Reader thread = thread(awaited);
    if (next != RequestTable.NONE && requests.context(next) == awaited) {
      return true;
    }
    if ((isComplete && now - completeNs >= expireNs()) || thread.queued > 0) {
      return true;
    }
    if (next != RequestTable.NONE
        && requests.isSync(next)
        && isClose(thread, requests.sector(next), position, now)) {
      exitsAlone = thread.hasEnded ? 7 * exitsAlone / 8 : exitsAlone;
      return true;
    }
    if (thread.hasEnded) {
      exits = thread.think.isEmpty() ? decayed(exits, ONE) : exits;
      if (exitsAlone > ONE / 2) {
        return true;
      }
    }
    if (thread.think.isEmpty()) {
      return newThinkNs > expireNs() || exits * exitsAlone > ONE / 2 * ONE;
    }
    return thread.think.meanNs() > expireNs();
  }

  /** True if a request is so near that waiting for another one is not worth it. */
  private boolean isClose(Reader thread, long sector, long position, long now) {
    long waited = isComplete ? (now - completeNs) / tickNs : 0;
    if (waited * tickNs > LONGEST_THINK_NS || waited * tickNs > expireNs()) {
      return true;
    }
    long near = CLOSE << waited;
    if (sector >= position - near / 2 && sector <= position + near) {
      return true;
    }
    long usual = thread.seeks.isEmpty() ? newSeek : thread.seeks.mean();
    return usual > Math.abs(sector - position);
  }

  /** The thread submits nothing more. */
  void ended(int context) {
    thread(context).hasEnded = true;
  }
}
