package io.cglab.core.elevator;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestTable;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.CfqTunables.Time;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.VirtualClock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * CFQ on one disk (schedulers-and-devices.md 3).
 *
 * <p>Each thread has a queue, and queues take turns: one at a time has the disk for a slice of
 * time. The slice's clock starts with its first completion, so that going to where the queue reads
 * is free. A queue that runs empty is waited for a little ({@link CfqIdling}): a thread that reads
 * one block after another would else lose the disk after each, and the disk would do nothing but
 * seek. Who jumps about anyway is not waited for, unless the disk takes one command at a time.
 *
 * <p>Where there are groups, the group that had least of the disk for its weight is next ({@link
 * CfqShares}), and of its queues the first ({@link CfqWorkloads}, {@link CfqTurns}). What a turn
 * took is charged when it ends. A group that has but one thread would lose its place in the moment
 * in which that thread's last request is complete; so it is waited for there too (group idling), at
 * the end of a slice by prolonging it (wait busy).
 *
 * <p>The same with one queue for each group, whose requests another scheduler puts in order, is
 * what the IO controller of 2009 put above noop, anticipatory and deadline.
 */
final class Cfq implements Elevator {
  private static final int NONE = RequestTable.NONE;
  private static final int SMALL_SECTORS = 8;

  private final VirtualClock clock;
  private final EventQueue events;
  private final BlockLayer block;
  private final RequestTable requests;
  private final BioTable bios;
  private final CfqDevice device;
  private final CfqCounters counters;
  private final CfqQueues queues;
  private final CfqShares shares;
  private final CfqSlices slices;
  private final CfqWorkloads workloads;
  private final CfqTurns turns;
  private final CfqIdling idling;
  private final CfqPreemption preemption;
  private final CfqCooperators cooperators;
  private final CfqDispatch dispatch;
  private final EventHandler idleTimer = this::idleTimerFired;
  private int idleEvent = EventQueue.NONE;

  /** What CFQ knows of the kernel around it. */
  record Surroundings(
      BlockLayer block,
      VirtualClock clock,
      EventQueue events,
      Ticks ticks,
      CfqWeights weights,
      CfqClasses classes,
      CfqCounters counters) {}

  /**
   * CFQ with empty queues.
   *
   * @param root the record of the root cgroup on this disk
   * @param chooser makes who puts the requests of a group in order; null for CFQ's own queues
   */
  Cfq(
      Disk disk,
      CfqFlavor flavor,
      CfqTunables tunables,
      Surroundings in,
      int root,
      @Nullable Supplier<Elevator> chooser) {
    clock = in.clock;
    events = in.events;
    block = in.block;
    requests = block.requests();
    bios = block.bios();
    counters = in.counters;
    device = new CfqDevice(disk, flavor, requests, tunables, in.ticks);
    queues = new CfqQueues(device, block, root, chooser);
    shares = new CfqShares(device, block.blkgs(), in.weights, in.classes, counters, in.ticks.hz());
    slices = new CfqSlices(device);
    workloads = new CfqWorkloads(device, shares, slices);
    turns = new CfqTurns(device, shares, slices, workloads);
    idling = new CfqIdling(device);
    preemption = new CfqPreemption(device, idling, workloads);
    cooperators = new CfqCooperators(device, idling);
    dispatch = new CfqDispatch(device, slices, idling);
  }

  private CfqQueue queueOf(int request) {
    return queues.get(requests.owner(request));
  }

  private @Nullable CfqQueue queueOfBio(int bio, int context) {
    return queues.find(context, bios.isSync(bio), bios.blkg(bio));
  }

  @Override
  public boolean isSingleQueue() {
    return true;
  }

  // ---- before a request exists

  @Override
  public void submitted(int bio, long bytes) {
    counters.submitted(bios.blkg(bio), bios.op(bio), bios.isSync(bio), bytes);
  }

  @Override
  public int findBackMerge(int bio, int context) {
    CfqQueue queue = queueOfBio(bio, context);
    return queue == null ? NONE : queue.requests.behindWhich(bio, context);
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    CfqQueue queue = queueOfBio(bio, context);
    return queue == null ? NONE : queue.requests.beforeWhich(bio, context);
  }

