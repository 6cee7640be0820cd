package io.cglab.core.block;

import io.cglab.core.sim.EventHandler;
import org.jspecify.annotations.Nullable;

/**
 * A thread inside the block layer: a task in a system call, or a worker. It submits one bio at a
 * time and may sleep in it.
 */
public abstract class Submitter {
  /** The piece that waits for a policy or for a tag while it sleeps. */
  int waiting = BioTable.NONE;

  /** The policy in its disk's chain that is asked next; −1 while it sleeps for a tag. */
  int nextPolicy = FOR_TAG;

  static final int FOR_TAG = -1;

  private boolean delayed;

  /**
   * Requests that it collects before schedulers and drivers see them; null before its first plug.
   */
  @Nullable RequestFifo plug;

  boolean isPlugged;

  /** How many tags its bio may use. */
  int depth;

  /** Number of its I/O context; 0 before its first bio. */
  int context;

  /**
   * Its own I/O priority, class · 2¹³ + level, whatever its bios have: schedulers that keep a queue
   * for each thread go by it.
   */
  protected int prio = IoContexts.USUAL_PRIO;

  /** What it starts once that piece is on its way: the first of a list. */
  int rest = BioTable.NONE;

  /** When it fell asleep, counted. */
  long sleepOrder;

  /** The next sleeper in the same queue. */
  @Nullable Submitter nextSleeper;

  /** Its wake-up, made when it first sleeps. */
  @Nullable EventHandler wakeUp;

  void pushRest(int bio, BioTable bios) {
    bios.next[bio] = rest;
    rest = bio;
  }

  /** Takes the first of what it has yet to start; NONE if there is nothing. */
  int popRest(BioTable bios) {
    int bio = rest;
    if (bio != BioTable.NONE) {
      rest = bios.next[bio];
      bios.next[bio] = BioTable.NONE;
    }
    return bio;
  }

  /** Its record or one above owes a delay: it is to be taken when the thread's call returns. */
  public final void markDelayed() {
    delayed = true;
  }

  /** True if the thread was marked since this was last asked. */
  protected final boolean takeDelayed() {
    boolean was = delayed;
    delayed = false;
    return was;
  }

  /** The bio that it sleeps in, for the policy that makes it wait. */
  public final int waitingBio() {
    return waiting;
  }

  /** True if a fatal signal is pending: policies do not let it wait. */
  public boolean isDying() {
    return false;
  }

  /** The bio that it slept in is taken; it goes on from here. */
  protected abstract void resume(long nowNs);
}
