package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/** Puts busy queues in the order of their turns (schedulers-and-devices.md 3.2, 3.3). */
final class CfqTurns {
  private static final long IDLE_CLASS_DELAY_NS = 200_000_000;
  private static final long IN_FRONT_NS = 1_000_000_000;

  private final CfqDevice device;
  private final CfqShares shares;
  private final CfqSlices slices;
  private final CfqWorkloads workloads;

  CfqTurns(CfqDevice device, CfqShares shares, CfqSlices slices, CfqWorkloads workloads) {
    this.device = device;
    this.shares = shares;
    this.slices = slices;
    this.workloads = workloads;
  }

  /** A queue has something to do. */
  void add(CfqQueue queue, long now) {
    assert !queue.isBusy();
    device.busyQueues++;
    if (queue.sync) {
      device.busySync++;
    } else {
      device.busyAsync++;
    }
    place(queue, false, now);
    CfqGroup group = queue.group;
    group.busyAsync += queue.sync ? 0 : 1;
    if (group.busy++ == 0) {
      shares.add(group);
    }
  }

  /** A queue has nothing to do. */
  void remove(CfqQueue queue) {
    takeOut(queue);
    device.busyQueues--;
    if (queue.sync) {
      device.busySync--;
    } else {
      device.busyAsync--;
    }
    CfqGroup group = queue.group;
    group.busyAsync -= queue.sync ? 0 : 1;
    if (--group.busy == 0) {
      shares.remove(group);
    }
  }

  /** A busy queue gets a new place. */
  void replace(CfqQueue queue, boolean inFront, long now) {
    takeOut(queue);
    place(queue, inFront, now);
  }

  private void takeOut(CfqQueue queue) {
    CfqServiceTree tree = queue.tree;
    assert tree != null : "not busy";
    tree.queues.remove(queue);
    queue.tree = null;
    queue.group.busyOf[queue.treeClass]--;
  }

  private void place(CfqQueue queue, boolean inFront, long now) {
    CfqServiceTree tree = queue.group.tree(queue.ioClass, workloads.typeOf(queue));
    CfqQueue first = tree.queues.first();
    @Nullable CfqQueue last = tree.queues.last();
    if (queue.isIdleClass()) {
      queue.key = (last == null ? now : last.key) + IDLE_CLASS_DELAY_NS;
    } else if (inFront) {
      queue.key = (first == null ? now : first.key) - IN_FRONT_NS;
    } else {
      queue.key = now + slices.offsetNs(queue) - queue.residualNs;
      queue.residualNs = 0;
    }
    queue.tree = tree;
    queue.treeClass = queue.ioClass;
    queue.group.busyOf[queue.ioClass]++;
    tree.queues.add(queue);
  }
}
