package io.cglab.core.block;

import java.util.ArrayList;
import java.util.List;

/** First come first served, without merging. It notes when it is asked, and may hold all back. */
final class FifoElevator extends MergingNothing {
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
