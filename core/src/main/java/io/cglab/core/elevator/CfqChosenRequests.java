package io.cglab.core.elevator;

import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestTable;

/** A group's requests in the order of another scheduler, which has an instance for each group. */
final class CfqChosenRequests implements CfqRequests {
  private final Elevator by;
  private int size;

  CfqChosenRequests(Elevator by) {
    this.by = by;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void add(int request, long position, long now) {
    size++;
    by.insert(request, now);
  }

  @Override
  public int next() {
    return RequestTable.NONE;
  }

  @Override
  public int take(boolean fifoChecked, long now) {
    return counted(by.dispatch(now));
  }

  private int counted(int request) {
    size -= request == RequestTable.NONE ? 0 : 1;
    return request;
  }

  @Override
  public boolean completed(int request, long now) {
    return by.completed(request, now);
  }

  @Override
  public int behindWhich(int bio, int context) {
    return by.findBackMerge(bio, context);
  }

  @Override
  public int beforeWhich(int bio, int context) {
    return by.findFrontMerge(bio, context);
  }

  @Override
  public void beforeFrontMerge(int request) {
    by.beforeFrontMerge(request);
  }

  @Override
  public void merged(int request, boolean atFront, long position) {
    by.merged(request, atFront);
  }

  @Override
  public int neighbour(int request, boolean behind) {
    return by.neighbour(request, behind);
  }

  @Override
  public void joining(int survivor, int victim) {
    size--;
    by.joining(survivor, victim);
  }

  @Override
  public int drain() {
    return counted(by.drain());
  }
}
