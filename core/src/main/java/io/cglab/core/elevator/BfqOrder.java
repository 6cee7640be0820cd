package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;

/** Which request of a queue is next: the nearest one, or one that has waited too long (3.1). */
final class BfqOrder {
  private static final int NONE = RequestTable.NONE;

  private final RequestTable requests;
  private final NearestRequest nearest;

  BfqOrder(RequestTable requests, BfqTunables tunables) {
    this.requests = requests;
    this.nearest = new NearestRequest(requests, tunables);
  }

  /**
   * Of two requests the one that is nearer to {@code position}: ahead of it, or behind by not too
   * much, which counts double; either may be NONE.
   */
  int nearer(int a, int b, long position) {
    return nearest.of(a, b, position);
  }

  /** What follows a request that leaves its queue: an expired one, or the nearest neighbour. */
  int successor(BfqQueue queue, int request, long now) {
    if (!queue.fifoChecked) {
      queue.fifoChecked = true;
      int oldest = queue.fifo.first();
      if (oldest != NONE && oldest != request && now >= requests.fifoNs(oldest)) {
        return oldest;
      }
    }
    return nearest.around(queue.sorted, request);
  }
}
