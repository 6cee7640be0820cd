package io.cglab.core.block;

/** A scheduler that joins nothing to what it holds. */
public abstract class MergingNothing implements Elevator {
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
}
