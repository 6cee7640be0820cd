package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/** The queues in active sets, the one that came last first. */
final class BfqRecentQueues {
  private @Nullable BfqQueue newest;

  void add(BfqQueue queue) {
    queue.older = newest;
    queue.newer = null;
    if (newest != null) {
      newest.newer = queue;
    }
    newest = queue;
  }

  void remove(BfqQueue queue) {
    BfqQueue newer = queue.newer;
    BfqQueue older = queue.older;
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    if (older != null) {
      older.newer = newer;
    }
    queue.older = null;
    queue.newer = null;
  }

  /** The one that came last; {@link BfqQueue#older} leads on. */
  @Nullable BfqQueue newest() {
    return newest;
  }
}
