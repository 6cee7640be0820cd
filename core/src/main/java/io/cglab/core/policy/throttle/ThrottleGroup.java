package io.cglab.core.policy.throttle;

import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.sim.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * A node of one disk's throttling tree: a (cgroup, disk) group, or the top queue into which all
 * groups without a parent group drain. It holds its children with parked bios, ordered by when the
 * first of theirs may go: an intrusive pairing heap, so that thousands of waiting siblings cost
 * O(log n).
 */
final class ThrottleGroup {
  static final int READ = 0;
  static final int WRITE = 1;

  /** The record, or {@link BlkgTable#NONE} for the top queue. */
  final int blkg;

  /** Where bios go from here; null for the top queue. */
  final @Nullable ThrottleGroup parent;

  /** Sends bios on from the top queue; null below it. */
  final @Nullable ReleaseWorker worker;

  /** v1: what was submitted here since throttling began on the disk, in I/Os and bytes. */
  final @Nullable RwStat serviced;

  final @Nullable RwStat serviceBytes;

  final Bucket[] buckets;

  /** Timer for the earliest child; none before the first parks. */
  int timer = EventQueue.NONE;

  /** A bio came into an empty queue, so {@link #dispatchTick} is out of date. */
  boolean becameNonEmpty;

  /** When the first parked bio may go, in ticks. */
  long dispatchTick;

  /** Position among the parent's children of equal dispatch tick: order of insertion. */
  private long order;

  private boolean pending;
  private @Nullable ThrottleGroup previous;
  private @Nullable ThrottleGroup sibling;
  private @Nullable ThrottleGroup child;

  // As a parent: its pending children.
  private @Nullable ThrottleGroup earliest;
  private long inserted;

  /** A group whose bios go on to {@code parent}; {@code counts} for v1's statistics. */
  ThrottleGroup(int blkg, ThrottleGroup parent, boolean counts) {
    this.blkg = blkg;
    this.parent = parent;
    this.worker = null;
    this.buckets = new Bucket[] {new Bucket(this), new Bucket(this)};
    this.serviced = counts ? new RwStat() : null;
    this.serviceBytes = counts ? new RwStat() : null;
  }

  /** A top queue, emptied by {@code worker}. */
  ThrottleGroup(ReleaseWorker worker) {
    this.blkg = BlkgTable.NONE;
    this.parent = null;
    this.worker = worker;
    this.buckets = new Bucket[] {new Bucket(this), new Bucket(this)};
    this.serviced = null;
    this.serviceBytes = null;
  }

  boolean isTop() {
    return parent == null;
  }

  /** The pending child with the smallest dispatch tick, or null. */
  @Nullable ThrottleGroup earliest() {
    return earliest;
  }

  boolean hasParked() {
    return buckets[READ].parked + buckets[WRITE].parked > 0;
  }

  /** Adds a child, or moves it if it is there, behind those of an equal tick. */
  void insert(ThrottleGroup group, long tick) {
    remove(group);
    group.dispatchTick = tick;
    group.order = inserted++;
    group.pending = true;
    group.child = null;
    group.sibling = null;
    group.previous = null;
    earliest = earliest == null ? group : meld(earliest, group);
  }

  /** Takes a child out; nothing happens if it is not pending. */
  void remove(ThrottleGroup group) {
    if (!group.pending) {
      return;
    }
    group.pending = false;
    ThrottleGroup below = group.child == null ? null : mergePairs(group.child);
    group.child = null;
    if (group == earliest) {
      earliest = below;
      return;
    }
    ThrottleGroup before = group.previous;
    assert before != null : "pending but not linked";
    if (before.child == group) {
      before.child = group.sibling;
    } else {
      before.sibling = group.sibling;
    }
    if (group.sibling != null) {
      group.sibling.previous = before;
    }
    group.previous = null;
    group.sibling = null;
    if (below != null && earliest != null) {
      earliest = meld(earliest, below);
    }
  }

  private static ThrottleGroup meld(ThrottleGroup a, ThrottleGroup b) {
    boolean keep =
        a.dispatchTick < b.dispatchTick || (a.dispatchTick == b.dispatchTick && a.order < b.order);
    ThrottleGroup root = keep ? a : b;
    ThrottleGroup under = keep ? b : a;
    under.sibling = root.child;
    if (root.child != null) {
      root.child.previous = under;
    }
    under.previous = root;
    root.child = under;
    root.sibling = null;
    root.previous = null;
    return root;
  }

  /**
   * The two passes of a pairing heap, without recursion: pairs from the left, then all from the
   * right.
   */
  private static ThrottleGroup mergePairs(ThrottleGroup first) {
    ThrottleGroup pairs = null; // linked backwards through sibling
    ThrottleGroup at = first;
    while (at != null) {
      ThrottleGroup second = at.sibling;
      ThrottleGroup rest = second == null ? null : second.sibling;
      at.sibling = null;
      at.previous = null;
      ThrottleGroup pair = at;
      if (second != null) {
        second.sibling = null;
        second.previous = null;
        pair = meld(at, second);
      }
      pair.sibling = pairs;
      pairs = pair;
      at = rest;
    }
    assert pairs != null : "nothing to merge";
    ThrottleGroup root = pairs;
    ThrottleGroup next = root.sibling;
    root.sibling = null;
    while (next != null) {
      ThrottleGroup after = next.sibling;
      next.sibling = null;
      root = meld(root, next);
      next = after;
    }
    return root;
  }
}
