package io.cglab.core.block;

import org.jspecify.annotations.Nullable;

/**
 * Submitters that wait for the same thing, first come, first served. They are linked through
 * themselves: a submitter waits in one place at a time.
 */
public final class SubmitterQueue {
  private @Nullable Submitter first;
  private @Nullable Submitter last;
  private int size;

  public boolean isEmpty() {
    return first == null;
  }

  public int size() {
    return size;
  }

  /** Who has waited longest, or null. */
  public @Nullable Submitter first() {
    return first;
  }

  public void add(Submitter submitter) {
    submitter.nextSleeper = null;
    Submitter end = last;
    if (end == null) {
      first = submitter;
    } else {
      end.nextSleeper = submitter;
    }
    last = submitter;
    size++;
  }

  /** Takes out who has waited longest; null if nobody waits. */
  public @Nullable Submitter poll() {
    Submitter head = first;
    if (head != null) {
      first = head.nextSleeper;
      if (first == null) {
        last = null;
      }
      head.nextSleeper = null;
      size--;
    }
    return head;
  }
}
