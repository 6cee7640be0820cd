package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;
import org.jspecify.annotations.Nullable;

/** Which threads share a queue, because they do the same work (schedulers-and-devices.md 4.7). */
final class BfqSharing {
  private static final int SERIES_MS = 600;
  private static final int TOGETHER_MS = 180;
  private static final int OLD_ENOUGH_MS = 600;
  private static final int NEIGHBOUR_MS = 100;
  private static final int CLOSE_SECTORS = 8192;

  private final BfqQueues queues;
  private final BfqDevice device;
  private final int hz;

  BfqSharing(BfqQueues queues, BfqDevice device, int hz) {
    this.queues = queues;
    this.device = device;
    this.hz = hz;
  }

  private long ticks(long ms) {
    return ms * hz / 1000;
  }

  /**
   * A new queue that was made close behind another one of its group probably does the same work: on
   * disks that lose nothing by it both are one from the beginning, elsewhere perhaps later.
   */
  void joinSeries(BfqContext context, BfqQueue queue, BfqGroup group, long tick) {
    BfqQueue first = group.reference;
    if (first == null
        || tick - first.createdTick > ticks(SERIES_MS)
        || first.parent != group
        || first.nextClass() != queue.nextClass()
        || first.level != queue.level) {
      group.reference = queue;
    } else if (tick - first.createdTick <= ticks(TOGETHER_MS)) {
      if (!device.isSolidAndQueues()) {
        context.stableTarget = first;
      } else if (first.threads > 0) {
        context.stablyMerged = true;
        merge(context, queue, last(first));
      }
    }
  }

  void joinOldSeries(BfqContext context, BfqQueue queue, long tick) {
    BfqQueue target = context.stableTarget;
    if (target == null
        || device.isSolidAndQueues()
        || tick - queue.createdTick < ticks(OLD_ENOUGH_MS)) {
      return;
    }
    context.stableTarget = null; // it is decided once
    if (device.boostsThroughput(queue)) {
      return;
    }
    target = last(target);
    if (target != queue && target.threads > 0 && target.parent == queue.parent) {
      context.stablyMerged = true;
      merge(context, queue, target);
    }
  }

  /**
   * Threads that read close to each other, and began to at the same time, do the same work: on
   * disks that seek they share a queue, and the disk reads on instead of going to and fro.
   */
  void joinNeighbour(BfqContext context, long sector, long tick) {
    BfqQueue queue = context.sync;
    if (queue == null || device.isSolidAndQueues() || !mayJoin(queue, tick)) {
      return;
    }
    BfqQueue other = neighbour(queue, sector);
    if (other != null
        && other != queue
        && other.threads > 0
        && mayJoin(other, tick)
        && other.nextClass() == queue.nextClass()) {
      merge(context, queue, other);
    }
  }

  private boolean mayJoin(BfqQueue queue, long tick) {
    return queue.mergedInto == null
        && !queue.isSeeky()
        && tick - queue.backloggedTick < ticks(NEIGHBOUR_MS);
  }

  /** The queue of the same group that is, or will be, close to a sector. */
  private @Nullable BfqQueue neighbour(BfqQueue queue, long sector) {
    BfqQueue current = device.inService;
    if (current != null
        && current != queue
        && current.sync
        && current.parent == queue.parent
        && Math.abs(sector - device.lastPosition) <= CLOSE_SECTORS) {
      return current;
    }
    SectorTree positions = queue.group().positions;
    BfqQueue behind = closeTo(positions.ceiling(sector), sector, queue);
    return behind != null ? behind : closeTo(positions.lower(sector), sector, queue);
  }

  private @Nullable BfqQueue closeTo(int request, long sector, BfqQueue queue) {
    if (request == RequestTable.NONE
        || Math.abs(device.requests.sector(request) - sector) > CLOSE_SECTORS) {
      return null;
    }
    BfqQueue other = queues.get(device.requests.owner(request));
    return other == queue ? null : other;
  }

  /** The queue's next request has changed, or its group: keeps the positions in step. */
  void positionChanged(BfqQueue queue) {
    if (queue.positioned == queue.next) {
      return;
    }
    forgetPosition(queue);
    if (queue.sync && queue.next != RequestTable.NONE && !device.isSolidAndQueues()) {
      queue.group().positions.add(queue.next);
      queue.positioned = queue.next;
    }
  }

  /** The queue's next request is about to leave, or to begin elsewhere. */
  void forgetPosition(BfqQueue queue) {
    if (queue.positioned != RequestTable.NONE) {
      queue.group().positions.remove(queue.positioned);
      queue.positioned = RequestTable.NONE;
    }
  }

  /** What a queue is part of by now. */
  private static BfqQueue last(BfqQueue queue) {
    BfqQueue at = queue;
    for (BfqQueue into = at.mergedInto; into != null; into = at.mergedInto) {
      at = into;
    }
    return at;
  }

  /**
   * Both queues are one from now on; who else uses the first finds the second at its next I/O, and
   * until then counts with both: the second one must still be there.
   */
  private void merge(BfqContext context, BfqQueue queue, BfqQueue into) {
    queue.mergedInto = into;
    into.threads += queue.threads;
    into.shared = true;
    into.context = 0;
    into.ioBound |= queue.ioBound;
    if (queue.isRaised() && !into.isRaised()) {
      into.raise = queue.raise;
      into.raiseTicks = queue.raiseTicks;
      into.raisedTick = queue.raisedTick;
      into.reweigh();
      device.raisingChanged(into, false);
    }
    queues.leaveMerged(context, queue, into);
  }
}
