package io.cglab.core.elevator;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.RequestFifo;
import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;

/** The request nearest to the head, unless the oldest one has waited too long (3.1). */
final class CfqSortedRequests implements CfqRequests {
  private static final int NONE = RequestTable.NONE;

  private final RequestTable requests;
  private final BioTable bios;
  private final CfqTunables tunables;
  private final NearestRequest nearest;
  private final SectorTree sorted;
  private final RequestFifo fifo;
  private int next = NONE;

  CfqSortedRequests(
      RequestTable requests, BioTable bios, CfqTunables tunables, NearestRequest nearest) {
    this.requests = requests;
    this.bios = bios;
    this.tunables = tunables;
    this.nearest = nearest;
    sorted = new SectorTree(requests);
    fifo = new RequestFifo(requests);
  }

  @Override
  public boolean isEmpty() {
    return fifo.isEmpty();
  }

  @Override
  public int size() {
    return fifo.size();
  }

  @Override
  public void add(int request, long position, long now) {
    CfqTunables.Time expiry =
        requests.isSync(request)
            ? CfqTunables.Time.FIFO_EXPIRE_SYNC
            : CfqTunables.Time.FIFO_EXPIRE_ASYNC;
    requests.setFifoNs(request, now + tunables.ns(expiry));
    fifo.addLast(request);
    sorted.add(request);
    next = nearest.of(next, request, position);
  }

  @Override
  public int next() {
    return next;
  }

  @Override
  public int take(boolean fifoChecked, long now) {
    int oldest = fifo.first();
    boolean late = !fifoChecked && oldest != NONE && now >= requests.fifoNs(oldest);
    int request = late ? oldest : next;
    remove(request);
    return request;
  }

  private void remove(int request) {
    if (next == request) {
      next = nearest.around(sorted, request);
    }
    sorted.remove(request);
    fifo.remove(request);
  }

  @Override
  public boolean completed(int request, long now) {
    return false;
  }

  @Override
  public int behindWhich(int bio, int context) {
    int request = sorted.lower(bios.sector(bio));
    return request != NONE && requests.end(request) == bios.sector(bio) ? request : NONE;
  }

  @Override
  public int beforeWhich(int bio, int context) {
    long end = bios.sector(bio) + bios.sectors(bio);
    int request = sorted.ceiling(bios.sector(bio));
    while (request != NONE && requests.sector(request) < end) {
      request = sorted.next(request);
    }
    return request != NONE && requests.sector(request) == end ? request : NONE;
  }

  @Override
  public void beforeFrontMerge(int request) {
    sorted.remove(request);
  }

  @Override
  public void merged(int request, boolean atFront, long position) {
    if (atFront) {
      sorted.add(request);
      next = nearest.of(next, request, position);
    }
  }

  @Override
  public int neighbour(int request, boolean behind) {
    return behind ? sorted.next(request) : sorted.previous(request);
  }

  @Override
  public void joining(int survivor, int victim) {
    if (requests.fifoNs(victim) < requests.fifoNs(survivor)) {
      requests.setFifoNs(survivor, requests.fifoNs(victim));
      fifo.remove(survivor);
      fifo.addBefore(survivor, victim);
    }
    if (next == victim) {
      next = survivor;
    }
    sorted.remove(victim);
    fifo.remove(victim);
  }

  @Override
  public int drain() {
    int request = fifo.first();
    if (request != NONE) {
      remove(request);
    }
    return request;
  }
}
