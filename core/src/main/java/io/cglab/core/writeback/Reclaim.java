package io.cglab.core.writeback;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.resource.MemoryController;
import io.cglab.core.resource.MemorySetting;
import io.cglab.core.resource.Setting;
import io.cglab.core.writeback.MemoryGroup.Batch;
import io.cglab.core.writeback.MemoryGroup.Count;
import org.jspecify.annotations.Nullable;

/**
 * Takes clean pages of files back where memory is short: in a cgroup over memory.high or at
 * memory.max, or on the whole machine. It writes nothing itself; where all pages are dirty, it has
 * the flushers write them, and whoever needs memory waits.
 */
public final class Reclaim {
  /** A penalty is at most two seconds. */
  private static final int LONGEST_SECONDS = 2;

  /** Penalties are worked out for so many pages. */
  private static final int CHARGE_BATCH = 64;

  /** Once the machine has less than 1/so much of its memory free, it reclaims up to twice that. */
  private static final int LOW_PART = 128;

  /** A try that finds nothing goes over all pages twice, and is made so often. */
  private static final int TRIES = 17;

  private final PageCache cache;
  private final DirtyLimits limits;
  private final MemoryController memory;

  Reclaim(PageCache cache, DirtyLimits limits, MemoryController memory) {
    this.cache = cache;
    this.limits = limits;
    this.memory = memory;
  }

  /** After pages came: keeps some of the machine's memory free. */
  void balance() {
    long low = limits.usablePages() / LOW_PART;
    if (limits.freePages() < low) {
      MemoryGroup root = cache.root();
      reclaim(root, 2 * low - limits.freePages());
    }
  }

  /**
   * Takes clean pages of a cgroup and those below it.
   *
   * @param pages how many are wanted
   * @return how many it took
   */
  public long reclaim(MemoryGroup group, long pages) {
    long taken = take(group, pages);
    boolean unqueued = group.pages(Count.DIRTY) > 0;
    if (taken < pages && unqueued) {
      cache.flushAll();
    }
    return taken;
  }

  long take(MemoryGroup group, long pages) {
    long taken = takeOwn(group, pages);
    if (taken < pages && !group.cgroup.children().isEmpty()) {
      for (Cgroup child : group.cgroup.children()) {
        MemoryGroup below = cache.known(child);
        if (below != null && below.pages(Count.FILE) > 0 && taken < pages) {
          taken += take(below, pages - taken);
        }
      }
    }
    return taken;
  }

  private long takeOwn(MemoryGroup group, long pages) {
    long taken = 0;
    int rotations = group.batches();
    while (taken < pages && group.ownClean > 0 && rotations-- > 0) {
      Batch batch = group.oldest();
      if (batch == null) {
        break;
      }
      long dropped = cache.dropClean(batch, group, pages - taken);
      taken += dropped;
    }
    return taken;
  }

  // ---- memory.max

  /** How many more pages the cgroup may have before memory.max of it or one above is reached. */
  public long room(MemoryGroup group) {
    long room = Long.MAX_VALUE;
    for (MemoryGroup at = group; at != null && !at.isRoot(); at = at.parent) {
      long max = memory.settings().get(at.cgroup, MemorySetting.MAX);
      if (max != Setting.NO_LIMIT) {
        room = Math.min(room, Math.max(0, max - memory.usagePages(at.cgroup)));
      }
    }
    return room;
  }

  /** Makes room for pages under memory.max where that can be done at once. */
  public long makeRoom(MemoryGroup group, long pages) {
    for (MemoryGroup at = group; at != null && !at.isRoot(); at = at.parent) {
      long max = memory.settings().get(at.cgroup, MemorySetting.MAX);
      long over = max == Setting.NO_LIMIT ? 0 : memory.usagePages(at.cgroup) + pages - max;
      if (over > 0) {
        memory.countEvent(at.cgroup, MemorySetting.MAX);
        reclaim(at, over);
      }
    }
    return room(group);
  }

  // ---- memory.high

  /** True if memory.high of the cgroup or one above is exceeded. */
  public boolean isOverHigh(MemoryGroup group) {
    return overHigh(group) != null;
  }

  private @Nullable MemoryGroup overHigh(MemoryGroup group) {
    for (MemoryGroup at = group; at != null && !at.isRoot(); at = at.parent) {
      if (memory.usagePages(at.cgroup) > memory.settings().get(at.cgroup, MemorySetting.HIGH)) {
        return at;
      }
    }
    return null;
  }

  /**
   * A task brought pages into a cgroup over memory.high: takes back what it can, and says how long
   * the task is to sleep for the rest.
   *
   * @return ticks, 0 to go on at once
   */
  public long high(MemoryGroup group, long pages) {
    for (MemoryGroup at = overHigh(group); at != null; at = above(at)) {
      memory.countEvent(at.cgroup, MemorySetting.HIGH);
      long over = over(at);
      reclaim(at, Math.max(pages, over));
    }
    long longest = 0;
    for (MemoryGroup at = group; at != null && !at.isRoot(); at = at.parent) {
      longest = Math.max(longest, penalty(at, pages));
    }
    return longest <= cache.hz() / 100 ? 0 : longest;
  }

  /** How many pages were looked at in vain if {@link #high} says that the task is to sleep. */
  public long scannedInVain(MemoryGroup group) {
    MemoryGroup over = overHigh(group);
    return over == null ? 0 : 2 * TRIES * over.pages(Count.FILE);
  }

  private @Nullable MemoryGroup above(MemoryGroup group) {
    return group.parent == null ? null : overHigh(group.parent);
  }

  private long over(MemoryGroup group) {
    return memory.usagePages(group.cgroup)
        - memory.settings().get(group.cgroup, MemorySetting.HIGH);
  }

  /** The square of the part by which it is over, in 64ths of a second, for each 64 pages. */
  private long penalty(MemoryGroup group, long pages) {
    long high = memory.settings().get(group.cgroup, MemorySetting.HIGH);
    long over = memory.usagePages(group.cgroup) - high;
    if (high == Setting.NO_LIMIT || over <= 0) {
      return 0;
    }
    double part = (double) over / Math.max(1, high);
    double ticks = part * part * 64 * cache.hz() * pages / CHARGE_BATCH;
    return (long) Math.min((double) LONGEST_SECONDS * cache.hz(), ticks);
  }

  /** memory.high or memory.max was written: what is over is taken back as far as it can be. */
  public void limitChanged(Cgroup cgroup) {
    MemoryGroup group = cache.known(cgroup);
    if (group == null) {
      return;
    }
    long limit =
        Math.min(
            memory.settings().get(cgroup, MemorySetting.HIGH),
            memory.settings().get(cgroup, MemorySetting.MAX));
    long over = limit == Setting.NO_LIMIT ? 0 : memory.usagePages(cgroup) - limit;
    if (over > 0) {
      reclaim(group, over);
    }
  }

  /**
   * memory.reclaim: takes pages back.
   *
   * @return how many
   */
  public long reclaim(Cgroup cgroup, long pages) {
    MemoryGroup group = cache.known(cgroup);
    return group == null ? 0 : reclaim(group, pages);
  }
}
