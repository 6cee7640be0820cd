package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/**
 * What BFQ schedules on one level: a queue of requests, or a group of them (4.1). Its virtual times
 * count map(service, weight): see {@link #map}. Comparisons are differences, so that they may wrap.
 */
abstract sealed class BfqEntity permits BfqQueue, BfqGroup {
  /** Where an entity is, apart from being in service. */
  enum Place {
    NOWHERE,
    /** It has backlog. */
    ACTIVE,
    /** It has none, but its finish lies ahead of the tree's virtual time. */
    IDLE
  }

  private static final int SERVICE_SHIFT = 22;

  /** The group that schedules it; null for the root group and for what is not scheduled yet. */
  @Nullable BfqGroup parent;

  long start;
  long finish;

  /** Sectors received in the present slot. */
  long service;

  /** How much of that its start has been moved for. */
  private long charged;

  /** Sectors that it may receive in a slot. */
  long budget;

  int weight;
  int ownWeight;
  private int newWeight;
  int ioClass = BfqGroup.BEST_EFFORT;
  private int newClass = BfqGroup.BEST_EFFORT;
  private boolean changed;

  /** True while its weight counts in its tree: active, in service, or idle ahead of time. */
  boolean counted;

  Place place = Place.NOWHERE;

  /** Tags held by its requests. */
  int allocated;

  // Links of the tree that holds it (BfqEntityTree).
  @Nullable BfqEntity left;
  @Nullable BfqEntity right;
  long minStart;
  long order;
  int rank;

  BfqEntity(int weight) {
    this.weight = weight;
    ownWeight = weight;
    newWeight = weight;
  }

  /** floor(sectors · 2^22 / weight): how far so much service moves an entity in virtual time. */
  static long map(long sectors, long weight) {
    return (sectors << SERVICE_SHIFT) / weight;
  }

  /** Factor by which its own weight is raised: 1 for a group. */
  abstract int raise();

  /** The tree of its class at its parent. */
  final BfqServiceTree tree() {
    return group().trees[ioClass];
  }

  /** Its parent, where it has one. */
  final BfqGroup group() {
    BfqGroup up = parent;
    assert up != null : "the root group is not scheduled";
    return up;
  }

  final boolean isInService() {
    return group().inService == this;
  }

  /** The weight that it has or will have once a change is applied, without raising. */
  final int nextWeight() {
    return newWeight;
  }

  /** The class that it has or will have once a change is applied. */
  final int nextClass() {
    return newClass;
  }

  /** Another weight or class from its next activation or requeueing on. */
  final void change(int weightThen, int classThen) {
    newWeight = weightThen;
    newClass = classThen;
    changed = true;
  }

  /** Its raising has changed: the weight follows with the next activation or requeueing. */
  final void reweigh() {
    changed = true;
  }

  final boolean hasChange() {
    return changed;
  }

  /**
   * Applies a pending change. The weight moves to the tree of the new class; there the entity
   * starts at the present virtual time.
   */
  final BfqServiceTree applyChange() {
    BfqServiceTree before = tree();
    if (!changed) {
      return before;
    }
    changed = false;
    if (counted) {
      before.weights -= weight;
    }
    ownWeight = newWeight;
    ioClass = newClass;
    weight = ownWeight * raise();
    BfqServiceTree now = tree();
    if (counted) {
      now.weights += weight;
    }
    if (now != before) {
      start = now.vtime;
    }
    return now;
  }

  /** Sets the finish to where the budget would bring it. */
  final void aim() {
    finish = start + map(budget, weight);
  }

  /**
   * Moves start and finish to where the service so far has brought it. A group may be placed anew
   * while it is in service, so what was charged once is not charged again.
   */
  final void charge() {
    start += map(service - charged, weight);
    finish = start;
    charged = service;
  }

  /** A new slot: nothing received yet. */
  final void resetService() {
    service = 0;
    charged = 0;
  }
}
