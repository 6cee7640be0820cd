package io.cglab.core.block;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The submitting threads as schedulers know them, by number from 1: one row each. A thread gets its
 * number with its first bio and keeps it. Bios know their submitter by it, too: a reference in each
 * would cost the garbage collector's barrier. Who has ended is forgotten with its last bio.
 */
public final class IoContexts {
  /** Best effort, level 4: what a thread has that asked for nothing. */
  public static final int USUAL_PRIO = 2 << 13 | 4;

  /** No thread's number. */
  static final int NONE = 0;

  private static final int FIRST_CAPACITY = 16;

  private int[] prio = new int[FIRST_CAPACITY];
  private @Nullable Submitter[] thread = new @Nullable Submitter[FIRST_CAPACITY];
  private int count;

  IoContexts() {}

  /** Numbers a thread at its first bio, and notes the priority that it has now. */
  int enter(Submitter by) {
    int number = number(by);
    prio[number] = by.prio;
    return number;
  }

  private int number(Submitter by) {
    if (by.context == NONE) {
      by.context = ++count;
      if (count == prio.length) {
        prio = Arrays.copyOf(prio, count * 2);
        thread = Arrays.copyOf(thread, count * 2);
      }
    }
    return by.context;
  }

  // ---- whose a bio is

  /** A thread submits a bio; returns its number. */
  int submits(Submitter by) {
    int number = number(by);
    by.submitted++;
    if (thread[number] != by) {
      thread[number] = by;
    }
    return number;
  }

  /** The thread that submits a bio with this number; null for {@link #NONE}. */
  @Nullable Submitter thread(int number) {
    return thread[number];
  }

  /** A bio that the thread of this number has submitted is complete. */
  void completed(int number) {
    Submitter by = thread[number];
    assert by != null : "it has bios on their way";
    by.submitted--;
    forgetIfOver(by);
  }

  /** A thread submits nothing more. */
  void ended(Submitter by) {
    by.hasEnded = true;
    forgetIfOver(by);
  }

  private void forgetIfOver(Submitter by) {
    if (by.submitted == 0 && (by.hasEnded || by.onBehalfOf() == null)) {
      thread[by.context] = null; // nobody says when a thread of the kernel ends
    }
  }

  /** Numbers given so far; the largest one. */
  public int count() {
    return count;
  }

  /** The priority that the thread had when it last submitted: class · 2¹³ + level. */
  public int prio(int context) {
    return prio[context];
  }
}
