package io.cglab.core.elevator;

import io.cglab.core.elevator.BfqEntity.Place;
import org.jspecify.annotations.Nullable;

/** The children of one class of a group: active ones, idle ones, their virtual time (4.1, 4.2). */
final class BfqServiceTree {
  final BfqEntityTree active = new BfqEntityTree();
  private final BfqEntityTree idle = new BfqEntityTree();
  private final BfqRecentQueues recent;

  /** How far the children have been served, on average. */
  long vtime;

  /** Sum of the weights of the entities that count. */
  long weights;

  /**
   * An empty tree.
   *
   * @param recent told of every queue that comes and goes
   */
  BfqServiceTree(BfqRecentQueues recent) {
    this.recent = recent;
  }

  void addActive(BfqEntity entity) {
    entity.place = Place.ACTIVE;
    active.add(entity);
    if (entity instanceof BfqQueue queue) {
      recent.add(queue);
    }
  }

  /** Takes an active entity out: it is being served, or about to be placed anew. */
  void extract(BfqEntity entity) {
    active.remove(entity);
    entity.place = Place.NOWHERE;
    if (entity instanceof BfqQueue queue) {
      recent.remove(queue);
    }
  }

  void addIdle(BfqEntity entity) {
    entity.place = Place.IDLE;
    idle.add(entity);
  }

  void removeIdle(BfqEntity entity) {
    idle.remove(entity);
    entity.place = Place.NOWHERE;
  }

  /** Begins to count an entity's weight. */
  void count(BfqEntity entity) {
    entity.counted = true;
    weights += entity.weight;
  }

  /** Forgets an entity without backlog: it keeps no credit. */
  void forget(BfqEntity entity) {
    if (entity.place == Place.IDLE) {
      removeIdle(entity);
    }
    entity.counted = false;
    weights -= entity.weight;
  }

  /** Children were served {@code sectors}. */
  void served(long sectors) {
    if (weights > 0) {
      vtime += BfqEntity.map(sectors, weights);
    }
    forgetOne();
  }

  /** Forgets at most one idle entity whose finish is not ahead any more. */
  private void forgetOne() {
    BfqEntity last = idle.last();
    if (active.isEmpty() && last != null && last.finish - vtime <= 0) {
      vtime = last.finish;
    }
    BfqEntity first = idle.first();
    if (first != null && first.finish - vtime <= 0) {
      forget(first);
    }
  }

  /**
   * The child to be served next: of those that may start, the one that finishes first.
   *
   * @param jump true to move virtual time to where a child may start, which is right only while no
   *     child is being served
   */
  @Nullable BfqEntity choose(boolean jump) {
    if (active.isEmpty()) {
      return null;
    }
    long least = active.minStart();
    long from = least - vtime > 0 ? least : vtime;
    if (jump && from != vtime) {
      vtime = from;
      forgetOne();
    }
    return active.firstEligible(from);
  }
}
