package io.cglab.core.elevator;

import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestTable;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.VirtualClock;
import org.jspecify.annotations.Nullable;

/**
 * BFQ on one disk (schedulers-and-devices.md 4; Valente and Checconi, "High throughput disk
 * scheduling with fair bandwidth distribution", 2010).
 *
 * <p>Each thread has a queue, each cgroup a group of queues and groups. One queue at a time is in
 * service: it alone dispatches, until it has used its budget of sectors or its time, or has nothing
 * left to do. Which queue is next, {@link BfqHierarchy} says from weights and from what each was
 * served. Two things make the shares come out right although disks take commands ahead and threads
 * think: a queue that runs empty is waited for a little ({@link BfqDevice#isBetterToIdle}), and a
 * queue that was slow is charged for its time as if it had moved as much as a fast one ({@link
 * BfqBudgets}), so that slow queues share time and fast ones share bandwidth on the same virtual
 * clock.
 *
 * <p>Times come twice: budgets end by the tick counter, idling by exact timers.
 */
final class Bfq implements Elevator {
  private static final int NONE = RequestTable.NONE;
  private static final long NS_PER_MS = 1_000_000;
  private static final int MS_PER_SECOND = 1000;

  private final VirtualClock clock;
  private final EventQueue events;
  private final Ticks ticks;
  private final BlockLayer block;
  private final RequestTable requests;
  private final BioTable bios;
  private final BfqTunables tunables;
  private final BfqCounters counters;
  private final BfqDevice device;
  private final BfqHierarchy hierarchy;
  private final BfqInjection injection;
  private final BfqRaising raising;
  private final BfqDepth depth;
  private final BfqQueues queues;
  private final BfqSharing sharing;
  private final BfqOrder order;
  private final BfqBudgets budgets;
  private final EventHandler idleTimer = this::idleTimerFired;
  private int idleEvent = EventQueue.NONE;

  /**
   * BFQ with empty queues.
   *
   * @param rootBlkg the record of the root cgroup on this disk
   */
  Bfq(
      Disk disk,
      BlockLayer block,
      VirtualClock clock,
      EventQueue events,
      Ticks ticks,
      QueueSettings settings,
      BfqTunables tunables,
      BfqWeights weights,
      BfqCounters counters,
      int rootBlkg) {
    this.clock = clock;
    this.events = events;
    this.ticks = ticks;
    this.block = block;
    this.tunables = tunables;
    this.counters = counters;
    requests = block.requests();
    bios = block.bios();
    device = new BfqDevice(disk, requests, tunables);
    hierarchy = new BfqHierarchy(rootBlkg, ticks.hz(), ticks.at(clock.nowNs()), requests);
    injection = new BfqInjection(device, hierarchy.recent, ticks.hz());
    raising = new BfqRaising(device, ticks.hz());
    depth = new BfqDepth(device, settings);
    queues = new BfqQueues(this, device, hierarchy, raising, block, weights, ticks.hz());
    sharing = queues.sharing();
    order = new BfqOrder(requests, tunables);
    budgets = new BfqBudgets(device, hierarchy, tunables, ticks.hz());
  }

  private long tick() {
    long tick = ticks.at(clock.nowNs());
    hierarchy.setTick(tick);
    return tick;
  }

  private long ticksOf(long ms) {
    return ms * ticks.hz() / MS_PER_SECOND;
  }

  /** A record's weight was written. */
  void weightChanged(int blkg, int weight) {
    queues.weightChanged(blkg, weight);
  }

  /** The cgroup of a record is gone: what its queues hold is the root's. */
  void groupRemoved(int blkg) {
    tick();
    if (queues.removeGroup(blkg)) {
      block.kick(device.disk);
    }
  }

  /** low_latency was switched off: no queue is raised any more. */
  void endRaising() {
    long now = tick();
    queues.forEach(
        queue -> {
          if (queue.isRaised()) {
            raising.end(queue, now);
          }
        });
  }

  // ---- before a request exists

  @Override
  public int limitDepth(int bio, int context, int tags) {
    boolean read = bios.op(bio) == Op.READ;
    boolean sync = read || bios.has(bio, BioTable.SYNC);
    return depth.of(queues.find(context, sync, bios.blkg(bio)), read, sync, tags);
  }

  private @Nullable BfqQueue queueOfBio(int bio, int context) {
    boolean sync = bios.op(bio) == Op.READ || bios.has(bio, BioTable.SYNC);
    return queues.find(context, sync, bios.blkg(bio));
  }