  @Override
  public boolean allowsMerge(int request, int bio, int context) {
    return queueOf(request) == queueOfBio(bio, context);
  }

  @Override
  public void beforeFrontMerge(int request) {
    CfqQueue queue = queueOf(request);
    cooperators.forget(queue);
    queue.requests.beforeFrontMerge(request);
  }

  @Override
  public void merged(int request, boolean atFront) {
    CfqQueue queue = queueOf(request);
    queue.requests.merged(request, atFront, device.lastPosition);
    cooperators.changed(queue);
    counters.merged(requests.blkg(request), requests.op(request), requests.isSync(request));
  }

  @Override
  public int neighbour(int request, boolean behind) {
    return queueOf(request).requests.neighbour(request, behind);
  }

  @Override
  public void joining(int survivor, int victim) {
    CfqQueue queue = queueOf(victim);
    queue.metaQueued -= requests.isMeta(victim) ? 1 : 0;
    cooperators.forget(queue);
    queue.requests.joining(survivor, victim);
    cooperators.changed(queue);
    device.queued--;
    counters.joined(requests.blkg(victim), requests.op(victim), requests.isSync(victim));
  }

  // ---- arrival

  @Override
  public void insert(int request, long nowNs) {
    long now = device.time(nowNs);
    boolean sync = requests.isSync(request);
    CfqQueue queue = queues.obtain(requests.context(request), sync, requests.blkg(request), now);
    requests.setOwner(request, queue.index);
    boolean served = workloads.serving() == queue.group && device.active != null;
    counters.inserted(queue.group.blkg, requests.op(request), sync, served, nowNs);
    queue.requests.add(request, device.lastPosition, nowNs);
    queue.metaQueued += requests.isMeta(request) ? 1 : 0;
    device.queued++;
    cooperators.changed(queue);
    if (!queue.isBusy()) {
      turns.add(queue, now);
    }
    observe(queue, request, now);
    CfqQueue active = device.active;
    if (queue == active) {
      arrivedForActive(queue, request, nowNs);
    } else if (active != null && preemption.isDue(queue, request, active, now)) {
      preempt(active, queue, now);
    }
  }

  /** What a request tells about the thread that sent it. */
  private void observe(CfqQueue queue, int request, long now) {
    if (queue.sync) {
      long longest = 2 * device.ns(Time.SLICE_IDLE);
      queue.think.sample(now, longest);
      CfqServiceTree tree = queue.tree;
      if (tree != null) {
        tree.think.sample(now, longest);
      }
    }
    queue.group.think.sample(now, 2 * device.ns(Time.GROUP_IDLE));
    queue.seeks.arrived(requests.sector(request), requests.sectors(request));
    idling.updateWindow(queue);
  }

  private void arrivedForActive(CfqQueue queue, int request, long nowNs) {
    if (!queue.awaited) {
      return;
    }
    if (requests.sectors(request) > SMALL_SECTORS || device.busyQueues > 1) {
      stopAwaiting(queue, nowNs);
    } else {
      counters.idleEnds(queue.group.blkg, nowNs);
      queue.mustDispatch = true;
    }
  }

  private void preempt(CfqQueue active, CfqQueue newcomer, long now) {
    int before = workloads.typeOf(active);
    expire(active, true, now);
    if (workloads.typeOf(newcomer) != before) {
      CfqWorkloads.forget(newcomer.group);
    }
    turns.replace(newcomer, true, now);
    if (device.flavor == CfqFlavor.V10 && newcomer.group != active.group) {
      shares.promote(newcomer.group);
    }
  }

  // ---- dispatch

  @Override
  public boolean hasWork() {
    return device.queued > 0;
  }

