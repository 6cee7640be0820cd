package io.cglab.core.elevator;

import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.IoContexts;
import io.cglab.core.cgroup.BlkgTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which queue a request belongs to: that of its thread, or one shared with threads that do the same
 * (schedulers-and-devices.md 4.1, 4.7); and the groups that queues are in.
 */
final class BfqQueues {
  private static final int PRIO_CLASS_SHIFT = 13;
  private static final int LEVEL_MASK = 7;
  private static final int REAL_TIME = 1;
  private static final int IDLE = 3;
  private static final int LAST_LEVEL = 7;

  private final Bfq bfq;
  private final BfqDevice device;
  private final BfqHierarchy hierarchy;
  private final BfqRaising raising;
  private final BlkgTable blkgs;
  private final IoContexts threads;
  private final BfqWeights weights;
  private final BfqSharing sharing;

  private @Nullable BfqContext[] contexts = new @Nullable BfqContext[16];
  private @Nullable BfqGroup[] groups = new @Nullable BfqGroup[16];
  private final List<@Nullable BfqQueue> used = new ArrayList<>();
  private int[] freeIndexes = new int[16];
  private int free;

  BfqQueues(
      Bfq bfq,
      BfqDevice device,
      BfqHierarchy hierarchy,
      BfqRaising raising,
      BlockLayer block,
      BfqWeights weights,
      int hz) {
    this.bfq = bfq;
    this.device = device;
    this.hierarchy = hierarchy;
    this.raising = raising;
    this.blkgs = block.blkgs();
    this.threads = block.contexts();
    this.weights = weights;
    sharing = new BfqSharing(this, device, hz);
    setGroup(hierarchy.root.blkg, hierarchy.root);
  }

  /** Which threads share a queue. */
  BfqSharing sharing() {
    return sharing;
  }

  // ---- queues by number

  BfqQueue get(int index) {
    BfqQueue queue = used.get(index);
    assert queue != null : "no queue " + index;
    return queue;
  }

  @Nullable BfqQueue firstUsed() {
    return fromIndex(0);
  }

  @Nullable BfqQueue nextUsed(BfqQueue queue) {
    return fromIndex(queue.index + 1);
  }

  private @Nullable BfqQueue fromIndex(int from) {
    for (int i = from; i < used.size(); i++) {
      BfqQueue queue = used.get(i);
      if (queue != null) {
        return queue;
      }
    }
    return null;
  }

  void forEach(Consumer<BfqQueue> action) {
    for (BfqQueue queue = firstUsed(); queue != null; queue = nextUsed(queue)) {
      action.accept(queue);
    }
  }

  private BfqQueue make(boolean sync, BfqGroup group, int prio, long now, long tick) {
    int index = free > 0 ? freeIndexes[--free] : used.size();
    int ioClass = classOf(prio);
    int level = ioClass == BfqGroup.IDLE ? LAST_LEVEL : prio & LEVEL_MASK;
    var queue = new BfqQueue(index, sync, device.requests, ioClass, level, tick, now);
    queue.parent = group;
    queue.maxBudget = device.firstBudget();
    if (index == used.size()) {
      used.add(queue);
    } else {
      used.set(index, queue);
    }
    return queue;
  }

  private static boolean isUnused(BfqQueue queue) {
    return queue.threads == 0 && queue.allocated == 0 && !queue.busy;
  }

  /** Forgets a queue that nobody uses and that holds nothing. */
  void forgetIfUnused(BfqQueue queue) {
    if (isUnused(queue) && used.get(queue.index) == queue) {
      used.set(queue.index, null);
      if (free == freeIndexes.length) {
        freeIndexes = Arrays.copyOf(freeIndexes, free * 2);
      }
      freeIndexes[free++] = queue.index;
    }
  }

  /** True if each queue has threads, requests or its place among those that wait for service. */
  boolean areUsed() {
    for (BfqQueue queue = firstUsed(); queue != null; queue = nextUsed(queue)) {
      if (isUnused(queue)) {
        return false;
      }
    }
    return true;
  }