  @Override
  public int findBackMerge(int bio, int context) {
    BfqQueue queue = queueOfBio(bio, context);
    int request = queue == null ? NONE : queue.sorted.lower(bios.sector(bio));
    return request != NONE && requests.end(request) == bios.sector(bio) ? request : NONE;
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    BfqQueue queue = queueOfBio(bio, context);
    long end = bios.sector(bio) + bios.sectors(bio);
    if (queue == null) {
      return NONE;
    }
    int request = queue.sorted.ceiling(bios.sector(bio));
    while (request != NONE && requests.sector(request) < end) {
      request = queue.sorted.next(request);
    }
    return request != NONE && requests.sector(request) == end ? request : NONE;
  }

  @Override
  public boolean allowsMerge(int request, int bio, int context) {
    return queueOf(request) == queueOfBio(bio, context);
  }

  @Override
  public void beforeFrontMerge(int request) {
    BfqQueue queue = queueOf(request);
    if (queue.positioned == request) {
      sharing.forgetPosition(queue);
    }
    queue.sorted.remove(request);
  }

  @Override
  public void merged(int request, boolean atFront) {
    if (atFront) {
      BfqQueue queue = queueOf(request);
      queue.sorted.add(request);
      int before = queue.next;
      queue.next = order.nearer(queue.next, request, device.lastPosition);
      sharing.positionChanged(queue);
      if (queue.next != before) {
        budgetFollowsNext(queue);
      }
    }
  }

  @Override
  public int neighbour(int request, boolean behind) {
    BfqQueue queue = queueOf(request);
    return behind ? queue.sorted.next(request) : queue.sorted.previous(request);
  }

  @Override
  public void joining(int survivor, int victim) {
    BfqQueue queue = queueOf(victim);
    if (requests.fifoNs(victim) < requests.fifoNs(survivor)) {
      requests.setFifoNs(survivor, requests.fifoNs(victim));
      queue.fifo.remove(survivor);
      queue.fifo.addBefore(survivor, victim);
    }
    if (queue.next == victim) {
      queue.next = survivor;
    }
    sharing.positionChanged(queue);
    queue.sorted.remove(victim);
    queue.fifo.remove(victim);
    device.queued--;
    counters.merged(requests.blkg(victim), requests.op(victim), requests.isSync(victim));
    queues.release(queue, requests.context(victim));
  }

  private BfqQueue queueOf(int request) {
    return queues.get(requests.owner(request));
  }

  // ---- arrival (4.4)

  @Override
  public void insert(int request, long now) {
    long tick = tick();
    BfqContext context = queues.context(requests.context(request));
    BfqQueue queue =
        queues.obtain(
            context,
            requests.isSync(request),
            requests.blkg(request),
            requests.sector(request),
            now,
            tick);
    requests.setOwner(request, queue.index);
    queues.hold(queue, context);
    observe(queue, request, now, tick);
    counters.inserted(
        requests.blkg(request),
        requests.op(request),
        requests.isSync(request),
        requests.sectors(request));

    boolean idleLong = raising.isIdleLong(queue, tick);
    boolean first = queue.isEmpty();
    if (queue.sync) {
      observeIntensity(queue, now);
      if (first && context.requests <= 1) {
        injection.arrived(queue, now, tick);
      }
    }
    requests.setFifoNs(request, now + expiryNs(queue));
    queue.fifo.addLast(request);
    queue.sorted.add(request);
    device.queued++;
    int before = queue.next;
    queue.next = order.nearer(before, request, device.lastPosition);
    sharing.positionChanged(queue);
    if (!queue.busy) {
      becomeBusy(queue, idleLong, now, tick);
    } else {
      if (!queue.sync) {
        raising.asyncArrived(queue, tick);
      }
      if (queue.next != before) {
        budgetFollowsNext(queue);
      }
    }
    queue.justCreated = false;
    queue.lastEnd = requests.end(request);
    if (queue == device.inService && queue.awaited) {
      arrivedForAwaited(queue, tick);
    }
  }

  private long expiryNs(BfqQueue queue) {
    long ms = queue.sync ? tunables.fifoExpireSyncMs() : tunables.fifoExpireAsyncMs();
    return ms * NS_PER_MS;
  }

