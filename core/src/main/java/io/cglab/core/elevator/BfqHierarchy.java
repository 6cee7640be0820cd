package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.elevator.BfqEntity.Place;
import org.jspecify.annotations.Nullable;

/**
 * B-WF2Q+ over the tree of groups and queues (schedulers-and-devices.md 4.2; Bennett and Zhang,
 * "Hierarchical packet fair queueing algorithms", 1996, with the budgets of Valente and Checconi).
 *
 * <p>Each group serves its children as if a fluid server gave each of them its weight's share: a
 * child that is served up to its budget would start at S and finish at F = S + budget / weight in
 * virtual time. Served next is, among those that the fluid server would have begun with (S not
 * after the group's virtual time), the one with the least F. A group looks to its parent like a
 * queue whose budget is that of the child it would serve next.
 *
 * <p>Whenever an entity comes, goes or changes its times, its group chooses its next child anew;
 * where that changes the group's budget, or the group had no child before, the group itself is
 * placed anew at its parent, and so on upward.
 */
final class BfqHierarchy {
  private static final int IDLE_CLASS_WAIT_MS = 200;

  private final int idleClassWait;
  final BfqRecentQueues recent = new BfqRecentQueues();
  final BfqGroup root;

  // The tick at which the present call happens.
  private long tick;

  /**
   * A tree with its root group alone.
   *
   * @param hz ticks a second
   * @param tick now
   */
  BfqHierarchy(int rootBlkg, int hz, long tick, RequestTable requests) {
    idleClassWait = IDLE_CLASS_WAIT_MS * hz / 1000;
    root = new BfqGroup(rootBlkg, BfqWeights.USUAL, tick, recent, requests);
    this.tick = tick;
  }

  /** Says what time it is, before anything else is asked. */
  void setTick(long now) {
    tick = now;
  }

  // ---- service

  /** A queue was served: it and the groups above it get older by as much as their weights say. */
  void served(BfqQueue queue, long sectors) {
    for (BfqEntity at = queue; at.parent != null; at = at.group()) {
      at.service += sectors;
      at.tree().served(sectors);
    }
  }

  /** Puts the path to the queue to be served next in service; null if nobody has backlog. */
  @Nullable BfqQueue select() {
    BfqGroup group = root;
    while (true) {
      BfqEntity next = group.next;
      if (next == null) {
        assert group == root : "a group without backlog was to be served";
        return null;
      }
      group.inService = next;
      if (next instanceof BfqQueue queue) {
        queue.tree().extract(queue);
        chooseUpward(queue);
        return queue;
      }
      BfqGroup child = (BfqGroup) next;
      if (child.activeChildren() == 1) {
        child.tree().extract(child); // alone it cannot be its own successor
      }
      group = child;
    }
  }

  /** Chooses the successors of what was just put in service. */
  private void chooseUpward(BfqEntity from) {
    for (BfqEntity at = from; at.parent != null; at = at.group()) {
      if (!chooseNext(at.group(), false)) {
        return;
      }
    }
  }

  // ---- coming and going

  /**
   * An entity got backlog.
   *
   * @param recovers it comes back in time from waiting for its next request: it is placed as if it
   *     had never left
   */
  void activate(BfqEntity entity, boolean recovers) {
    placeUpward(entity, recovers, false, false);
  }

  /** Places an entity in service behind what it was served, or an active one by its new budget. */
  void requeue(BfqEntity entity, boolean expiry) {
    placeUpward(entity, false, expiry && entity.isInService(), expiry);
  }

  private void placeUpward(BfqEntity entity, boolean recovers, boolean all, boolean expiry) {
    for (BfqEntity at = entity; at.parent != null; at = at.group()) {
      if (at.isInService() || at.place == Place.ACTIVE) {
        placeAgain(at);
      } else {
        placeFirst(at, recovers);
      }
      if (!chooseNext(at.group(), expiry) && !all) {
        return;
      }
    }
  }

