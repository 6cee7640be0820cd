package io.cglab.core.block;

import java.util.ArrayList;
import java.util.List;

/** First come first served, without merging. It notes when it is asked, and may hold all back. */
final class FifoElevator implements Elevator {
  private final RequestFifo queue;

  /** When it was asked for a request. */
  final List<Long> askedNs = new ArrayList<>();

  /** It gives none. */
  boolean holds;

  FifoElevator(RequestTable requests) {
    queue = new RequestFifo(requests);
  }

  int size() {
    return queue.size();
  }

  @Override
  public int findBackMerge(int bio, int context) {
    return RequestTable.NONE;
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    return RequestTable.NONE;
  }

  @Override
  public void beforeFrontMerge(int request) {}

  @Override
  public void merged(int request, boolean atFront) {}

  @Override
  public int neighbour(int request, boolean behind) {
    return RequestTable.NONE;
  }

  @Override
  public void joining(int survivor, int victim) {}

  @Override
  public void insert(int request, long nowNs) {
    queue.addLast(request);
  }

  @Override
  public boolean hasWork() {
    return !queue.isEmpty();
  }

  @Override
  public int dispatch(long nowNs) {
    askedNs.add(nowNs);
    return holds ? RequestTable.NONE : queue.poll();
  }

  @Override
  public boolean completed(int request, long nowNs) {
    return false;
  }

  @Override
  public int drain() {
    return queue.poll();
  }
}
