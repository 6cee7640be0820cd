package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;

/** Which request of a queue is next: the nearest one, or one that has waited too long (3.1). */
final class BfqOrder {
  private static final int NONE = RequestTable.NONE;
  private static final long WRAPS = Long.MAX_VALUE;

  private final RequestTable requests;
  private final BfqTunables tunables;

  BfqOrder(RequestTable requests, BfqTunables tunables) {
    this.requests = requests;
    this.tunables = tunables;
  }

  /**
   * Of two requests the one that is nearer to {@code position}: ahead of it, or behind by not too
   * much, which counts double; either may be NONE.
   */
  int nearer(int a, int b, long position) {
    if (a == NONE || a == b) {
      return b;
    }
    if (b == NONE) {
      return a;
    }
    if (requests.isSync(a) != requests.isSync(b)) {
      return requests.isSync(a) ? a : b;
    }
    if (requests.isMeta(a) != requests.isMeta(b)) {
      return requests.isMeta(a) ? a : b;
    }
    long costA = cost(requests.sector(a), position);
    long costB = cost(requests.sector(b), position);
    if (costA == WRAPS && costB == WRAPS) {
      return requests.sector(a) <= requests.sector(b) ? a : b;
    }
    if (costA != costB) {
      return costA < costB ? a : b;
    }
    return requests.sector(a) >= requests.sector(b) ? a : b;
  }

  private long cost(long sector, long position) {
    if (sector >= position) {
      return sector - position;
    }
    long back = position - sector;
    return back <= 2 * tunables.backSeekMaxKib() ? back * tunables.backSeekPenalty() : WRAPS;
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
    int before = queue.sorted.previous(request);
    int behind = queue.sorted.next(request);
    if (behind == NONE) {
      behind = queue.sorted.first();
      if (behind == request) {
        behind = NONE;
      }
    }
    return nearer(behind, before, requests.sector(request));
  }
}