  private static int classOf(int prio) {
    return switch (prio >> PRIO_CLASS_SHIFT) {
      case REAL_TIME -> BfqGroup.REAL_TIME;
      case IDLE -> BfqGroup.IDLE;
      default -> BfqGroup.BEST_EFFORT;
    };
  }

  // ---- groups

  private void setGroup(int blkg, BfqGroup group) {
    if (blkg >= groups.length) {
      groups = Arrays.copyOf(groups, Math.max(blkg + 1, groups.length * 2));
    }
    groups[blkg] = group;
  }

  private @Nullable BfqGroup knownGroup(int blkg) {
    return blkg < groups.length ? groups[blkg] : null;
  }

  /** The group of a record; a removed cgroup's requests are the root's. */
  private BfqGroup group(int blkg, long tick) {
    BfqGroup known = knownGroup(blkg);
    if (known != null) {
      return known;
    }
    if (blkgs.isOffline(blkg)) {
      return hierarchy.root;
    }
    int up = blkgs.parent(blkg);
    assert up != BlkgTable.NONE : "the root's group is there from the beginning";
    var group = new BfqGroup(blkg, weights.weight(blkg), tick, hierarchy.recent, device.requests);
    group.parent = group(up, tick);
    setGroup(blkg, group);
    return group;
  }

  void weightChanged(int blkg, int weight) {
    BfqGroup group = knownGroup(blkg);
    if (group != null) {
      group.change(weight, BfqGroup.BEST_EFFORT);
    }
  }

  /**
   * A cgroup is gone; its queues move to the root group.
   *
   * @return true if there was such a group
   */
  boolean removeGroup(int blkg) {
    BfqGroup group = knownGroup(blkg);
    if (group == null || group.parent == null) {
      return false;
    }
    forEach(
        queue -> {
          if (queue.parent == group) {
            move(queue, hierarchy.root);
          }
        });
    for (BfqServiceTree tree : group.trees) {
      assert tree.active.isEmpty() : "a removed group has backlog";
    }
    if (group.counted) {
      hierarchy.deactivate(group, false, false);
    }
    groups[blkg] = null;
    return true;
  }

  // ---- threads

  BfqContext context(int number) {
    if (number >= contexts.length) {
      contexts = Arrays.copyOf(contexts, Math.max(number + 1, contexts.length * 2));
    }
    BfqContext context = contexts[number];
    if (context == null) {
      context = new BfqContext(number);
      context.prio = threads.prio(number);
      contexts[number] = context;
    }
    return context;
  }

  /** The thread whose own queue it is, or null. */
  @Nullable BfqContext contextOf(BfqQueue queue) {
    return queue.context == 0 ? null : contexts[queue.context];
  }

  /** The queue that a bio of the thread would join now; null if it has none in that cgroup. */
  @Nullable BfqQueue find(int number, boolean sync, int blkg) {
    BfqContext context = number < contexts.length ? contexts[number] : null;
    if (context == null || context.prio != threads.prio(number)) {
      return null;
    }
    BfqQueue queue = sync ? context.sync : context.async;
    return queue != null && queue.mergedInto == null && queue.parent == knownGroup(blkg)
        ? queue
        : null;
  }

  /** The queue for a request of the thread: its own, moved or merged as need be, or a new one. */
  BfqQueue obtain(BfqContext context, boolean sync, int blkg, long sector, long now, long tick) {
    BfqGroup group = group(blkg, tick);
    int prio = threads.prio(context.number);
    if (prio != context.prio) {
      prioChanged(context, prio);
    }
    return sync
        ? syncQueue(context, group, sector, now, tick)
        : asyncQueue(context, group, now, tick);
  }

  private void prioChanged(BfqContext context, int prio) {
    context.prio = prio;
    BfqQueue own = context.sync;
    if (own != null) {
      int ioClass = classOf(prio);
      own.level = ioClass == BfqGroup.IDLE ? LAST_LEVEL : prio & LEVEL_MASK;
      own.change(BfqQueue.weightOf(own.level), ioClass);
    }
    leaveAsync(context);
  }