  private static void placeFirst(BfqEntity entity, boolean recovers) {
    BfqServiceTree tree = entity.tree();
    boolean back = recovers && tree.vtime - entity.finish > 0;
    long from = back ? entity.finish : tree.vtime;
    if (entity.place == Place.IDLE) {
      tree.removeIdle(entity);
      entity.start = entity.finish - from > 0 ? entity.finish : from;
    } else {
      entity.start = from;
      if (!entity.counted) {
        tree.count(entity);
      }
    }
    enqueue(entity, back);
  }

  private static void placeAgain(BfqEntity entity) {
    if (entity.place == Place.ACTIVE) {
      entity.tree().extract(entity);
    }
    if (entity.isInService()) {
      entity.charge();
    }
    enqueue(entity, false);
  }

  private static void enqueue(BfqEntity entity, boolean back) {
    BfqServiceTree tree = entity.applyChange();
    entity.aim();
    long behind = tree.vtime - entity.finish;
    if (back && behind > 0) {
      // What was lost to those served meanwhile is not made good in one go.
      long forward = behind / entity.raise();
      entity.start += forward;
      entity.finish += forward;
    }
    tree.addActive(entity);
  }

  /**
   * An entity has no backlog any more.
   *
   * @param keep true to remember how far ahead of its share it is
   * @param expiry true when what is in service ends with it
   */
  void deactivate(BfqEntity entity, boolean keep, boolean expiry) {
    BfqEntity at = entity;
    boolean keepThis = keep;
    while (true) {
      if (!takeOut(at, keepThis)) {
        return;
      }
      BfqGroup group = at.group();
      if (group.next == at) {
        chooseNext(group, expiry);
      }
      if (group.next != null || group.inService != null) {
        requeueFrom(group, expiry);
        return;
      }
      if (group.parent == null) {
        return;
      }
      keepThis = true;
      at = group;
    }
  }

  /**
   * A group that keeps some backlog is placed anew, and those above it as far as it changes them.
   */
  private void requeueFrom(BfqGroup group, boolean expiry) {
    for (BfqEntity at = group; at.parent != null; at = at.group()) {
      placeAgain(at);
      if (!chooseNext(at.group(), expiry) && !expiry) {
        return;
      }
    }
  }

  private static boolean takeOut(BfqEntity entity, boolean keep) {
    if (!entity.counted) {
      return false;
    }
    BfqServiceTree tree = entity.tree();
    BfqGroup group = entity.group();
    switch (entity.place) {
      case ACTIVE -> tree.extract(entity);
      case IDLE -> tree.removeIdle(entity);
      case NOWHERE -> {}
    }
    entity.charge();
    if (group.inService == entity) {
      group.inService = null;
    } else {
      entity.resetService();
    }
    if (keep && entity.finish - tree.vtime > 0) {
      tree.addIdle(entity);
    } else {
      tree.forget(entity);
    }
    return true;
  }

  /** Nobody on the queue's path is in service any more. */
  void endService(BfqQueue queue) {
    for (BfqEntity at = queue; at.parent != null; at = at.group()) {
      at.group().inService = null;
    }
  }

  // ---- choice

  /**
   * Chooses a group's next child.
   *
   * @param expiry true when the child in service is leaving
   * @return true if the group has to be placed anew: it had no next child, or its budget changed
   */
  private boolean chooseNext(BfqGroup group, boolean expiry) {
    boolean hadNone = group.next == null;
    boolean jump = group.inService == null || expiry;
    int firstClass = BfqGroup.REAL_TIME;
    if (tick - group.idleMarkTick > idleClassWait) {
      group.idleMarkTick = tick;
      if (!group.trees[BfqGroup.IDLE].active.isEmpty()) {
        firstClass = BfqGroup.IDLE;
      }
    }
    BfqEntity chosen = null;
    for (int c = firstClass; chosen == null && c < BfqGroup.CLASSES; c++) {
      chosen = group.trees[c].choose(jump);
    }
    group.next = chosen;
    if (chosen == null) {
      return false;
    }
    boolean newBudget = group.parent != null && group.budget != chosen.budget;
    if (newBudget) {
      group.budget = chosen.budget;
    }
    return hadNone || newBudget;
  }
}
