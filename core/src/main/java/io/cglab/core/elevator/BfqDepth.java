package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/**
 * How many tags an allocation may use (schedulers-and-devices.md 4.7, "Allocation limit"): writes
 * and asynchronous requests leave some to readers, and whoever holds more than its weight's share
 * gets one at a time.
 */
final class BfqDepth {
  private static final int LEVELS = 8;

  private final BfqDevice device;
  private final QueueSettings settings;

  BfqDepth(BfqDevice device, QueueSettings settings) {
    this.device = device;
    this.settings = settings;
  }

  /**
   * The depth for one allocation.
   *
   * @param queue the thread's queue, or null if it has none yet
   */
  int of(@Nullable BfqQueue queue, boolean read, boolean sync, int tags) {
    int depth = tags;
    long limit = settings.nrRequests();
    if (!read) {
      depth = restricted(sync);
      limit = depth;
    }
    return queue != null && isOver(queue, limit) ? 1 : depth;
  }

  private int restricted(boolean sync) {
    int n = settings.depthBasis();
    boolean raised = device.raisedBusyQueues() > 0;
    int depth;
    if (sync) {
      depth = raised ? n * 6 / 16 : n * 3 / 4;
    } else {
      depth = raised ? n * 3 / 16 : n / 2;
    }
    return Math.max(1, depth);
  }

  private static boolean isOver(BfqQueue queue, long limit) {
    for (BfqEntity at = queue; at.parent != null; at = at.group()) {
      if (!at.counted) {
        return false;
      }
    }
    return share(queue, queue.ioClass, limit) < 0;
  }

  /** The part of the limit that the entity may hold; −1 if it, or one above it, holds as much. */
  private static long share(BfqEntity entity, int ioClass, long limit) {
    BfqGroup group = entity.group();
    long mine = limit;
    if (group.parent != null) {
      mine = share(group, ioClass, limit);
      if (mine < 0) {
        return mine;
      }
    }
    long weights = 0;
    for (int c = 0; c <= ioClass; c++) {
      weights = weights * LEVELS + group.trees[c].weights;
    }
    if (weights > 0) {
      mine = (mine * entity.weight + weights / 2) / weights;
    }
    return entity.allocated >= mine ? -1 : mine;
  }
}
