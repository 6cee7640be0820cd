package io.cglab.core.elevator;

import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.IoContexts;
import io.cglab.core.cgroup.BlkgTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which queue a request belongs to, and the groups that queues are in (3.1). */
final class CfqQueues {
  private static final int PRIO_CLASS_SHIFT = 13;
  private static final int LEVEL_MASK = 7;
  private static final int NO_CLASS = 0;
  private static final int REAL_TIME = 1;
  private static final int IDLE = 3;
  private static final int USUAL_LEVEL = 4;
  private static final int LAST_LEVEL = 7;

  private final CfqDevice device;
  private final BlockLayer block;
  private final BlkgTable blkgs;
  private final IoContexts threads;
  private final NearestRequest nearest;
  private final int root;

  /** Makes who chooses among a group's requests; null where CFQ does. */
  private final @Nullable Supplier<Elevator> chooser;

  /** The synchronous queue of each thread. */
  private @Nullable CfqQueue[] ofThread = new @Nullable CfqQueue[16];

  private @Nullable CfqGroup[] groups = new @Nullable CfqGroup[16];
  private final List<@Nullable CfqQueue> used = new ArrayList<>();
  private int[] freeIndexes = new int[16];
  private int free;

  /**
   * No queues yet.
   *
   * @param root the record of the root cgroup on the disk
   */
  CfqQueues(CfqDevice device, BlockLayer block, int root, @Nullable Supplier<Elevator> chooser) {
    this.device = device;
    this.block = block;
    this.blkgs = block.blkgs();
    this.threads = block.contexts();
    this.nearest = new NearestRequest(block.requests(), device.tunables);
    this.root = root;
    this.chooser = chooser;
  }

  // ---- queues by number

  CfqQueue get(int index) {
    CfqQueue queue = used.get(index);
    assert queue != null : "no queue " + index;
    return queue;
  }

  /** The first queue with a request, or null. */
  @Nullable CfqQueue firstWithRequests() {
    for (CfqQueue queue : used) {
      if (queue != null && !queue.isEmpty()) {
        return queue;
      }
    }
    return null;
  }

  private CfqQueue make(boolean sync, CfqGroup group, long now) {
    int index = free > 0 ? freeIndexes[--free] : used.size();
    Supplier<Elevator> choose = chooser;
    CfqRequests requests =
        choose == null
            ? new CfqSortedRequests(block.requests(), block.bios(), device.tunables, nearest)
            : new CfqChosenRequests(choose.get());
    CfqSeeks seeks =
        device.flavor == CfqFlavor.GROUPS
            ? new CfqSeeks.History(device.disk.isRotational())
            : new CfqSeeks.Mean();
    var queue = new CfqQueue(index, sync, requests, group, seeks);
    queue.think.done(now);
    group.queues++;
    if (index == used.size()) {
      used.add(queue);
    } else {
      used.set(index, queue);
    }
    return queue;
  }

  /** Forgets a queue that nobody uses and that holds nothing. */
  void forgetIfUnused(CfqQueue queue) {
    if (queue.context == 0
        && queue.isEmpty()
        && queue.dispatched == 0
        && !queue.isBusy()
        && queue != device.active
        && queue != queue.group.only
        && queue.group.async(queue.ioClass, queue.level) != queue
        && used.get(queue.index) == queue) {
      used.set(queue.index, null);
      queue.group.queues--;
      if (free == freeIndexes.length) {
        freeIndexes = Arrays.copyOf(freeIndexes, free * 2);
      }
      freeIndexes[free++] = queue.index;
    }
  }

  // ---- groups

  private @Nullable CfqGroup knownGroup(int blkg) {
    int of = device.flavor.hasGroups() ? blkg : root;
    return of < groups.length ? groups[of] : null;
  }

  private CfqGroup group(int blkg, long now) {
    CfqGroup known = knownGroup(blkg);
    if (known != null) {
      return known;
    }
    int of = device.flavor.hasGroups() ? blkg : root;
    int up = blkgs.parent(of);
    var group = new CfqGroup(of, up == BlkgTable.NONE ? null : group(up, now), now);
    if (of >= groups.length) {
      groups = Arrays.copyOf(groups, Math.max(of + 1, groups.length * 2));
    }
    groups[of] = group;
    return group;
  }

