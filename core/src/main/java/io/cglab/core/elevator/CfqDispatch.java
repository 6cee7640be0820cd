package io.cglab.core.elevator;

import io.cglab.core.elevator.CfqTunables.Time;

/** How much of a queue may be in the driver, and in a slice (schedulers-and-devices.md 3.2). */
final class CfqDispatch {
  private static final int ASYNC = 0;
  private static final int SYNC = 1;
  private static final int ALONE = 4;

  private final CfqDevice device;
  private final CfqSlices slices;
  private final CfqIdling idling;

  CfqDispatch(CfqDevice device, CfqSlices slices, CfqIdling idling) {
    this.device = device;
    this.slices = slices;
    this.idling = idling;
  }

  /** True if the queue may have one more request in the driver. */
  boolean isAllowed(CfqQueue queue, long now) {
    if (queue == queue.group.only) {
      return true; // who chooses there sees to that
    }
    if (idling.shouldIdle(queue) && device.inDriver[ASYNC] > 0) {
      return false;
    }
    if (!queue.sync && device.inDriver[SYNC] > 0) {
      return false;
    }
    if (queue.isIdleClass()) {
      return queue.dispatched < 1;
    }
    return queue.dispatched
        < (device.flavor == CfqFlavor.GROUPS ? most(queue, now) : mostOfOld(queue));
  }

  private long mostOfOld(CfqQueue queue) {
    boolean alone = device.busyQueues == (queue.isBusy() ? 1 : 0);
    long quantum = device.tunables.quantum();
    return alone ? ALONE * quantum : quantum;
  }

  private long most(CfqQueue queue, long now) {
    long quantum = device.tunables.quantum();
    long most = Math.max(1, quantum / 2);
    if (queue.dispatched >= most) {
      boolean onlySync = queue.sync && device.busySync == 1;
      if (device.busyQueues == 1 || onlySync) {
        most = Long.MAX_VALUE;
      } else if (!slices.isNearlyUsed(queue, now)) {
        most = quantum;
      }
    }
    if (!queue.sync && device.tunables.lowLatency()) {
      long deep = (now - device.lastDelayedSyncNs) / device.ns(Time.SLICE_SYNC);
      if (deep == 0 && queue.dispatched == 0) {
        deep = 1;
      }
      most = Math.min(most, deep);
    }
    return most;
  }

  /** True if the queue has had all requests that a slice may have. */
  boolean isEnough(CfqQueue queue) {
    boolean others = device.busyQueues > (queue.isBusy() ? 1 : 0);
    return others
        && queue != queue.group.only
        && ((!queue.sync && queue.sliceRequests >= slices.mostRequests(queue))
            || queue.isIdleClass());
  }
}