  @Override
  public int dispatch(long nowNs) {
    long now = device.time(nowNs);
    CfqQueue queue = device.queued == 0 ? null : select(now);
    if (queue == null || !dispatch.isAllowed(queue, now)) {
      return NONE;
    }
    int request = queue.requests.take(queue.fifoChecked, nowNs);
    if (request == NONE) {
      return NONE;
    }
    queue.fifoChecked = true;
    queue.mustDispatch = false;
    queue.metaQueued -= requests.isMeta(request) ? 1 : 0;
    stopAwaiting(queue, nowNs);
    cooperators.changed(queue);
    queue.dispatched++;
    queue.sliceRequests++;
    queue.group.dispatched++;
    device.queued--;
    device.inDriver[queue.sync ? 1 : 0]++;
    device.lastPosition = requests.end(request);
    counters.dispatched(
        queue.group.blkg,
        requests.op(request),
        requests.isSync(request),
        requests.sectors(request));
    if (device.flavor == CfqFlavor.FLAT && queue.isEmpty()) {
      turns.remove(queue); // it may have its turn for longer
    }
    if (dispatch.isEnough(queue)) {
      queue.sliceEndNs = now + device.tickNs();
      expire(queue, false, now);
    }
    return request;
  }

  /** The queue whose request goes next: that whose turn it is, or its successor. */
  private @Nullable CfqQueue select(long now) {
    CfqQueue queue = device.active;
    if (queue == null) {
      return begin(null, now);
    }
    if (queue.waitsBusy && !queue.isEmpty()) {
      expire(queue, false, now); // it keeps its place, with the request
      return begin(null, now);
    }
    CfqQueue successor = null;
    if (!CfqSlices.isUsed(queue, now) || queue.mustDispatch) {
      if (!queue.isEmpty()) {
        return queue;
      }
      successor = cooperators.find(queue, queues);
      if (successor == null
          && (queue.awaited || (queue.dispatched > 0 && idling.shouldIdle(queue)))) {
        return null;
      }
    } else if (idling.isWorthCompletions(queue)) {
      return null;
    }
    if (successor == null && queue.group.dispatched > 0 && idling.shouldIdleForGroup(queue)) {
      return null;
    }
    expire(queue, false, now);
    return begin(successor, now);
  }

  private @Nullable CfqQueue begin(@Nullable CfqQueue chosen, long now) {
    CfqQueue queue = chosen == null ? workloads.next(now) : chosen;
    if (queue != null) {
      queue.cooperated = chosen != null;
      queue.sliceIsNew = true;
      queue.activeSinceNs = now;
      queue.sliceStartNs = 0;
      queue.sliceEndNs = 0;
      queue.sliceNs = 0;
      queue.sliceRequests = 0;
      queue.fifoChecked = false;
      queue.mustDispatch = false;
      device.active = queue;
      counters.activated(queue.group.blkg, clock.nowNs());
    }
    return queue;
  }

  // ---- completion

  @Override
  public boolean completed(int request, long nowNs) {
    long now = device.time(nowNs);
    CfqQueue queue = queueOf(request);
    boolean sync = requests.isSync(request);
    device.queueing.observe(device, device.active);
    queue.dispatched--;
    queue.group.dispatched--;
    device.inDriver[queue.sync ? 1 : 0]--;
    counters.completed(
        queue.group.blkg,
        requests.op(request),
        sync,
        requests.driverNs(request) - requests.allocNs(request),
        nowNs - requests.driverNs(request));
    boolean run = queue.requests.completed(request, nowNs);
    if (sync) {
      observeSync(queue, request, now, nowNs);
    }
    if (queue == device.active) {
      completedOfActive(queue, request, sync, now);
    }
    queues.forgetIfUnused(queue);
    return run || device.queued > 0;
  }

  private void observeSync(CfqQueue queue, int request, long now, long nowNs) {
    queue.think.done(now);
    queue.group.think.done(now);
    CfqServiceTree tree = queue.tree;
    if (tree == null) {
      tree = queue.group.tree(queue.ioClass, workloads.typeOf(queue));
    }
    tree.think.done(now);
    if (nowNs - requests.allocNs(request) > device.ns(Time.FIFO_EXPIRE_ASYNC)) {
      device.lastDelayedSyncNs = now;
    }
  }

