package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;

/** Which of two requests is nearer to where the disk's head is (schedulers-and-devices.md 3.1). */
final class NearestRequest {
  /** How seeks back count. */
  interface BackSeeks {
    /** The longest one that is not taken for a start all over, in KiB. */
    long backSeekMaxKib();

    /** How many times as far it counts. */
    long backSeekPenalty();
  }

  private static final int NONE = RequestTable.NONE;
  private static final long WRAPS = Long.MAX_VALUE;

  private final RequestTable requests;
  private final BackSeeks backSeeks;

  NearestRequest(RequestTable requests, BackSeeks backSeeks) {
    this.requests = requests;
    this.backSeeks = backSeeks;
  }

  /**
   * Of two requests the one that is nearer to {@code position}: ahead of it, or behind by not too
   * much; either may be NONE.
   */
  int of(int a, int b, long position) {
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
    return back <= 2 * backSeeks.backSeekMaxKib() ? back * backSeeks.backSeekPenalty() : WRAPS;
  }

  /** The nearer neighbour of a request in its order, whose end is followed by its beginning. */
  int around(SectorTree sorted, int request) {
    int before = sorted.previous(request);
    int behind = sorted.next(request);
    if (behind == NONE) {
      behind = sorted.first();
      if (behind == request) {
        behind = NONE;
      }
    }
    return of(behind, before, requests.sector(request));
  }
}
