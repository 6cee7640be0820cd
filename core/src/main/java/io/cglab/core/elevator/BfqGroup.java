package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * BFQ's side of a (cgroup, disk) record: an entity at its parent, and the scheduler of its own
 * children (4.1). Group entities are always best effort; the root group is nobody's child.
 */
final class BfqGroup extends BfqEntity {
  static final int REAL_TIME = 0;
  static final int BEST_EFFORT = 1;
  static final int IDLE = 2;
  static final int CLASSES = 3;
  private static final int LEVELS = 8;

  /** Its record: a row of BlkgTable. */
  final int blkg;

  /** Its children by class. */
  final BfqServiceTree[] trees;

  /** The child being served. */
  @Nullable BfqEntity inService;

  /** The child to be served next: chosen whenever something changes here. */
  @Nullable BfqEntity next;

  /** The tick from which the time is counted after which idle children get a turn. */
  long idleMarkTick;

  /** The next requests of its queues by position, on disks that lose by changing between them. */
  final SectorTree positions;

  /** Queues with requests that are not complete. */
  int pendingQueues;

  /** The first of a series of queues created close together (4.7). */
  @Nullable BfqQueue reference;

  // Large bursts (4.6): queues created close together.
  long burstTick;
  int burstSize;
  boolean largeBurst;
  final List<BfqQueue> burst = new ArrayList<>();

  private final @Nullable BfqQueue[] async = new @Nullable BfqQueue[CLASSES * LEVELS];

  BfqGroup(int blkg, int weight, long tick, BfqRecentQueues recent, RequestTable requests) {
    super(weight);
    this.blkg = blkg;
    trees =
        new BfqServiceTree[] {
          new BfqServiceTree(recent), new BfqServiceTree(recent), new BfqServiceTree(recent)
        };
    positions = SectorTree.ofNextRequests(requests);
    idleMarkTick = tick;
    burstTick = tick;
  }

  @Override
  int raise() {
    return 1;
  }

  /** Children with backlog that wait for their turn. */
  int activeChildren() {
    int active = 0;
    for (BfqServiceTree tree : trees) {
      active += tree.active.size();
    }
    return active;
  }

  private static int slot(int ioClass, int level) {
    return ioClass == IDLE ? IDLE * LEVELS : ioClass * LEVELS + level;
  }

  /** The queue that asynchronous requests of this class and level share; one for the idle class. */
  @Nullable BfqQueue async(int ioClass, int level) {
    return async[slot(ioClass, level)];
  }

  void setAsync(int ioClass, int level, BfqQueue queue) {
    async[slot(ioClass, level)] = queue;
  }
}
