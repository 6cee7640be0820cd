package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.device.Disk;
import org.jspecify.annotations.Nullable;

/**
 * What BFQ knows of its disk and of all queues together, and what follows from it: when it is
 * better to wait for a queue's next request than to serve another (schedulers-and-devices.md 4.5).
 */
final class BfqDevice {
  private static final int LARGE_SECTORS = 64;
  private static final int FAR_SECTORS = 800;
  private static final int ASYNC_CHARGE_FACTOR = 3;
  private static final int LEVELS_OF_WEIGHT = 9;
  private static final int WEIGHT_STEP = 10;
  private static final int NCQ_LEAST = 3;
  private static final int NCQ_SAMPLES = 32;
  private static final int BUDGETS_TRUSTED = 194;
  private static final int BUDGETS_ALL = 256;
  private static final int RAISED_AHEAD = 4;
  private static final long NS_PER_MS = 1_000_000;
  private static final long SEEKY_IDLE_NS = 2 * NS_PER_MS;
  private static final long RAISED_IDLE_NS = 20 * NS_PER_MS;

  private enum Queueing {
    /** Not enough seen: taken for yes. */
    UNKNOWN,
    YES,
    NO
  }

  final Disk disk;
  final RequestTable requests;
  final BfqTunables tunables;
  final BfqPeakRate peak;

  @Nullable BfqQueue inService;

  /** Sector behind the last request dispatched. */
  long lastPosition;

  /** Requests that BFQ holds. */
  int queued;

  /** Requests dispatched and not complete. */
  int inDriver;

  /** The most there were in the driver at once, since this was last looked at. */
  int peakInDriver;

  /** When the present slot began, and when its queue was last waited for. */
  long slotStartNs;

  long idleSinceNs;

  private Queueing queueing = Queueing.UNKNOWN;
  private int queueingSamples;
  private final int[] busy = new int[BfqGroup.CLASSES];
  private int raisedBusy;
  private final int[] pendingByWeight = new int[LEVELS_OF_WEIGHT];
  private int pendingGroups;
  private int budgetsAssigned;

  BfqDevice(Disk disk, RequestTable requests, BfqTunables tunables) {
    this.disk = disk;
    this.requests = requests;
    this.tunables = tunables;
    peak = new BfqPeakRate(tunables, disk.isRotational());
  }

  // ---- queues

  int busyQueues() {
    return busy[BfqGroup.REAL_TIME] + busy[BfqGroup.BEST_EFFORT] + busy[BfqGroup.IDLE];
  }

  int raisedBusyQueues() {
    return raisedBusy;
  }

  void addBusy(BfqQueue queue) {
    queue.busy = true;
    queue.busyClass = queue.ioClass;
    busy[queue.busyClass]++;
    raisedBusy += queue.isRaised() ? 1 : 0;
    if (queue.dispatched == 0) {
      addPending(queue);
    }
  }

  void removeBusy(BfqQueue queue) {
    queue.busy = false;
    busy[queue.busyClass]--;
    raisedBusy -= queue.isRaised() ? 1 : 0;
    if (queue.dispatched == 0) {
      removePending(queue);
    }
  }

  /** A busy queue is raised now, or not any more. */
  void raisingChanged(BfqQueue queue, boolean was) {
    if (was == queue.isRaised()) {
      return;
    }
    if (queue.busy) {
      raisedBusy += queue.isRaised() ? 1 : -1;
    }
    if (queue.pending) {
      removePending(queue);
      addPending(queue);
    }
  }

  /** The queue has requests that are not complete. */
  void addPending(BfqQueue queue) {
    if (queue.pending) {
      return;
    }
    queue.pending = true;
    if (queue.group().pendingQueues++ == 0) {
      pendingGroups++;
    }
    if (!queue.isRaised()) {
      queue.pendingWeight = queue.nextWeight();
      pendingByWeight[queue.pendingWeight / WEIGHT_STEP]++;
    }
  }

  /** All requests of the queue are complete. */
  void removePending(BfqQueue queue) {
    if (!queue.pending) {
      return;
    }
    queue.pending = false;
    if (--queue.group().pendingQueues == 0) {
      pendingGroups--;
    }
    if (queue.pendingWeight > 0) {
      pendingByWeight[queue.pendingWeight / WEIGHT_STEP]--;
      queue.pendingWeight = 0;
    }
  }

  // ---- requests

  /** True if the request is far from {@code position} in a way that costs the disk time. */
  boolean isFar(long position, long sector, int sectors) {
    return Math.abs(sector - position) > FAR_SECTORS
        && (disk.isRotational() || sectors < LARGE_SECTORS);
  }

  /** True if a solid disk is busy with it for long. */
  boolean isLarge(int request) {
    return !disk.isRotational() && requests.sectors(request) >= LARGE_SECTORS;
  }