  /** What a request tells about the thread that sent it. */
  private void observe(BfqQueue queue, int request, long now, long tick) {
    if (queue.dispatched == 0 && !queue.busy) {
      queue.think.sample(now, 2 * tunables.sliceIdleNs());
    }
    if (queue.sync && queue.ioClass != BfqGroup.IDLE && tunables.sliceIdleNs() > 0) {
      boolean shortThink = !queue.think.isLongerThan(tunables.sliceIdleNs() / 2);
      if (shortThink != queue.shortThink) {
        queue.shortThink = shortThink;
        injection.thinkChanged(queue, tick);
      }
    }
    long from = queue.lastEnd == 0 ? requests.sector(request) : queue.lastEnd;
    boolean far = device.isFar(from, requests.sector(request), requests.sectors(request));
    queue.seeks = queue.seeks << 1 | (far ? 1 : 0);
  }

  /** Whether the thread does little but I/O: it had nothing to do at most a fifth of the time. */
  private static void observeIntensity(BfqQueue queue, long now) {
    if (queue.isEmpty() && queue.dispatched == 0 && !queue.justCreated) {
      queue.emptyNs += now - queue.think.lastDoneNs;
    }
    long window = now - queue.ioSinceNs;
    if (!queue.justCreated) {
      queue.ioBound = queue.emptyNs * 5 <= window;
    }
    if (window > 200 * NS_PER_MS) {
      queue.ioSinceNs = now - window / 2;
      queue.emptyNs /= 2;
    }
  }

  /** The queue had no backlog: it joins its group, and may take the place of who is served. */
  private void becomeBusy(BfqQueue queue, boolean idleLong, long now, long tick) {
    raising.activating(queue, idleLong, tick);
    boolean inTime = now <= queue.think.lastDoneNs + 3 * tunables.sliceIdleNs();
    boolean recovers = queue.recoverable && inTime && queue.budgetLeft() > 0;
    if (recovers) {
      queue.budget = Math.min(queue.budgetLeft(), queue.maxBudget);
    } else {
      queue.budget = Math.max(queue.maxBudget, device.charge(queue.next, queue));
    }
    queue.resetService();
    queue.recoverable = false;
    queue.backloggedTick = tick;
    queue.servedBacklogged = 0;
    queue.softRtDue = false;
    hierarchy.activate(queue, recovers);
    device.addBusy(queue);
    BfqInjection.activated(queue);
    BfqQueue current = device.inService;
    if (current != null
        && ((recovers && queue.raise >= current.raise)
            || goesFirst(queue, current)
            || !device.isBetterToIdle(current))
        && hierarchy.root.next != hierarchy.root.inService) {
      expire(current, false, BfqExpiry.PREEMPTED, now);
    }
  }

  /** True if a newcomer's class is better, or its weight, or that of its group. */
  private static boolean goesFirst(BfqQueue newcomer, BfqQueue current) {
    if (newcomer.ioClass < current.ioClass) {
      return true;
    }
    if (newcomer.parent == current.parent) {
      return newcomer.weight > current.weight;
    }
    return weightAmongGroups(newcomer) > weightAmongGroups(current);
  }

  private static int weightAmongGroups(BfqQueue queue) {
    return queue.group().parent == null ? queue.weight : queue.group().weight;
  }

  private void arrivedForAwaited(BfqQueue queue, long tick) {
    stopAwaiting(queue);
    if (tick >= queue.timeoutTick) {
      expire(queue, false, BfqExpiry.BUDGET_TIMEOUT, clock.nowNs());
    }
  }

  /** A queue that is not in service is placed by what its next request costs. */
  private void budgetFollowsNext(BfqQueue queue) {
    if (queue.next == NONE || queue.isInService()) {
      return;
    }
    long budget =
        Math.max(Math.max(queue.maxBudget, device.charge(queue.next, queue)), queue.service);
    if (budget != queue.budget) {
      queue.budget = budget;
      hierarchy.requeue(queue, false);
    }
  }

  // ---- dispatch

  @Override
  public boolean hasWork() {
    return device.busyQueues() > 0;
  }

  @Override
  public int dispatch(long now) {
    if (device.busyQueues() == 0 || (tunables.strictGuarantees() && device.inDriver > 0)) {
      return NONE;
    }
    long tick = tick();
    BfqQueue queue = select(now, tick);
    return queue == null ? NONE : dispatchFrom(queue, now, tick);
  }