  private void leaveAsync(BfqContext context) {
    BfqQueue async = context.async;
    if (async != null) {
      context.async = null;
      async.threads--;
      forgetIfUnused(async);
    }
  }

  private BfqQueue asyncQueue(BfqContext context, BfqGroup group, long now, long tick) {
    BfqQueue queue = context.async;
    if (queue != null && queue.parent == group) {
      return queue;
    }
    leaveAsync(context);
    int ioClass = classOf(context.prio);
    int level = context.prio & LEVEL_MASK;
    queue = group.async(ioClass, level);
    if (queue == null || used.get(queue.index) != queue) {
      queue = make(false, group, context.prio, now, tick);
      group.setAsync(ioClass, level, queue);
    }
    queue.threads++;
    context.async = queue;
    return queue;
  }

  private BfqQueue syncQueue(BfqContext context, BfqGroup group, long sector, long now, long tick) {
    BfqQueue queue = context.sync;
    while (queue != null && queue.mergedInto != null) {
      leaveMerged(context, queue, queue.mergedInto);
      queue = context.sync;
    }
    if (queue != null && queue.shared && !context.stablyMerged && queue.isSeeky()) {
      leaveSync(context, queue); // they did not do the same after all
      queue = null;
    }
    if (queue != null && queue.parent != group) {
      if (queue.shared) {
        leaveSync(context, queue);
        queue = null;
      } else {
        move(queue, group);
      }
    }
    if (queue == null) {
      queue = make(true, group, context.prio, now, tick);
      queue.threads = 1;
      queue.context = context.number;
      context.sync = queue;
      raising.created(queue, group, tick);
      sharing.joinSeries(context, queue, group, tick);
    } else {
      sharing.joinOldSeries(context, queue, tick);
    }
    sharing.joinNeighbour(context, sector, tick);
    BfqQueue result = context.sync;
    assert result != null : "a thread has a queue now";
    return result;
  }

  private void leaveSync(BfqContext context, BfqQueue queue) {
    context.sync = null;
    queue.threads--;
    forgetIfUnused(queue);
  }

  /** The thread uses no longer a queue that has become part of another one, where it counts. */
  void leaveMerged(BfqContext context, BfqQueue from, BfqQueue into) {
    context.sync = into;
    from.threads--;
    forgetIfUnused(from);
  }

  /** Moves a queue with all it holds to another group. */
  private void move(BfqQueue queue, BfqGroup to) {
    if (queue == device.inService) {
      bfq.preempt(queue);
    }
    boolean pending = queue.pending;
    sharing.forgetPosition(queue);
    device.removePending(queue);
    if (queue.counted) {
      hierarchy.deactivate(queue, false, false);
    }
    hold(queue.group(), -queue.allocated);
    queue.parent = to;
    sharing.positionChanged(queue);
    hold(to, queue.allocated);
    if (pending) {
      device.addPending(queue);
    }
    if (queue.busy) {
      hierarchy.activate(queue, false);
    }
  }

  private static void hold(BfqGroup group, int tags) {
    for (BfqEntity at = group; at.parent != null; at = at.group()) {
      at.allocated += tags;
    }
  }

  /** A request of the thread is in the queue. */
  void hold(BfqQueue queue, BfqContext context) {
    context.requests++;
    queue.allocated++;
    hold(queue.group(), 1);
  }

  /** A request is complete, or part of another one. */
  void release(BfqQueue queue, int contextNumber) {
    BfqContext context = contexts[contextNumber];
    if (context != null) {
      context.requests--;
    }
    queue.allocated--;
    hold(queue.group(), -1);
    forgetIfUnused(queue);
  }

  /** The thread has ended; returns its sync queue, whoever else uses it. */
  @Nullable BfqQueue endContext(int number) {
    BfqContext context = number < contexts.length ? contexts[number] : null;
    if (context == null) {
      return null;
    }
    contexts[number] = null;
    leaveAsync(context);
    BfqQueue queue = context.sync;
    for (BfqQueue at = queue; at != null; at = at.mergedInto) {
      at.threads--;
      if (at.context == number) {
        at.context = 0;
      }
      forgetIfUnused(at);
    }
    return queue;
  }
}