  /**
   * What serving a request costs its queue: its sectors, or several times as much for asynchronous
   * ones, lest they keep the readers waiting; between groups weights see to that.
   */
  long charge(int request, BfqQueue queue) {
    long sectors = requests.sectors(request);
    return queue.sync || queue.isRaised() || isAsymmetric(queue)
        ? sectors
        : sectors * ASYNC_CHARGE_FACTOR;
  }

  void slotBegan(long nowNs) {
    slotStartNs = nowNs;
    budgetsAssigned = (7 * budgetsAssigned + BUDGETS_ALL) / 8;
  }

  /** The largest budget as new queues get it, before the estimate can be trusted. */
  private long trustedMaxBudget() {
    return budgetsAssigned < BUDGETS_TRUSTED && tunables.maxBudget() == 0
        ? BfqPeakRate.defaultBudget()
        : peak.maxBudget();
  }

  boolean areBudgetsTrusted() {
    return budgetsAssigned >= BUDGETS_TRUSTED;
  }

  long firstBudget() {
    return trustedMaxBudget() * 2 / 3;
  }

  long minBudget() {
    return trustedMaxBudget() / 32;
  }

  // ---- whether the disk queues commands itself

  boolean queuesCommands() {
    return queueing != Queueing.NO;
  }

  /** A solid disk that queues commands: it loses nothing by changing between threads. */
  boolean isSolidAndQueues() {
    return !disk.isRotational() && queuesCommands();
  }

  /** Looks at a completion, with the completing request still in the driver. */
  void observeQueueing(@Nullable BfqQueue current) {
    peakInDriver = Math.max(peakInDriver, inDriver);
    if (queueing == Queueing.YES || inDriver + queued <= NCQ_LEAST) {
      return;
    }
    // A queue that is waited for keeps the driver from filling: that says nothing of the disk.
    if (current != null
        && current.shortThink
        && current.dispatched + current.queued() < NCQ_LEAST
        && inDriver < NCQ_LEAST) {
      return;
    }
    if (queueingSamples++ < NCQ_SAMPLES) {
      return;
    }
    queueing = peakInDriver > NCQ_LEAST ? Queueing.YES : Queueing.NO;
    peakInDriver = 0;
    queueingSamples = 0;
  }

  // ---- idling

  /** True if the next request should be waited for when the queue runs empty. */
  boolean isBetterToIdle(BfqQueue queue) {
    if (tunables.strictGuarantees()) {
      return true;
    }
    if (tunables.sliceIdleNs() == 0
        || !queue.sync
        || queue.ioClass == BfqGroup.IDLE
        || queue.threads == 0) {
      return false;
    }
    return boostsThroughput(queue) || isNeededForGuarantees(queue);
  }

  /** True if the disk does more when the queue is waited for. */
  boolean boostsThroughput(BfqQueue queue) {
    if (raisedBusy > 0) {
      return false;
    }
    boolean seeks = disk.isRotational();
    return (seeks && !queuesCommands())
        || ((seeks || !queuesCommands()) && !queue.isSeeky() && queue.ioBound && queue.shortThink);
  }

  /** True if the queue's share would suffer if it were not waited for. */
  boolean isNeededForGuarantees(BfqQueue queue) {
    if (queue.threads == 0) {
      return false;
    }
    int all = busyQueues();
    return (queue.isRaised() && (raisedBusy < all || inDriver >= queue.dispatched + RAISED_AHEAD))
        || isAsymmetric(queue)
        || all == 1;
  }

  /**
   * True if not all are to be served alike: different weights, unless {@code queue} has the least
   * of them; different classes; or more than one group.
   */
  boolean isAsymmetric(@Nullable BfqQueue queue) {
    if (pendingGroups > 1) {
      return true;
    }
    int classes = 0;
    for (int queues : busy) {
      classes += queues > 0 ? 1 : 0;
    }
    if (classes > 1) {
      return true;
    }
    int weights = 0;
    boolean isLeast = false;
    for (int i = 0; i < LEVELS_OF_WEIGHT; i++) {
      if (pendingByWeight[i] > 0) {
        isLeast |= weights == 0 && queue != null && queue.pendingWeight == i * WEIGHT_STEP;
        weights++;
      }
    }
    return weights > 1 && !isLeast;
  }

  /** How long an empty queue is waited for, in ns. */
  long idleNs(BfqQueue queue) {
    long idle = tunables.sliceIdleNs();
    if (queue.isRaised()) {
      return Math.max(idle, RAISED_IDLE_NS);
    }
    return queue.isSeeky() && !isAsymmetric(queue) ? Math.min(idle, SEEKY_IDLE_NS) : idle;
  }
}
