package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one thread, or the asynchronous ones of a class and level that a group's threads
 * share, or all of a group's where another scheduler chooses among them.
 */
final class CfqQueue extends CfqNode<CfqQueue> {
  static final int REAL_TIME = 0;
  static final int BEST_EFFORT = 1;
  static final int IDLE = 2;
  static final int CLASSES = 3;

  /** Known to requests by this number. */
  final int index;

  final boolean sync;
  final CfqRequests requests;
  final CfqGroup group;

  /** The thread whose queue it is; 0 for a shared one, and once the thread has ended. */
  int context;

  int ioClass;
  int level;

  /** Where it waits for its turn, also while it has it; null while it has nothing to do. */
  @Nullable CfqServiceTree tree;

  /** The class whose tree that is. */
  int treeClass;

  /** Requests given to the driver and not complete. */
  int dispatched;

  /** Queued requests of metadata. */
  int metaQueued;

  // The slice (3.1).

  /** It has its turn, and nothing was complete yet: the slice's clock stands still. */
  boolean sliceIsNew;

  long activeSinceNs;

  /** The first completion of the slice; 0 before. */
  long sliceStartNs;

  long sliceEndNs;
  long sliceNs;

  /** Requests dispatched in the slice. */
  int sliceRequests;

  /** What is left of a slice that was cut short, or negative, what was too much. */
  long residualNs;

  boolean fifoChecked;

  // Cooperation.

  /** The next request as those of its level know it by position, or NONE. */
  int positioned = RequestTable.NONE;

  int positionedLevel;

  /** It got its turn from a thread that works together with its own. */
  boolean cooperated;

  // Waiting.

  /** Its thread is as a rule back soon: it is worth a wait. */
  boolean idleWindow;

  /** It waits for its thread's next request, with the timer running. */
  boolean awaited;

  /** The next request ends the slice: it was prolonged for the group not to lose its place. */
  boolean waitsBusy;

  /** A request came while it was waited for: it goes whatever the time is. */
  boolean mustDispatch;

  /** It had several requests at a time lately, so that it does not wait after each. */
  boolean deep;

  final ThinkTime think = new ThinkTime();
  final CfqSeeks seeks;

  CfqQueue(int index, boolean sync, CfqRequests requests, CfqGroup group, CfqSeeks seeks) {
    this.index = index;
    this.sync = sync;
    this.requests = requests;
    this.group = group;
    this.seeks = seeks;
  }

  boolean isBusy() {
    return tree != null;
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  boolean isIdleClass() {
    return ioClass == IDLE;
  }
}
