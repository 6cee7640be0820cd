package io.cglab.core.elevator;

import io.cglab.core.block.RequestFifo;
import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one thread, or the asynchronous ones of a group's class and level (4.1): what BFQ
 * serves, one at a time, up to a budget.
 */
final class BfqQueue extends BfqEntity {
  private static final int WEIGHT_OF_A_LEVEL = 10;
  private static final int LEVELS = 8;
  private static final int SEEKY_BITS = 19;

  /** The weight of a queue whose thread asked for nothing; only such a queue is ever raised. */
  static final int USUAL_WEIGHT = 40;

  /** Known to requests by this number. */
  final int index;

  final boolean sync;
  final SectorTree sorted;
  final RequestFifo fifo;

  /** The tick in which it was made, and when it was split off a shared queue. */
  final long createdTick;

  int level;

  /** The thread whose queue it is; 0 for a shared one. */
  int context;

  /** Threads that use it, or will: those of the queues that have become part of it count, too. */
  int threads;

  /** The request to be dispatched next, or NONE. */
  int next = RequestTable.NONE;

  /** The next request as its group knows it, where it is kept by position (4.7); else NONE. */
  int positioned = RequestTable.NONE;

  /** Requests dispatched and not complete. */
  int dispatched;

  /** It has backlog, or is in service. */
  boolean busy;

  /** The class that it counts with among the busy ones. */
  int busyClass;

  /** It has requests that are not complete, and counts among those who do. */
  boolean pending;

  /** The weight that it counts with there, 0 for a raised queue. */
  int pendingWeight;

  // Budgets (4.3).
  long maxBudget;
  long timeoutTick;

  /** The oldest request was looked at in this slot. */
  boolean fifoChecked;

  /** It expired while it was waited for, with budget left: it may come back. */
  boolean recoverable;

  /** In service and empty, it is waited for. */
  boolean awaited;

  // How it behaves (4.4).
  int seeks = 1;
  long lastEnd;
  final ThinkTime think = new ThinkTime();
  boolean shortThink = true;
  boolean ioBound = true;
  long ioSinceNs;
  long emptyNs;
  boolean justCreated = true;

  // Weight raising (4.6).
  int raise = 1;
  long raisedTick;
  long raiseTicks;
  long servedRaised;
  boolean inLargeBurst;
  boolean softRtDue;
  long softRtTick;
  long backloggedTick;
  long servedBacklogged;

  // Injection and waking (4.7).
  final BfqInjection.Limit injection;
  @Nullable BfqQueue waker;
  @Nullable BfqQueue tentativeWaker;
  int wakerHits;
  long wakerSinceNs;

  /** The queue that it wakes which was activated last. */
  @Nullable BfqQueue woken;

  // Links of the list of active queues (BfqRecentQueues).
  @Nullable BfqQueue older;
  @Nullable BfqQueue newer;

  /** What it became part of. */
  @Nullable BfqQueue mergedInto;

  /** Several threads share it. */
  boolean shared;

  BfqQueue(
      int index, boolean sync, RequestTable requests, int ioClass, int level, long tick, long now) {
    super(weightOf(level));
    this.index = index;
    this.sync = sync;
    this.level = level;
    this.createdTick = tick;
    this.injection = new BfqInjection.Limit(tick);
    change(weightOf(level), ioClass);
    this.ioClass = ioClass;
    sorted = new SectorTree(requests);
    fifo = new RequestFifo(requests);
    ioSinceNs = now;
    raisedTick = tick;
    backloggedTick = tick;
  }

  /** (8 − level) · 10. */
  static int weightOf(int level) {
    return (LEVELS - level) * WEIGHT_OF_A_LEVEL;
  }

  @Override
  int raise() {
    return raise;
  }

  boolean isEmpty() {
    return fifo.isEmpty();
  }

  int queued() {
    return fifo.size();
  }

  boolean isSeeky() {
    return Integer.bitCount(seeks) > SEEKY_BITS;
  }

  boolean isRaised() {
    return raise > 1;
  }

  long budgetLeft() {
    return budget - service;
  }
}
