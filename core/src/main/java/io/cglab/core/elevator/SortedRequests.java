package io.cglab.core.elevator;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.RequestFifo;
import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;

/**
 * Requests that wait, by sector and by arrival, reads apart from writes; or those that somebody
 * waits for, taken for reads, apart from others.
 */
final class SortedRequests {
  static final int READ = 0;
  static final int WRITE = 1;
  private static final int NONE = RequestTable.NONE;

  private final RequestTable requests;
  private final boolean bySync;
  private final SectorTree[] sorted;
  private final RequestFifo[] fifo;

  // By direction: the sector that was last asked for, −1 for none, and what is first from there on.
  private final long[] askedSector = {-1, -1};
  private final int[] firstFrom = {NONE, NONE};

  SortedRequests(RequestTable requests) {
    this(requests, false);
  }

  private SortedRequests(RequestTable requests, boolean bySync) {
    this.requests = requests;
    this.bySync = bySync;
    sorted = new SectorTree[] {new SectorTree(requests), new SectorTree(requests)};
    fifo = new RequestFifo[] {new RequestFifo(requests), new RequestFifo(requests)};
  }

  /** Synchronous requests in place of reads. */
  static SortedRequests bySync(RequestTable requests) {
    return new SortedRequests(requests, true);
  }

  int direction(int request) {
    boolean last = bySync ? !requests.isSync(request) : requests.isWrite(request);
    return last ? WRITE : READ;
  }

  private int direction(BioTable bios, int bio) {
    boolean last = bySync ? !bios.isSync(bio) : bios.isWrite(bio);
    return last ? WRITE : READ;
  }

  /** All requests of a direction in order. */
  SectorTree sorted(int direction) {
    return sorted[direction];
  }

  boolean isEmpty() {
    return fifo[READ].isEmpty() && fifo[WRITE].isEmpty();
  }

  boolean isEmpty(int direction) {
    return fifo[direction].isEmpty();
  }

  /** The request that has waited longest, or NONE. */
  int oldest(int direction) {
    return fifo[direction].first();
  }

  /** Of two requests, each of which may be NONE, the one with the earlier deadline. */
  int older(int a, int b) {
    if (a == NONE || b == NONE) {
      return a == NONE ? b : a;
    }
    return requests.fifoNs(a) <= requests.fifoNs(b) ? a : b;
  }

  /** The first request at {@code sector} or behind it, or NONE. */
  int from(int direction, long sector) {
    if (askedSector[direction] != sector) {
      askedSector[direction] = sector;
      firstFrom[direction] = sorted[direction].ceiling(sector);
    }
    assert firstFrom[direction] == sorted[direction].ceiling(sector) : "a stale answer";
    return firstFrom[direction];
  }

  /** The request behind this one, or NONE. */
  int next(int request) {
    return sorted[direction(request)].next(request);
  }

  /** The request behind (or before) this one, or NONE. */
  int neighbour(int request, boolean behind) {
    SectorTree tree = sorted[direction(request)];
    return behind ? tree.next(request) : tree.previous(request);
  }

  void add(int request, long deadlineNs) {
    requests.setFifoNs(request, deadlineNs);
    fifo[direction(request)].addLast(request);
    sort(request);
  }

  void remove(int request) {
    fifo[direction(request)].remove(request);
    unsort(request);
  }

  /**
   * Takes a request that {@link #from} may have found; what follows it is first from there on, and
   * so from its own sector.
   */
  void take(int request) {
    int d = direction(request);
    boolean wasFirst = firstFrom[d] == request && askedSector[d] >= 0;
    int following = sorted[d].next(request);
    remove(request);
    if (wasFirst) {
      askedSector[d] = requests.sector(request);
      firstFrom[d] = following;
    }
  }

  /** Takes any request, those with the earlier deadline first; NONE if nothing is left. */
  int drain() {
    int request = older(oldest(READ), oldest(WRITE));
    if (request != NONE) {
      remove(request);
    }
    return request;
  }

  // ---- merging

  /** The request that ends where the bio begins, or NONE. */
  int behindWhich(BioTable bios, int bio) {
    int request = sorted[direction(bios, bio)].lower(bios.sector(bio));
    return request != NONE && requests.end(request) == bios.sector(bio) ? request : NONE;
  }

  /** The request that begins where the bio ends, or NONE. */
  int beforeWhich(BioTable bios, int bio) {
    SectorTree tree = sorted[direction(bios, bio)];
    long end = bios.sector(bio) + bios.sectors(bio);
    int request = tree.ceiling(bios.sector(bio));
    while (request != NONE && requests.sector(request) < end) { // as a rule none lies within it
      request = tree.next(request);
    }
    return request != NONE && requests.sector(request) == end ? request : NONE;
  }

  /** The request is about to begin earlier. */
  void unsort(int request) {
    int d = direction(request);
    if (firstFrom[d] == request) {
      firstFrom[d] = sorted[d].next(request);
    }
    sorted[d].remove(request);
  }

  /** The request begins earlier now. */
  void sort(int request) {
    int d = direction(request);
    sorted[d].add(request);
    if (askedSector[d] >= 0
        && requests.sector(request) >= askedSector[d]
        && (firstFrom[d] == NONE || sorted[d].next(request) == firstFrom[d])) {
      firstFrom[d] = request;
    }
  }

  /** A request becomes part of another one, which gets the earlier deadline and place of both. */
  void join(int survivor, int victim) {
    if (requests.fifoNs(victim) < requests.fifoNs(survivor)) {
      requests.setFifoNs(survivor, requests.fifoNs(victim));
      RequestFifo waiting = fifo[direction(victim)];
      waiting.remove(survivor);
      waiting.addBefore(survivor, victim);
    }
    remove(victim);
  }
}