  private void completedOfActive(CfqQueue queue, int request, boolean sync, long now) {
    if (queue.sliceIsNew) {
      queue.sliceIsNew = false;
      queue.sliceNs = slices.allottedNs(queue);
      queue.sliceStartNs = now;
      queue.sliceEndNs = now + queue.sliceNs;
    }
    if (idling.shouldWaitBusy(queue, now)) {
      queue.sliceEndNs = now + idling.waitBusyNs();
      queue.waitsBusy = true;
    }
    if (CfqSlices.isUsed(queue, now) && !idling.isWorthStragglers(queue) || queue.isIdleClass()) {
      expire(queue, true, now);
    } else if (sync && queue.isEmpty() && cooperators.find(queue, queues) == null) {
      long idle = idling.idleNs(queue, requests.isNoIdle(request), now);
      if (idle > 0) {
        await(queue, now + idle);
      }
    }
  }

  // ---- waiting

  private void await(CfqQueue queue, long untilNs) {
    stopIdleTimer();
    queue.awaited = true;
    counters.idleBegins(queue.group.blkg, clock.nowNs());
    idleEvent = events.push(Math.max(untilNs, clock.nowNs()), idleTimer, 0);
  }

  private void stopAwaiting(CfqQueue queue, long nowNs) {
    if (queue.awaited) {
      queue.awaited = false;
      counters.idleEnds(queue.group.blkg, nowNs);
      stopIdleTimer();
    }
  }

  private void stopIdleTimer() {
    if (idleEvent != EventQueue.NONE) {
      events.cancel(idleEvent);
      idleEvent = EventQueue.NONE;
    }
  }

  private void idleTimerFired(int unused, long nowNs) {
    idleEvent = EventQueue.NONE;
    CfqQueue queue = device.active;
    if (queue != null) {
      queue.awaited = false;
      counters.idleEnds(queue.group.blkg, nowNs);
      waitedInVain(queue, device.time(nowNs));
    }
    block.kick(device.disk);
  }

  private void waitedInVain(CfqQueue queue, long now) {
    if (queue.mustDispatch) {
      return;
    }
    if (!CfqSlices.isUsed(queue, now)) {
      if (device.busyQueues == 0) {
        return; // nobody else wants the disk
      }
      if (!queue.isEmpty()) {
        queue.mustDispatch = true;
        return;
      }
      queue.deep = false;
    }
    expire(queue, false, now);
  }

  // ---- the end of a turn

  /**
   * Ends the turn of the queue that has it.
   *
   * @param keepsRest true if what is left of the slice, or is too much, counts next time
   */
  private void expire(CfqQueue queue, boolean keepsRest, long now) {
    stopAwaiting(queue, clock.nowNs());
    queue.waitsBusy = false;
    if (keepsRest && !queue.sliceIsNew) {
      queue.residualNs = queue.sliceEndNs - now;
    } else if (keepsRest && device.flavor == CfqFlavor.GROUPS) {
      queue.residualNs = slices.allottedNs(queue);
    }
    charge(queue, now);
    device.active = null;
    if (queue.isBusy()) {
      if (queue.isEmpty()) {
        turns.remove(queue);
      } else {
        turns.replace(queue, false, now);
      }
    }
    queues.forgetIfUnused(queue);
  }

  private void charge(CfqQueue queue, long now) {
    CfqGroup group = queue.group;
    long used = slices.usedNs(queue, now);
    counters.used(group.blkg, used, CfqSlices.beyondNs(queue, now), clock.nowNs());
    if (device.flavor.hasGroups() && group.isOnTree) {
      workloads.save(group, now);
      boolean onlyAsync = !queue.sync && group.busy == group.busyAsync;
      if (device.countsRequests()) {
        used = queue.sliceRequests;
      } else if (device.flavor == CfqFlavor.GROUPS && onlyAsync) {
        used = queue.sliceNs;
      }
      shares.charge(group, used);
    }
  }

  // ---- the end of threads, groups, CFQ

  @Override
  public boolean contextEnded(int context) {
    CfqQueue queue = queues.endThread(context);
    if (queue != null && queue == device.active) {
      expire(queue, false, device.time(clock.nowNs()));
      return true;
    }
    return false;
  }

  /** Nothing of a removed cgroup's is on its way any more. */
  void groupFreed(int blkg) {
    queues.groupFreed(blkg);
  }

  @Override
  public int drain() {
    stopIdleTimer();
    CfqQueue queue = queues.firstWithRequests();
    if (queue == null) {
      return NONE;
    }
    cooperators.forget(queue);
    return queue.requests.drain();
  }
}