  /** A record is gone, and its last bio is complete: nobody joins its queues any more. */
  void groupFreed(int blkg) {
    CfqGroup group = blkg < groups.length ? groups[blkg] : null;
    if (group == null) {
      return;
    }
    groups[blkg] = null;
    group.blkg = BlkgTable.NONE;
    group.dropShared();
    int left = group.queues;
    for (int i = 0; i < used.size() && left > 0; i++) {
      CfqQueue queue = used.get(i);
      if (queue != null && queue.group == group) {
        left--;
        if (queue.context != 0) {
          ofThread[queue.context] = null;
          queue.context = 0;
        }
        forgetIfUnused(queue);
      }
    }
  }

  // ---- threads

  /** The queue that a bio of the thread would join now; null if there is none yet. */
  @Nullable CfqQueue find(int number, boolean sync, int blkg) {
    CfqGroup group = knownGroup(blkg);
    if (group == null) {
      return null;
    }
    if (chooser != null) {
      return group.only;
    }
    if (!sync) {
      int prio = threads.prio(number);
      return group.async(classOf(prio), levelOf(prio));
    }
    CfqQueue queue = number < ofThread.length ? ofThread[number] : null;
    return queue != null && queue.group == group ? queue : null;
  }

  /** The queue for a request of the thread. */
  CfqQueue obtain(int number, boolean sync, int blkg, long now) {
    CfqGroup group = group(blkg, now);
    if (chooser != null) {
      return only(group, now);
    }
    int prio = threads.prio(number);
    return sync ? syncQueue(number, group, prio, now) : asyncQueue(group, prio, now);
  }

  private CfqQueue only(CfqGroup group, long now) {
    CfqQueue queue = group.only;
    if (queue == null) {
      queue = make(true, group, now);
      queue.ioClass = CfqQueue.BEST_EFFORT;
      queue.level = USUAL_LEVEL;
      group.only = queue;
    }
    return queue;
  }

  private CfqQueue syncQueue(int number, CfqGroup group, int prio, long now) {
    if (number >= ofThread.length) {
      ofThread = Arrays.copyOf(ofThread, Math.max(number + 1, ofThread.length * 2));
    }
    CfqQueue queue = ofThread[number];
    if (queue != null && queue.group != group) {
      queue.context = 0; // the thread has moved: what it has queued stays where it is
      forgetIfUnused(queue);
      queue = null;
    }
    if (queue == null) {
      queue = make(true, group, now);
      queue.context = number;
      queue.idleWindow = classOf(prio) != CfqQueue.IDLE;
      ofThread[number] = queue;
    }
    queue.ioClass = classOf(prio);
    queue.level = levelOf(prio);
    return queue;
  }

  private CfqQueue asyncQueue(CfqGroup group, int prio, long now) {
    CfqQueue queue = group.async(classOf(prio), levelOf(prio));
    if (queue == null) {
      queue = make(false, group, now);
      queue.ioClass = classOf(prio);
      queue.level = levelOf(prio);
      group.setAsync(queue.ioClass, queue.level, queue);
    }
    return queue;
  }

  private static int classOf(int prio) {
    return switch (prio >> PRIO_CLASS_SHIFT) {
      case REAL_TIME -> CfqQueue.REAL_TIME;
      case IDLE -> CfqQueue.IDLE;
      default -> CfqQueue.BEST_EFFORT;
    };
  }

  private static int levelOf(int prio) {
    return switch (prio >> PRIO_CLASS_SHIFT) {
      case NO_CLASS -> USUAL_LEVEL;
      case IDLE -> LAST_LEVEL;
      default -> prio & LEVEL_MASK;
    };
  }

  /** The thread has ended; returns its queue, or null if it has none. */
  @Nullable CfqQueue endThread(int number) {
    CfqQueue queue = number < ofThread.length ? ofThread[number] : null;
    if (queue != null) {
      ofThread[number] = null;
      queue.context = 0;
      forgetIfUnused(queue);
    }
    return queue;
  }
}
