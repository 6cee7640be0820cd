package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;

/** What a slot costs its queue, and the budget of its next one (schedulers-and-devices.md 4.3). */
final class BfqBudgets {
  private static final int NONE = RequestTable.NONE;
  private static final long NS_PER_MS = 1_000_000;
  private static final int MS_PER_SECOND = 1000;

  /** Slots shorter than this say nothing about speed, longer ones than the other do. */
  private static final long SHORT_SLOT_NS = NS_PER_MS;

  private static final long LONG_SLOT_NS = 20 * NS_PER_MS;
  private static final long SHORT_SLOT_BILLED_MS = 2;
  private static final long SHORT_ROTATING_SLOT_BILLED_MS = 8;
  private static final int USUAL_TIMEOUT_DIVISOR = 8;

  private final BfqDevice device;
  private final BfqHierarchy hierarchy;
  private final BfqTunables tunables;
  private final int hz;

  BfqBudgets(BfqDevice device, BfqHierarchy hierarchy, BfqTunables tunables, int hz) {
    this.device = device;
    this.hierarchy = hierarchy;
    this.tunables = tunables;
    this.hz = hz;
  }

  /**
   * Charges a slot's time in place of its service where that was slow, so that slow queues share
   * time while fast ones share bandwidth.
   *
   * @param usedNs how long the slot took, without waiting in vain
   */
  void charge(BfqQueue queue, long usedNs, BfqExpiry reason) {
    boolean slow = queue.sync && isSlow(queue, usedNs);
    long billedMs = usedNs / NS_PER_MS;
    if (usedNs < SHORT_SLOT_NS) {
      billedMs = device.disk.isRotational() ? SHORT_ROTATING_SLOT_BILLED_MS : SHORT_SLOT_BILLED_MS;
    }
    boolean timedOutEarly =
        reason == BfqExpiry.BUDGET_TIMEOUT && queue.budgetLeft() >= queue.budget / 3;
    if (!queue.isRaised() && (slow || timedOutEarly)) {
      chargeTime(queue, billedMs);
    }
  }

  private boolean isSlow(BfqQueue queue, long usedNs) {
    return usedNs > LONG_SLOT_NS ? queue.service < device.peak.maxBudget() / 2 : queue.isSeeky();
  }

  /** Tops the service up to what the slot's part of the usual slot time is worth. */
  private void chargeTime(BfqQueue queue, long ms) {
    long usualMs = (long) (hz / USUAL_TIMEOUT_DIVISOR) * MS_PER_SECOND / hz;
    long worth = device.peak.maxBudget() * Math.min(ms, usualMs) / usualMs;
    long total = Math.max(worth, queue.service);
    queue.budget = Math.max(queue.budget, total);
    hierarchy.served(queue, total - queue.service);
  }

  /** What the queue may have next time, by how this slot ended. */
  void recalculate(BfqQueue queue, BfqExpiry reason) {
    long most = device.peak.maxBudget();
    long least = device.minBudget();
    long budget = queue.maxBudget;
    if (!queue.sync) {
      budget = most;
    } else if (queue.isRaised()) {
      budget = 2 * least;
    } else {
      switch (reason) {
        case TOO_IDLE -> {
          if (queue.dispatched > 0) {
            budget = Math.min(2 * budget, most);
          } else {
            budget = budget > 5 * least ? budget - 4 * least : least;
          }
        }
        case BUDGET_TIMEOUT -> budget = Math.min(2 * budget, most);
        case BUDGET_EXHAUSTED -> budget = Math.min(4 * budget, most);
        case NO_MORE_REQUESTS -> budget = Math.max(queue.service, least);
        case PREEMPTED -> {}
      }
    }
    queue.maxBudget =
        device.areBudgetsTrusted() && tunables.maxBudget() == 0 ? Math.min(budget, most) : budget;
    if (queue.next != NONE) {
      queue.budget = Math.max(queue.maxBudget, device.charge(queue.next, queue));
    }
  }
}
