package io.cglab.core.elevator;

import io.cglab.core.cgroup.BlkgTable;
import org.jspecify.annotations.Nullable;

/**
 * Who of the groups has the disk next (schedulers-and-devices.md 3.3, 3.4): the one that had least
 * of it, measured by its share.
 *
 * <p>The tree of cgroups is flattened. A group's own tasks count beside its child groups, with a
 * weight of their own; what part of the whole disk they have is the product of what each level
 * gives. A group that comes back keeps no credit.
 */
final class CfqShares {
  private static final int SHIFT = 12;

  /** All of the disk, as a {@link CfqGroup#fraction}. */
  static final long WHOLE = 1L << SHIFT;

  private static final long BEHIND_ALL_NS = 200_000_000;
  private static final long BEHIND_ALL_REQUESTS = 5; // of a second, in ticks

  private final CfqDevice device;
  private final BlkgTable blkgs;
  private final CfqWeights weights;
  private final CfqClasses classes;
  private final CfqCounters counters;
  private final int hz;
  private final CfqTree<CfqGroup> tree = new CfqTree<>();

  /** The least key of the tree, which only grows. */
  private long leastKey;

  /** A group whose queue took another's place: it is the next, whatever it had. */
  private @Nullable CfqGroup promoted;

  CfqShares(
      CfqDevice device,
      BlkgTable blkgs,
      CfqWeights weights,
      CfqClasses classes,
      CfqCounters counters,
      int hz) {
    this.device = device;
    this.blkgs = blkgs;
    this.weights = weights;
    this.classes = classes;
    this.counters = counters;
    this.hz = hz;
  }

  /** The group whose turn it is, or null if none has anything to do. */
  @Nullable CfqGroup first() {
    CfqGroup first = tree.first();
    if (device.flavor != CfqFlavor.V10) {
      advance(first);
    }
    CfqGroup instead = promoted;
    promoted = null;
    return instead != null && instead.isOnTree ? instead : first;
  }

  void promote(CfqGroup group) {
    promoted = group;
  }

  /** A group has its first busy queue. */
  void add(CfqGroup group) {
    CfqGroup last = tree.last();
    if (device.flavor == CfqFlavor.V10) {
      // Whoever is back before the next turn ends has its old place: the tree of idle ones keeps
      // it.
      group.key = group.key - leastKey > 0 ? group.key : leastKey;
    } else if (last == null) {
      group.key = leastKey;
    } else {
      long behind = device.countsRequests() ? hz / BEHIND_ALL_REQUESTS : BEHIND_ALL_NS;
      group.key = last.key + behind;
    }
    enter(group);
    counters.enqueued(group.blkg);
  }

  /** A group has no busy queue any more. */
  void remove(CfqGroup group) {
    leave(group);
    group.savedWorkNs = 0;
    counters.dequeued(group.blkg);
  }

  /** A group used the disk, for so many ns or requests. */
  void charge(CfqGroup group, long used) {
    long fraction = group.fraction;
    leave(group);
    group.key += (used << (2 * SHIFT)) / fraction;
    enter(group);
    advance(tree.first());
  }

  private void advance(@Nullable CfqGroup first) {
    if (first != null && first.key - leastKey > 0) {
      leastKey = first.key;
    }
  }

  private void enter(CfqGroup group) {
    group.isOnTree = true;
    activate(group);
    tree.add(group);
  }

  private void leave(CfqGroup group) {
    tree.remove(group);
    group.isOnTree = false;
    deactivate(group);
  }

  /** New weights count from here on. */
  private void activate(CfqGroup group) {
    boolean hasLeafWeights = device.flavor == CfqFlavor.GROUPS;
    if (group.leafWeight == 0 || isKnown(group)) {
      group.band = classes.effective(group.blkg);
      group.leafWeight =
          weights.weight(
              hasLeafWeights ? CfqWeights.Share.LEAF : CfqWeights.Share.GROUP, group.blkg);
    }
    boolean comes = group.activeBelow++ == 0;
    group.activeWeights += group.leafWeight;
    long fraction = WHOLE * group.leafWeight / group.activeWeights;
    CfqGroup at = group;
    for (CfqGroup up = at.parent; up != null; up = at.parent) {
      if (comes) {
        if (at.weight == 0 || isKnown(at)) {
          at.weight = weights.weight(CfqWeights.Share.GROUP, at.blkg);
        }
        comes = up.activeBelow++ == 0;
        up.activeWeights += at.weight;
      }
      fraction = fraction * at.weight / up.activeWeights;
      at = up;
    }
    group.fraction = Math.max(1, fraction);
  }

  /** False once the cgroup is gone: what is left of its I/O keeps the weights that it had. */
  private boolean isKnown(CfqGroup group) {
    return group.blkg != BlkgTable.NONE && !blkgs.isOffline(group.blkg);
  }

  private static void deactivate(CfqGroup group) {
    boolean goes = --group.activeBelow == 0;
    group.activeWeights -= group.leafWeight;
    CfqGroup at = group;
    for (CfqGroup up = at.parent; up != null && goes; up = at.parent) {
      goes = --up.activeBelow == 0;
      up.activeWeights -= at.weight;
      at = up;
    }
  }
}
