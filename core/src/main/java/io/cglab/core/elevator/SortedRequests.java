package io.cglab.core.elevator;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.RequestFifo;
import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;

/** Requests that wait, by sector and by arrival, reads apart from writes. */
final class SortedRequests {
  static final int READ = 0;
  static final int WRITE = 1;
  private static final int NONE = RequestTable.NONE;

  private final RequestTable requests;
  private final SectorTree[] sorted;
  private final RequestFifo[] fifo;

  SortedRequests(RequestTable requests) {
    this.requests = requests;
    sorted = new SectorTree[] {new SectorTree(requests), new SectorTree(requests)};
    fifo = new RequestFifo[] {new RequestFifo(requests), new RequestFifo(requests)};
  }

  int direction(int request) {
    return requests.isWrite(request) ? WRITE : READ;
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
    return sorted[direction].ceiling(sector);
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
    sorted[direction(request)].add(request);
  }

  void remove(int request) {
    sorted[direction(request)].remove(request);
    fifo[direction(request)].remove(request);
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
    int request = sorted[bios.isWrite(bio) ? WRITE : READ].lower(bios.sector(bio));
    return request != NONE && requests.end(request) == bios.sector(bio) ? request : NONE;
  }

  /** The request that begins where the bio ends, or NONE. */
  int beforeWhich(BioTable bios, int bio) {
    long end = bios.sector(bio) + bios.sectors(bio);
    int request = sorted[bios.isWrite(bio) ? WRITE : READ].ceiling(end);
    return request != NONE && requests.sector(request) == end ? request : NONE;
  }

  /** The request is about to begin earlier. */
  void unsort(int request) {
    sorted[direction(request)].remove(request);
  }

  /** The request begins earlier now. */
  void sort(int request) {
    sorted[direction(request)].add(request);
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
