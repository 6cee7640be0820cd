package io.cglab.core.block;

import java.util.Arrays;

/**
 * The submitting threads as schedulers know them, by number from 1: one row each. A thread gets its
 * number with its first bio and keeps it.
 */
public final class IoContexts {
  /** Best effort, level 4: what a thread has that asked for nothing. */
  public static final int USUAL_PRIO = 2 << 13 | 4;

  private static final int FIRST_CAPACITY = 16;

  private int[] prio = new int[FIRST_CAPACITY];
  private int count;

  IoContexts() {}

  /** Numbers a thread at its first bio, and notes the priority that it has now. */
  int enter(Submitter by) {
    if (by.context == 0) {
      by.context = ++count;
      if (count == prio.length) {
        prio = Arrays.copyOf(prio, count * 2);
      }
    }
    prio[by.context] = by.prio;
    return by.context;
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
