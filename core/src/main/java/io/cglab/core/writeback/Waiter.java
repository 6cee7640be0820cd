package io.cglab.core.writeback;

import java.util.function.LongConsumer;

/** Waits until a number of things are done. */
final class Waiter {
  private final LongConsumer then;
  private int left;

  /** Calls {@code then} with the time once everything is done that was {@link #oneMore added}. */
  Waiter(LongConsumer then) {
    this.then = then;
  }

  void oneMore() {
    left++;
  }

  boolean isDone() {
    return left == 0;
  }

  void oneLess(long nowNs) {
    if (--left == 0) {
      then.accept(nowNs);
    }
  }
}