  /** The queue whose request goes next: the one in service, its successor, or one that fills in. */
  private @Nullable BfqQueue select(long now, long tick) {
    BfqQueue queue = device.inService;
    if (queue != null && mayExpireByTime(queue, tick) && !isEmptyButWorthIdling(queue)) {
      expire(queue, false, BfqExpiry.BUDGET_TIMEOUT, now);
      queue = null;
    }
    while (true) {
      if (queue == null) {
        queue = beginSlot(now, tick);
        if (queue == null) {
          return null;
        }
      }
      if (queue.next != NONE) {
        if (device.charge(queue.next, queue) <= queue.budgetLeft()) {
          stopAwaiting(queue);
          return queue;
        }
        expire(queue, false, BfqExpiry.BUDGET_EXHAUSTED, now);
      } else if (queue.awaited || (queue.dispatched > 0 && device.isBetterToIdle(queue))) {
        BfqContext context = queues.contextOf(queue);
        return injection.choose(queue, context == null ? null : context.async);
      } else {
        expire(queue, false, BfqExpiry.NO_MORE_REQUESTS, now);
      }
      queue = null;
    }
  }

  private boolean isEmptyButWorthIdling(BfqQueue queue) {
    return queue.isEmpty() && device.isBetterToIdle(queue);
  }

  /** The slot's time is over, and nobody waits for a request that would be worth it. */
  private static boolean mayExpireByTime(BfqQueue queue, long tick) {
    return tick >= queue.timeoutTick && (!queue.awaited || queue.budgetLeft() >= queue.budget / 3);
  }

  private @Nullable BfqQueue beginSlot(long now, long tick) {
    BfqQueue queue = device.busyQueues() == 0 ? null : hierarchy.select();
    if (queue == null) {
      return null;
    }
    device.inService = queue;
    device.slotBegan(now);
    queue.fifoChecked = false;
    long factor = queue.isRaised() && queue.raise <= 30 ? queue.weight / queue.ownWeight : 1;
    queue.timeoutTick = tick + ticksOf(tunables.timeoutSyncMs()) * factor;
    return queue;
  }

  private int dispatchFrom(BfqQueue queue, long now, long tick) {
    int request = queue.next;
    long charge = device.charge(request, queue);
    hierarchy.served(queue, charge);
    queue.servedBacklogged += charge;
    injection.dispatched(queue, request);
    queue.dispatched++; // before it is out: an injected one's group has a request all the time
    takeOut(queue, request, now);
    boolean near =
        !device.isFar(device.lastPosition, requests.sector(request), requests.sectors(request));
    device.peak.dispatched(requests.sectors(request), near, device.inDriver, now);
    device.inDriver++;
    device.peakInDriver = Math.max(device.peakInDriver, device.inDriver);
    device.lastPosition = requests.end(request);
    counters.dispatched(requests.blkg(request), requests.op(request), requests.isSync(request));
    if (queue == device.inService) {
      raising.served(queue, charge, tick);
      if (queue.ioClass == BfqGroup.IDLE && device.busyQueues() > 1) {
        expire(queue, false, BfqExpiry.BUDGET_EXHAUSTED, now);
      }
    }
    return request;
  }

  private void takeOut(BfqQueue queue, int request, long now) {
    if (queue.next == request) {
      queue.next = order.successor(queue, request, now);
      sharing.positionChanged(queue);
    }
    queue.sorted.remove(request);
    queue.fifo.remove(request);
    device.queued--;
    if (!queue.isEmpty()) {
      budgetFollowsNext(queue);
      return;
    }
    queue.next = NONE;
    if (queue.busy && queue != device.inService) {
      // It ran empty while another was in service: what it was served counts, no slot ended.
      removeBusy(queue, false);
      queue.budget = 0;
      queue.resetService();
    }
  }

  private void removeBusy(BfqQueue queue, boolean expiry) {
    counters.dequeued(queue.group().blkg);
    hierarchy.deactivate(queue, true, expiry);
    device.removeBusy(queue);
    queues.forgetIfUnused(queue);
  }

  // ---- completion

  @Override
  public boolean completed(int request, long now) {
    long tick = tick();
    BfqQueue queue = queueOf(request);
    counters.completed(
        requests.blkg(request),
        requests.op(request),
        requests.isSync(request),
        requests.driverNs(request) - requests.allocNs(request),
        now - requests.driverNs(request));
    device.observeQueueing(device.inService);
    injection.completed(queue, request, now, tick);
    device.inDriver--;
    queue.dispatched--;
    if (queue.dispatched == 0 && !queue.busy) {
      queue.timeoutTick = tick;
      device.removePending(queue);
    }
    queue.think.done(now);
    device.peak.completed(now);
    if (queue.dispatched == 0 && queue.isEmpty() && queue != device.inService) {
      raising.emptied(queue, tick);
    }
    boolean run = true;
    if (queue == device.inService) {
      if (isEmptyButWorthIdling(queue)) {
        if (queue.dispatched == 0) {
          await(queue, now);
        }
        run = false;
      } else if (mayExpireByTime(queue, tick)) {
        expire(queue, false, BfqExpiry.BUDGET_TIMEOUT, now);
      } else if (queue.isEmpty() && (queue.dispatched == 0 || !device.isBetterToIdle(queue))) {
        expire(queue, false, BfqExpiry.NO_MORE_REQUESTS, now);
      }
    }
    queues.release(queue, requests.context(request));
    return run && device.inDriver == 0;
  }

