package io.cglab.core.elevator;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestTable;

/**
 * noop, of single-queue kernels (schedulers-and-devices.md 2.1): first come, first served; only
 * merging.
 */
final class Noop implements Elevator {
  private static final int NONE = RequestTable.NONE;

  private final BioTable bios;
  private final SortedRequests waiting;

  /** Arrivals so far: in place of a deadline each request has its number. */
  private long arrivals;

  Noop(RequestTable requests, BioTable bios) {
    this.bios = bios;
    waiting = new SortedRequests(requests);
  }

  @Override
  public int findBackMerge(int bio, int context) {
    return waiting.behindWhich(bios, bio);
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    return waiting.beforeWhich(bios, bio);
  }

  @Override
  public void beforeFrontMerge(int request) {
    waiting.unsort(request);
  }

  @Override
  public void merged(int request, boolean atFront) {
    if (atFront) {
      waiting.sort(request);
    }
  }

  @Override
  public int neighbour(int request, boolean behind) {
    return waiting.neighbour(request, behind);
  }

  @Override
  public void joining(int survivor, int victim) {
    waiting.join(survivor, victim);
  }

  @Override
  public void insert(int request, long nowNs) {
    waiting.add(request, arrivals++);
  }

  @Override
  public boolean hasWork() {
    return !waiting.isEmpty();
  }

  @Override
  public int dispatch(long nowNs) {
    int read = waiting.oldest(SortedRequests.READ);
    int write = waiting.oldest(SortedRequests.WRITE);
    int request = waiting.older(read, write);
    if (request != NONE) {
      waiting.remove(request);
    }
    return request;
  }

  @Override
  public boolean completed(int request, long nowNs) {
    return false;
  }

  @Override
  public int drain() {
    return dispatch(0);
  }
}
