package io.cglab.core.elevator;

import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestTable;

/** A scheduler that is never given anything. */
final class NoRequests implements Elevator {
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
    throw new AssertionError("never given anything");
  }

  @Override
  public boolean hasWork() {
    return false;
  }

  @Override
  public int dispatch(long nowNs) {
    return RequestTable.NONE;
  }

  @Override
  public boolean completed(int request, long nowNs) {
    return false;
  }

  @Override
  public int drain() {
    return RequestTable.NONE;
  }
}
