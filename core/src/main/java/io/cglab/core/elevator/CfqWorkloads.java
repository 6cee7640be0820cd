package io.cglab.core.elevator;

import io.cglab.core.elevator.CfqTunables.Time;
import org.jspecify.annotations.Nullable;

/**
 * Which queue is next: the first of the best class of the group whose turn it is, and where kinds
 * of queues are served apart, of the kind whose turn it is there (schedulers-and-devices.md 3.3).
 */
final class CfqWorkloads {
  private static final long SHORTEST_NS = 2_000_000;

  private final CfqDevice device;
  private final CfqShares shares;
  private final CfqSlices slices;

  /** The group that was chosen last. */
  private @Nullable CfqGroup serving;

  private int ioClass = CfqQueue.BEST_EFFORT;
  private int type;
  private long untilNs;

  CfqWorkloads(CfqDevice device, CfqShares shares, CfqSlices slices) {
    this.device = device;
    this.shares = shares;
    this.slices = slices;
  }

  @Nullable CfqGroup serving() {
    return serving;
  }

  /** True if threads that jump about are served now. */
  boolean servesSeeky() {
    return device.flavor.hasWorkloads() && type == CfqGroup.SYNC_NOIDLE;
  }

  /** The kind of a queue. */
  int typeOf(CfqQueue queue) {
    if (!device.flavor.hasWorkloads()) {
      return CfqGroup.SYNC;
    }
    if (!queue.sync) {
      return CfqGroup.ASYNC;
    }
    return queue.idleWindow ? CfqGroup.SYNC : CfqGroup.SYNC_NOIDLE;
  }

  /** The queue that is next, or null. */
  @Nullable CfqQueue next(long now) {
    CfqGroup group = shares.first();
    serving = group;
    if (group == null) {
      return null;
    }
    if (device.flavor.hasWorkloads()) {
      chooseWork(group, now);
      return group.tree(ioClass, type).queues.first();
    }
    return group.tree(bestClass(group), CfqGroup.SYNC).queues.first();
  }

  private static int bestClass(CfqGroup group) {
    int best = CfqQueue.REAL_TIME;
    while (best < CfqQueue.IDLE && group.busyOf[best] == 0) {
      best++;
    }
    return best;
  }

  private void chooseWork(CfqGroup group, long now) {
    int before = ioClass;
    if (group.savedWorkNs > 0) {
      untilNs = now + group.savedWorkNs;
      type = group.savedType;
      before = group.savedClass;
    } else {
      untilNs = now - 1;
    }
    ioClass = bestClass(group);
    if (ioClass == CfqQueue.IDLE) {
      type = firstType(group);
      untilNs = now + device.tickNs();
      return;
    }
    if (ioClass == before && !group.tree(ioClass, type).queues.isEmpty() && now <= untilNs) {
      return;
    }
    type = firstType(group);
    untilNs = now + workNs(group);
  }

  /** The kind of queues whose first one comes first. */
  private int firstType(CfqGroup group) {
    int best = CfqGroup.ASYNC;
    CfqQueue first = null;
    for (int each = 0; each < CfqGroup.TYPES; each++) {
      CfqQueue queue = group.tree(ioClass, each).queues.first();
      if (queue != null && (first == null || queue.key - first.key < 0)) {
        first = queue;
        best = each;
      }
    }
    return best;
  }

  private long workNs(CfqGroup group) {
    int queues = group.tree(ioClass, type).queues.size();
    int all = Math.max(group.usuallyBusy[ioClass], group.busyOf[ioClass]);
    long work = slices.groupNs(group) * queues / all;
    if (type == CfqGroup.ASYNC) {
      long most = device.ns(Time.TARGET_LATENCY) * group.busyAsync / device.busyQueues;
      work = Math.min(work, most) * device.ns(Time.SLICE_ASYNC) / device.ns(Time.SLICE_SYNC);
    } else {
      work = Math.max(work, 2 * device.ns(Time.SLICE_IDLE));
    }
    return Math.max(work, SHORTEST_NS);
  }

  /** A queue of the group has lost the disk: the rest of the time for its kind is kept. */
  void save(CfqGroup group, long now) {
    group.savedWorkNs = Math.max(0, untilNs - now);
    group.savedClass = ioClass;
    group.savedType = type;
  }

  /** The group's next turn begins with choosing anew. */
  static void forget(CfqGroup group) {
    group.savedWorkNs = 0;
  }
}
