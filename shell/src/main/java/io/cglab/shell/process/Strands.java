package io.cglab.shell.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Hands the baton from strand to strand. The host (the thread that runs the prompt or the script)
 * enters with {@link #run}, which gives the baton to a new strand, the main one, and returns when
 * that has ended; other strands then rest until the next {@code run}.
 *
 * <p>A strand that must wait calls {@link #park} in a loop around its condition. The next strand is
 * the one at the head of the queue of those that were {@link #unpark unparked}. With the queue
 * empty, virtual time advances by one event; with no event pending either, the main strand's wait
 * fails with a {@link DeadlockException}.
 */
public final class Strands {
  /** How often strands may hand over to each other when a command line has ended. */
  private static final int SETTLE_LIMIT = 1000;

  private final Kernel kernel;
  private final Deque<Strand> queue = new ArrayDeque<>();
  private final Set<Strand> alive = new LinkedHashSet<>();
  private final Semaphore host = new Semaphore(0);
  private volatile @Nullable Strand running;
  private @Nullable Strand main;
  private @Nullable Throwable bug;
  private volatile boolean interrupted;

  /** How often the running line has looked whether it is interrupted. */
  private long turns;

  /** The turn at which it saw that it is; 0 before. */
  private long interruptedTurn;

  /** The turn at which it sees an interrupt that a replay repeats; 0 for none. */
  private long replayedTurn;

  private long stopNs = Long.MAX_VALUE;

  public Strands(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Runs {@code body} on a strand of its own and returns when it has ended. */
  public void run(Runnable body) {
    assert main == null : "the main strand runs already";
    interrupted = false;
    turns = 0;
    interruptedTurn = 0;
    main = spawn("main", body);
    // Goes first, as a script whose lines run one by one is still one script.
    queue.remove(main);
    queue.addFirst(main);
    dispatch();
    host.acquireUninterruptibly();
    main = null;
    replayedTurn = 0;
    stopNs = Long.MAX_VALUE;
    Throwable failure = bug;
    if (failure != null) {
      bug = null;
      throw new IllegalStateException("a strand failed: " + failure, failure);
    }
  }

  /** Starts {@code body} on a strand of its own, behind all that can run now. */
  Strand start(String name, Runnable body) {
    return spawn(name, body);
  }

  private Strand spawn(String name, Runnable body) {
    Strand[] self = new Strand[1];
    Strand strand = new Strand(name, () -> live(self[0], body));
    self[0] = strand;
    alive.add(strand);
    enqueue(strand);
    strand.thread.start();
    return strand;
  }

  private void live(Strand self, Runnable body) {
    self.baton.acquireUninterruptibly();
    try {
      if (!self.ended) {
        body.run();
      }
    } catch (StrandEndedException e) {
      // The shell closes: nothing is left to do.
    } catch (Throwable e) {
      bug = e;
    }
    alive.remove(self);
    // What it no longer waits for may have woken it on its way out: nobody would take the baton.
    queue.remove(self);
    boolean closing = self.ended;
    self.ended = true;
    if (closing || self == main || bug != null) {
      running = null;
      host.release();
    } else {
      handOver();
    }
  }

  private void handOver() {
    try {
      dispatch();
    } catch (RuntimeException | Error e) {
      bug = e;
      host.release();
    }
  }

  /** True for the thread of the strand that has the baton. */
  boolean isRunning(Thread thread) {
    Strand strand = running;
    return strand != null && strand.thread == thread;
  }

  /** The strand that has the baton. */
  Strand current() {
    Strand strand = running;
    if (strand == null) {
      throw new IllegalStateException("no strand runs");
    }
    return strand;
  }

  /**
   * Gives the baton away until someone unparks this strand. May return without cause. Throws where
   * the wait must not go on: see the class comment and {@link #check}.
   */
  void park() {
    rest();
    check();
  }

  /**
   * Waits as {@link #park} does, but uninterruptibly: no signal ends the wait. Returns when the
   * running strand's process is dead, too.
   */
  void parkUninterruptibly() {
    Strand self = current();
    self.uninterruptible = true;
    try {
      rest();
    } finally {
      self.uninterruptible = false;
    }
  }

  private void rest() {
    Strand self = current();
    dispatch();
    self.baton.acquireUninterruptibly();
    if (self.ended) {
      throw new StrandEndedException();
    }
    if (self.deadlocked) {
      self.deadlocked = false;
      throw new DeadlockException();
    }
  }

  /** Lets every other strand that can run do so first. */
  void yieldBaton() {
    if (!queue.isEmpty()) {
      enqueue(current());
      park();
    }
  }

  /**
   * Lets every other strand do what it can, and then one event happen: for who looks at each.
   * Throws where the wait must not go on, as a wait for a time does.
   *
   * @return false if no event is pending
   */
  public boolean step() {
    do {
      yieldBaton();
    } while (wakeVictims());
    boolean fired = true;
    if (!mustStop()) {
      fired = kernel.step();
    } else if (current() != main) {
      park(); // the main strand sees the end, not this one
    }
    check();
    return fired;
  }

  /** Puts a strand at the end of the queue of those that can run. */
  void unpark(Strand strand) {
    if (!strand.ended) {
      enqueue(strand);
    }
  }

  private void enqueue(Strand strand) {
    if (!strand.queued) {
      strand.queued = true;
      queue.add(strand);
    }
  }

  /** Lets background strands do what they can without time passing, as at a prompt. */
  public void settle() {
    for (int i = 0; i < SETTLE_LIMIT && queue.stream().anyMatch(s -> !isFrozen(s)); i++) {
      yieldBaton();
    }
  }

  /** Stops the main strand at its next check, from any thread. */
  public void interrupt() {
    interrupted = true;
  }

  /**
   * Where the last {@link #run} was interrupted, counted in looks at whether it is; 0 if it was
   * not. The same line on the same machine is in the same state at the same turn.
   */
  public long interruptedTurn() {
    return interruptedTurn;
  }

  /** Makes the next {@link #run} see an interrupt at {@code turn}, as an earlier one did. */
  public void interruptAtTurn(long turn) {
    replayedTurn = turn;
  }

  /** Makes the next {@link #run} end, as by an interrupt, before time passes {@code ns}. */
  public void stopAt(long ns) {
    stopNs = ns;
  }

  private boolean seesInterrupt() {
    turns++;
    if (turns == replayedTurn) {
      interrupted = true;
    }
    if (interrupted && interruptedTurn == 0) {
      interruptedTurn = turns;
    }
    return interrupted;
  }

  /**
   * Throws where the user interrupts and the running strand must not go on. For commands that read
   * and write without ever waiting.
   */
  public void checkInterrupt() {
    if (seesInterrupt()) {
      check();
    }
  }

  /**
   * Throws where the running strand must not go on: a process on it was killed, or the user
   * interrupts.
   */
  public void check() {
    Strand self = current();
    Strand first = main;
    if (seesInterrupt() && first != null) {
      if (self == first) {
        interrupted = false;
        throw new InterruptException();
      }
      if (!first.uninterruptible) {
        // The main strand goes first: it may end the process that runs here.
        enqueue(self);
        rest();
      }
    }
    ShellProcess victim = null;
    for (ShellProcess process : self.processes) {
      if (!process.isKilled() && !kernel.isAlive(process.pid())) {
        process.markKilled(ShellProcess.SIGKILL);
      }
      if (process.isKilled()) {
        victim = process;
      }
    }
    if (victim != null) {
      throw new KilledException(victim);
    }
    if (isFrozen(self)) {
      // Stays in the queue, so that it goes on as soon as it is thawed.
      enqueue(self);
      park();
    }
  }

  private boolean isFrozen(Strand strand) {
    ShellProcess innermost = strand.processes.peek();
    return innermost != null
        && kernel.isFrozen(innermost.pid())
        && (!innermost.isKilled() || kernel.isHeld(innermost.pid()));
  }

  /** Passes the baton on. The caller has it and gives it up. */
  private void dispatch() {
    while (true) {
      boolean stops = main != null && !main.uninterruptible && seesInterrupt();
      Strand next = stops ? main : firstRunnable();
      if (next == null && main != null && mustStop()) {
        next = main;
      }
      if (next != null) {
        queue.remove(next);
        next.queued = false;
        running = next;
        next.baton.release();
        return;
      }
      if (!wakeVictims() && !kernel.step()) {
        Strand victim = main;
        assert victim != null : "a strand runs without a main one";
        victim.deadlocked = true;
        queue.remove(victim);
        victim.queued = false;
        running = victim;
        victim.baton.release();
        return;
      }
    }
  }

  /** True where all that happens up to the time to stop at has happened. */
  private boolean mustStop() {
    if (kernel.nextEventNs() <= stopNs || stopNs == Long.MAX_VALUE) {
      return false;
    }
    kernel.advanceTo(stopNs);
    stopNs = Long.MAX_VALUE;
    interrupted = true;
    return true;
  }

  private @Nullable Strand firstRunnable() {
    for (Strand strand : queue) {
      if (!isFrozen(strand)) {
        return strand;
      }
    }
    return null;
  }

  /** Unparks the strands of processes that the machine has ended; true if there were any. */
  private boolean wakeVictims() {
    boolean any = false;
    for (Strand strand : alive) {
      for (ShellProcess process : strand.processes) {
        boolean isWaited = strand.uninterruptible && process == strand.processes.peek();
        if ((isWaited || !process.isKilled()) && !kernel.isAlive(process.pid())) {
          if (!process.isKilled()) {
            process.markKilled(ShellProcess.SIGKILL);
          }
          enqueue(strand);
          any = true;
        }
      }
    }
    return any;
  }

  /** Ends all strands. Called by the host, while no strand runs. */
  public void close() {
    List<Strand> resting = new ArrayList<>(alive);
    for (Strand strand : resting) {
      strand.ended = true;
      running = strand;
      strand.baton.release();
      host.acquireUninterruptibly();
    }
    queue.clear();
    running = null;
  }
}
