package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * CFQ's side of a (cgroup, disk) record. {@link #key} is its virtual disk time: what its queues
 * used of the disk, divided by its share.
 */
final class CfqGroup extends CfqNode<CfqGroup> {
  /** Kinds of queues that are served apart (3.3); one is enough for other flavors. */
  static final int ASYNC = 0;

  static final int SYNC_NOIDLE = 1;
  static final int SYNC = 2;
  static final int TYPES = 3;
  private static final int LEVELS = 8;

  /** Its record, a row of BlkgTable; NONE once that is gone. */
  int blkg;

  final @Nullable CfqGroup parent;

  final CfqServiceTree[] trees = new CfqServiceTree[CfqQueue.CLASSES * TYPES];

  boolean isOnTree;

  // Weights, as they were when the group last came to the tree, and who counts (3.3).
  int weight;
  int leafWeight;

  /** Of the whole disk, in 4096ths. */
  long fraction = CfqShares.WHOLE;

  /** The weights of those below it that have something to do, itself included. */
  long activeWeights;

  int activeBelow;

  /** Queues that it has, busy or not. */
  int queues;

  // Busy queues.
  int busy;
  int busyAsync;
  final int[] busyOf = new int[CfqQueue.CLASSES];

  /** A smoothed {@link #busyOf}. */
  final int[] usuallyBusy = new int[CfqQueue.CLASSES];

  /** Requests of its queues given to the driver and not complete. */
  int dispatched;

  /** What was left of the time for a kind of queue when the group last lost the disk. */
  long savedWorkNs;

  int savedClass;
  int savedType;

  final ThinkTime think = new ThinkTime();

  private final @Nullable SectorTree[] positions = new @Nullable SectorTree[LEVELS];
  private final @Nullable CfqQueue[] async = new @Nullable CfqQueue[CfqQueue.CLASSES * LEVELS];

  /** The one queue of a group whose requests another scheduler puts in order. */
  @Nullable CfqQueue only;

  CfqGroup(int blkg, @Nullable CfqGroup parent, long now) {
    this.blkg = blkg;
    this.parent = parent;
    think.done(now);
    for (int i = 0; i < trees.length; i++) {
      trees[i] = new CfqServiceTree();
      trees[i].think.done(now);
    }
  }

  CfqServiceTree tree(int ioClass, int type) {
    return trees[ioClass * TYPES + type];
  }

  private static int slot(int ioClass, int level) {
    return ioClass == CfqQueue.IDLE ? CfqQueue.IDLE * LEVELS : ioClass * LEVELS + level;
  }

  /** The queue that asynchronous requests of this class and level share; one for the idle class. */
  @Nullable CfqQueue async(int ioClass, int level) {
    return async[slot(ioClass, level)];
  }

  void setAsync(int ioClass, int level, CfqQueue queue) {
    async[slot(ioClass, level)] = queue;
  }

  /** The next requests of its synchronous queues of a level, by position. */
  SectorTree positions(int level, RequestTable requests) {
    SectorTree tree = positions[level];
    if (tree == null) {
      tree = SectorTree.ofNextRequests(requests);
      positions[level] = tree;
    }
    return tree;
  }

  /** Forgets the shared queues: nobody joins them any more. */
  void dropShared() {
    Arrays.fill(async, null);
    only = null;
  }
}
