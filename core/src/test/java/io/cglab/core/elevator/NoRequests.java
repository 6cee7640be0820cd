package io.cglab.core.elevator;

import io.cglab.core.block.MergingNothing;
import io.cglab.core.block.RequestTable;

/** A scheduler that is never given anything. */
final class NoRequests extends MergingNothing {
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
