package io.cglab.core.elevator;

import io.cglab.core.elevator.CfqTunables.Time;

/** How long a queue has the disk (schedulers-and-devices.md 3.1, 3.3). */
final class CfqSlices {
  private static final int USUAL_LEVEL = 4;
  private static final int LEVELS = 8;
  private static final int STEP = 5; // a fifth of the base for each level

  private final CfqDevice device;

  CfqSlices(CfqDevice device) {
    this.device = device;
  }

  /** base + base / 5 · (4 − level). */
  long lengthNs(boolean sync, int level) {
    long base = device.ns(sync ? Time.SLICE_SYNC : Time.SLICE_ASYNC);
    long fifth = base / STEP;
    if (device.flavor.countsTicks()) {
      fifth -= fifth % device.tickNs();
    }
    return base + fifth * (USUAL_LEVEL - level);
  }

  long lengthNs(CfqQueue queue) {
    return lengthNs(queue.sync, queue.level);
  }

  /** The most asynchronous requests of a slice. */
  long mostRequests(CfqQueue queue) {
    return 2 * device.tunables.sliceAsyncRq() * (LEVELS - queue.level);
  }

  /** How much later a queue comes than one with the longest slice. */
  long offsetNs(CfqQueue queue) {
    // Linux 2.6.31 counts the queue itself, later ones count those of its group before it.
    int others = device.flavor == CfqFlavor.FLAT ? device.busyQueues : queue.group.busy;
    return (others - 1) * (lengthNs(true, 0) - lengthNs(queue));
  }

  /** The part of the target latency that a group has. */
  long groupNs(CfqGroup group) {
    return device.ns(Time.TARGET_LATENCY) * group.fraction / CfqShares.WHOLE;
  }

  /** Smooths how many queues of a class a group usually has; returns the number. */
  static int smoothed(CfqGroup group, int ioClass) {
    int busy = group.busyOf[ioClass];
    int usual = group.usuallyBusy[ioClass];
    int now = (3 * Math.max(usual, busy) + Math.min(usual, busy) + 2) / 4;
    group.usuallyBusy[ioClass] = now;
    return now;
  }

  /** The slice that a queue gets now: shorter where its group has more queues than time. */
  long allottedNs(CfqQueue queue) {
    long slice = lengthNs(queue);
    if (!device.flavor.hasWorkloads() || !device.tunables.lowLatency()) {
      return slice;
    }
    int queues =
        smoothed(
            queue.group,
            queue.ioClass == CfqQueue.REAL_TIME ? CfqQueue.REAL_TIME : CfqQueue.BEST_EFFORT);
    long base = device.ns(Time.SLICE_SYNC);
    long wanted = base * queues;
    long group = groupNs(queue.group);
    if (wanted > group) {
      long least = Math.min(slice, 2 * device.ns(Time.SLICE_IDLE) * slice / base);
      slice = Math.max(slice * group / wanted, least);
    }
    return slice;
  }

  static boolean isUsed(CfqQueue queue, long now) {
    return !queue.sliceIsNew && now >= queue.sliceEndNs;
  }

  /** True unless the slice will outlast what the queue has in the driver. */
  boolean isNearlyUsed(CfqQueue queue, long now) {
    return queue.sliceIsNew
        || now + device.ns(Time.SLICE_IDLE) * queue.dispatched > queue.sliceEndNs;
  }

  /**
   * The time that a turn took: from the first completion, or if nothing was complete, from the
   * start.
   */
  long usedNs(CfqQueue queue, long now) {
    if (queue.sliceStartNs == 0 || queue.sliceStartNs == now) {
      return Math.max(now - queue.activeSinceNs, device.tickNs());
    }
    long used = now - queue.sliceStartNs;
    boolean all = device.flavor == CfqFlavor.V10 && device.tunables.fairness();
    return all ? used : Math.min(used, queue.sliceNs);
  }

  /** What a turn took beyond that. */
  static long beyondNs(CfqQueue queue, long now) {
    if (queue.sliceStartNs == 0 || queue.sliceStartNs == now) {
      return 0;
    }
    return Math.max(0, now - queue.sliceStartNs - queue.sliceNs)
        + Math.max(0, queue.sliceStartNs - queue.activeSinceNs);
  }
}
