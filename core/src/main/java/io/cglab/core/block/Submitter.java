package io.cglab.core.block;

import io.cglab.core.cgroup.Task;
import io.cglab.core.sim.EventHandler;
import org.jspecify.annotations.Nullable;

/**
 * A thread inside the block layer: a task in a system call, or a worker. It submits one bio at a
 * time and may sleep in it.
 */
public abstract class Submitter {
  /** The piece that waits for a policy or for a tag while it sleeps. */
  int waiting = BioTable.NONE;

  /** The policy of its disk's chain that makes it wait; null while it sleeps for a tag. */
  @Nullable RqQos policy;

  /** That policy is asked again, not the next one. */
  boolean askedAgain;

  private int level = NO_LEVEL;

  /** It waits at no level. */
  public static final int NO_LEVEL = -1;

  private boolean delayed;

  /**
   * Requests that it collects before schedulers and drivers see them; null before its first plug.
   */
  @Nullable RequestFifo plug;

  boolean isPlugged;

  /** How many tags its bio may use. */
  int depth;

  /** The tags that its bio counts with. */
  int pool;

  /** The tag that is kept for it, once it was woken for one. */
  int tag;

  /** Number of its I/O context; 0 before its first bio. */
  int context;

  /** Its bios that are not complete. */
  int submitted;

  boolean hasEnded;

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

  /** Where in its policy it waits, as the policy counts; {@link #NO_LEVEL} at first. */
  public final int level() {
    return level;
  }

  /** For the policy that makes it wait; it takes the level off before it lets the bio pass. */
  public final void setLevel(int newLevel) {
    level = newLevel;
  }

  /** The task whose system call it is; null for a thread of the kernel that works for nobody. */
  public @Nullable Task onBehalfOf() {
    return null;
  }

  /** True if a fatal signal is pending: who is about to die is not made to wait. */
  public boolean isDying() {
    return false;
  }

  /** The bio that it sleeps in, for the policy that makes it wait. */
  public final int waitingBio() {
    return waiting;
  }

  /**
   * Told of each wake-up in the block layer, which comes before {@link #resume}, and where the
   * thread then sleeps once more before it gets so far.
   *
   * @param asleep false for the wake-up
   */
  protected void sleeps(boolean asleep) {}

  /** The bio that it slept in is taken; it goes on from here. */
  protected abstract void resume(long nowNs);
}
