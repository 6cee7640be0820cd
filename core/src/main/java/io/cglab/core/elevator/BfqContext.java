package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/** What BFQ keeps of a submitting thread. */
final class BfqContext {
  final int number;
  @Nullable BfqQueue sync;
  @Nullable BfqQueue async;

  /** The priority with which its queues were made or last changed. */
  int prio;

  /** Requests of the thread that are allocated. */
  int requests;

  /** The queue that the thread's own may become part of when it is old enough (4.7). */
  @Nullable BfqQueue stableTarget;

  /** The thread shares a queue for good: it is not split off. */
  boolean stablyMerged;

  BfqContext(int number) {
    this.number = number;
  }
}
