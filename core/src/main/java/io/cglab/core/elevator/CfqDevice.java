package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.CfqTunables.Time;
import io.cglab.core.sim.Ticks;
import org.jspecify.annotations.Nullable;

/** What is known of all queues of a disk together. */
final class CfqDevice {
  private static final long NS_PER_SECOND = 1_000_000_000;

  final Disk disk;
  final CfqFlavor flavor;
  final RequestTable requests;
  final CfqTunables tunables;
  final CfqCommandQueueing queueing;
  private final Ticks ticks;

  /** The queue whose turn it is. */
  @Nullable CfqQueue active;

  /** Queues that have something to do, or as a rule have their turn. */
  int busyQueues;

  int busySync;
  int busyAsync;

  /** Requests that no queue has given up. */
  int queued;

  /** Requests given to the driver and not complete, asynchronous ones at 0, others at 1. */
  final int[] inDriver = new int[2];

  /** Where the last request given to the driver ends. */
  long lastPosition;

  /** When a synchronous request was last complete that had taken long. */
  long lastDelayedSyncNs = -NS_PER_SECOND;

  CfqDevice(Disk disk, CfqFlavor flavor, RequestTable requests, CfqTunables tunables, Ticks ticks) {
    this.disk = disk;
    this.flavor = flavor;
    this.requests = requests;
    this.tunables = tunables;
    this.ticks = ticks;
    queueing = new CfqCommandQueueing(flavor);
  }

  /** The time as this CFQ knows it: that of the last tick, or exact. */
  long time(long now) {
    return flavor.countsTicks() ? ticks.startNs(ticks.at(now)) : now;
  }

  long tickNs() {
    return NS_PER_SECOND / ticks.hz();
  }

  long ns(Time time) {
    return tunables.ns(time);
  }

  int allInDriver() {
    return inDriver[0] + inDriver[1];
  }

  /** True if the disk neither seeks nor needs to be kept waiting for it to be fast. */
  boolean isFastAtRandom() {
    return !disk.isRotational() && queueing.isLikely();
  }

  /** True if groups are charged for requests, not for time (3.3). */
  boolean countsRequests() {
    return flavor == CfqFlavor.GROUPS && ns(Time.SLICE_IDLE) == 0 && queueing.isLikely();
  }
}
