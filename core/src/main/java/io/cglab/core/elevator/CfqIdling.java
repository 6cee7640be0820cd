package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.elevator.CfqTunables.Time;

/** When it is better to wait for a thread's next request than to serve others (3.2, 3.3). */
final class CfqIdling {
  private static final int DEEP = 4;
  private static final long SHORT_IDLE_NS = 2_000_000;

  private final CfqDevice device;

  CfqIdling(CfqDevice device) {
    this.device = device;
  }

  /** A request has come: is its thread still worth waiting for? */
  void updateWindow(CfqQueue queue) {
    if (!queue.sync || queue.isIdleClass() || queue.requests.next() == RequestTable.NONE) {
      return;
    }
    boolean mainline = device.flavor == CfqFlavor.GROUPS;
    queue.deep |= mainline && queue.requests.size() >= DEEP;
    boolean jumps =
        mainline
            ? !queue.deep && queue.seeks.isSeeky()
            : device.queueing.isLikely() && queue.seeks.isSeeky();
    long idle = device.ns(Time.SLICE_IDLE);
    if ((mainline && device.requests.isNoIdle(queue.requests.next()))
        || idle == 0
        || queue.context == 0
        || jumps) {
      queue.idleWindow = false;
    } else if (queue.think.isKnown()) {
      queue.idleWindow = !queue.think.isLongerThan(idle);
    }
  }

  /** True if the queue would be waited for if it were empty. */
  boolean shouldIdle(CfqQueue queue) {
    if (device.flavor != CfqFlavor.GROUPS) {
      return queue.idleWindow;
    }
    long idle = device.ns(Time.SLICE_IDLE);
    CfqServiceTree tree = queue.tree;
    if (queue.isIdleClass() || idle == 0) {
      return false;
    }
    return (queue.idleWindow && !device.isFastAtRandom())
        || (queue.sync
            && tree != null
            && tree.queues.size() == 1
            && !tree.think.isLongerThan(idle));
  }

  /** True if the group would lose its place with the queue, and is usually back soon. */
  boolean shouldIdleForGroup(CfqQueue queue) {
    return device.flavor.hasGroups()
        && device.ns(Time.GROUP_IDLE) > 0
        && queue.group.busy == 1
        && !isGroupSlow(queue.group);
  }

  private boolean isGroupSlow(CfqGroup group) {
    return group.think.isLongerThan(device.ns(Time.GROUP_IDLE));
  }

  /**
   * How long to wait for a queue that ran empty with the completion of a request; 0 for not at all.
   *
   * @param noIdle the request said that no more would follow
   */
  long idleNs(CfqQueue queue, boolean noIdle, long now) {
    boolean mainline = device.flavor == CfqFlavor.GROUPS;
    boolean groupIdle = device.flavor.hasGroups() && device.ns(Time.GROUP_IDLE) > 0;
    if (device.isFastAtRandom() && !groupIdle) {
      return 0;
    }
    boolean byQueue = shouldIdle(queue) && !(noIdle && !mainline);
    boolean busy =
        device.flavor == CfqFlavor.FLAT ? device.allInDriver() > 0 : queue.dispatched > 0;
    boolean threadIsGone = queue.context == 0 && queue != queue.group.only;
    if ((!byQueue && !shouldIdleForGroup(queue))
        || busy
        || threadIsGone
        || queue.think.isLongerThan(queue.sliceEndNs - now)) {
      return 0;
    }
    if (!byQueue) {
      return device.ns(Time.GROUP_IDLE);
    }
    long idle = device.ns(Time.SLICE_IDLE);
    boolean briefly =
        !mainline
            && queue.seeks.isKnown()
            && queue.seeks.isSeeky()
            && !(device.flavor == CfqFlavor.V10 && queue.group.busy == 1);
    return briefly ? Math.min(idle, SHORT_IDLE_NS) : idle;
  }

  /**
   * True if the slice ends with the queue being the group's only one and empty: the group would go
   * with it, and be behind all others when its next request comes.
   */
  boolean shouldWaitBusy(CfqQueue queue, long now) {
    return device.flavor.hasGroups()
        && queue.isEmpty()
        && queue.group.busy == 1
        && !isGroupSlow(queue.group)
        && (CfqSlices.isUsed(queue, now)
            || queue.think.isLongerThan(queue.sliceEndNs - now)
            || queue.sliceEndNs - now <= device.tickNs());
  }

  /**
   * True if a queue whose slice is over and that has run empty is kept until what it has in the
   * driver is complete, for the slice to be prolonged then.
   */
  boolean isWorthCompletions(CfqQueue queue) {
    return isWorthStragglers(queue)
        || (device.flavor.hasGroups()
            && queue.group.busy == 1
            && queue.isEmpty()
            && queue.dispatched > 0
            && shouldIdle(queue));
  }

  /** V10: true if what the queue has in the driver is waited for, so that all of it is charged. */
  boolean isWorthStragglers(CfqQueue queue) {
    return device.flavor == CfqFlavor.V10 && device.tunables.fairness() && queue.dispatched > 0;
  }

  /** By how much the slice is prolonged then. */
  long waitBusyNs() {
    long idle = device.ns(Time.SLICE_IDLE);
    return idle > 0 ? idle : device.ns(Time.GROUP_IDLE);
  }

  /** A queue that is close to the head, whose thread seems to work together with this one. */
  boolean isClose(CfqQueue queue, int request) {
    long distance = Math.abs(device.requests.sector(request) - device.lastPosition);
    return distance <= queue.seeks.nearSectors();
  }
}