  // ---- idling

  private void await(BfqQueue queue, long now) {
    queue.awaited = true;
    device.idleSinceNs = now;
    if (idleEvent != EventQueue.NONE) {
      events.cancel(idleEvent);
    }
    idleEvent = events.push(now + device.idleNs(queue), idleTimer, 0);
  }

  private void stopAwaiting(BfqQueue queue) {
    queue.awaited = false;
    stopIdleTimer();
  }

  private void idleTimerFired(int unused, long now) {
    idleEvent = EventQueue.NONE;
    BfqQueue queue = device.inService;
    if (queue == null) {
      return;
    }
    long tick = tick();
    queue.awaited = false;
    if (tick >= queue.timeoutTick) {
      expire(queue, true, BfqExpiry.BUDGET_TIMEOUT, now);
    } else if (queue.isEmpty()) {
      expire(queue, true, BfqExpiry.TOO_IDLE, now);
    }
    block.kick(device.disk);
  }

  // ---- the end of a slot (4.3)

  /**
   * Ends the slot of the queue in service.
   *
   * @param waitedInVain true to count its time only up to when it was last waited for
   */
  private void expire(BfqQueue queue, boolean waitedInVain, BfqExpiry reason, long now) {
    long tick = ticks.at(now);
    long usedNs = (waitedInVain ? device.idleSinceNs : now) - device.slotStartNs;
    counters.slotEnded(queue.group().blkg, usedNs);
    budgets.charge(queue, usedNs, reason);
    if (queue.isEmpty() && queue.dispatched == 0) {
      raising.emptied(queue, tick);
    }
    budgets.recalculate(queue, reason);
    leaveService(queue, reason, tick);
    if (!queue.busy && reason != BfqExpiry.BUDGET_TIMEOUT && reason != BfqExpiry.BUDGET_EXHAUSTED) {
      queue.recoverable = true;
    } else {
      queue.resetService();
    }
    for (BfqEntity at = queue.group(); at.parent != null; at = at.group()) {
      at.resetService();
    }
    injection.expired();
  }

  /** Puts the queue behind what it was served, or out of the tree if it has nothing to do. */
  private void leaveService(BfqQueue queue, BfqExpiry reason, long tick) {
    hierarchy.setTick(tick);
    stopAwaiting(queue);
    boolean keepsPlace = reason == BfqExpiry.PREEMPTED && device.isNeededForGuarantees(queue);
    if (queue.isEmpty() && !keepsPlace) {
      if (queue.dispatched == 0) {
        queue.timeoutTick = tick;
      }
      removeBusy(queue, true);
    } else {
      hierarchy.requeue(queue, true);
    }
    hierarchy.endService(queue);
    device.inService = null;
  }

  // ---- the end of threads, moves, the end of BFQ

  /** Ends the slot of a queue that is about to move to another group. */
  void preempt(BfqQueue queue) {
    expire(queue, false, BfqExpiry.PREEMPTED, clock.nowNs());
  }

  @Override
  public boolean contextEnded(int context) {
    long tick = tick();
    BfqQueue queue = queues.endContext(context);
    if (queue != null && queue == device.inService && queue.threads == 0) {
      leaveService(queue, BfqExpiry.BUDGET_TIMEOUT, tick);
      return true;
    }
    return false;
  }

  @Override
  public int drain() {
    for (BfqQueue queue = queues.firstUsed(); queue != null; queue = queues.nextUsed(queue)) {
      sharing.forgetPosition(queue);
      int request = queue.fifo.poll();
      if (request != NONE) {
        queue.sorted.remove(request);
        return request;
      }
    }
    assert queues.areUsed() : "a queue of nobody was kept";
    stopIdleTimer();
    return NONE;
  }

  private void stopIdleTimer() {
    if (idleEvent != EventQueue.NONE) {
      events.cancel(idleEvent);
      idleEvent = EventQueue.NONE;
    }
  }
}
