package io.cglab.core.block;

import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk's tags, those who sleep for one (first come first served), and what stands between its
 * scheduler and its driver (schedulers-and-devices.md 1.1, 1.2).
 */
final class DiskQueue {
  private static final int NO_POOL = -1;

  final Disk disk;

  /** What sends its bios on to other disks; null for a device of its own. */
  final @Nullable BioDriver driver;

  /** Null for none: then there is one set of tags, and a request with one goes to the driver. */
  @Nullable Elevator elevator;

  /** Tags that a request takes when it is allocated; just counted where kinds have their own. */
  final Tags tags;

  // Single queues: how many requests of a kind, and of a kind of one group, there may be.
  private int mostOfKind = Integer.MAX_VALUE;
  private int mostOfGroup = Integer.MAX_VALUE;

  /** Tags held: those of records are with the requests of all disks, as each is of one disk. */
  private final RequestTable requests;

  private int heldAsync;
  private int heldSync;

  /**
   * Dispatched requests that the driver did not take; served before the scheduler is asked again.
   */
  final RequestFifo residual;

  /** The next completion runs the queue. */
  boolean restart;

  /** Counts the elevators that it has had: a request belongs to the one that took it. */
  int generation;

  /** The timer of a run that is due because the scheduler held requests back. */
  int rerun = EventQueue.NONE;

  /** A run that was put off a little, for the time that a restart takes. */
  boolean runPending;

  final QosChain qos = new QosChain();
  Merging merging = Merging.ALL;

  /** The queued request that was inserted or grew last, or NONE. */
  int lastMerge = RequestTable.NONE;

  /** The device is busy: nothing is given to it before the time that it named. */
  boolean stopped;

  /** The device has refused a request, and has not yet taken all that there was since then. */
  boolean busy;

  /** Requests given to the device and not complete. */
  int inDriver;

  /** Who sleeps for a tag, by how many of them their bios may use: few numbers ever occur. */
  private final List<Sleepers> sleepers = new ArrayList<>();

  private int asleep;
  private long sleeps;

  /**
   * Those who may use {@code depth} tags, and where kinds or groups have their own, of the same
   * ones, in order of falling asleep.
   */
  private static final class Sleepers {
    final int depth;
    final int pool;
    @Nullable Submitter first;
    @Nullable Submitter last;

    Sleepers(int depth, int pool) {
      this.depth = depth;
      this.pool = pool;
    }
  }

  DiskQueue(Disk disk, @Nullable BioDriver driver, RequestTable requests) {
    this.disk = disk;
    this.driver = driver;
    this.requests = requests;
    this.residual = new RequestFifo(requests);
    // A driver without a request queue takes everything at once.
    this.tags = new Tags(disk.isRequestBased() ? disk.queueDepth() : Integer.MAX_VALUE);
  }

  /** Sets how many tags a kind of requests has, and a kind of those of one group. */
  void limitTags(int ofKind, int ofGroup) {
    mostOfKind = ofKind;
    mostOfGroup = ofGroup;
  }

  private boolean isLimited() {
    return mostOfKind != Integer.MAX_VALUE || mostOfGroup != Integer.MAX_VALUE;
  }

  /** The tags that a request of a record and kind counts with. */
  static int pool(int blkg, boolean sync) {
    return 2 * blkg + (sync ? 1 : 0);
  }

  /** A request holds a tag that was found, or it is kept for a sleeper; returns the tag. */
  int hold(int pool, int found) {
    requests.hold(pool);
    countKind(pool, 1);
    if (isLimited()) {
      return tags.takeUnnumbered();
    }
    tags.take(found);
    return found;
  }

  void release(int pool, int tag) {
    tags.put(tag);
    requests.release(pool);
    countKind(pool, -1);
  }

  private void countKind(int pool, int more) {
    if ((pool & 1) == 0) {
      heldAsync += more;
    } else {
      heldSync += more;
    }
  }

  /**
   * A tag for a request that may use {@code depth} of them; {@link Tags#NONE} if it has to wait.
   */
  int findTag(int depth, int pool) {
    if (isLimited()) {
      // Who fell asleep before there were limits is in no pool.
      return pool == NO_POOL
              || (((pool & 1) == 0 ? heldAsync : heldSync) < mostOfKind
                  && requests.held(pool) < mostOfGroup)
          ? 0
          : Tags.NONE;
    }
    return tags.find(depth);
  }

  /** The scheduler gave a request away: nothing joins it any more. */
  void left(int request) {
    if (lastMerge == request) {
      lastMerge = RequestTable.NONE;
    }
  }

  boolean isDriverFree() {
    return inDriver < disk.queueDepth() || !disk.isRequestBased();
  }

  void sleep(Submitter submitter) {
    Sleepers list = sleepersOf(submitter.depth, isLimited() ? submitter.pool : NO_POOL);
    submitter.nextSleeper = null;
    submitter.sleepOrder = sleeps++;
    Submitter last = list.last;
    if (last == null) {
      list.first = submitter;
    } else {
      last.nextSleeper = submitter;
    }
    list.last = submitter;
    asleep++;
  }

  private Sleepers sleepersOf(int depth, int pool) {
    for (int i = 0; i < sleepers.size(); i++) {
      if (sleepers.get(i).depth == depth && sleepers.get(i).pool == pool) {
        return sleepers.get(i);
      }
    }
    var list = new Sleepers(depth, pool);
    sleepers.add(list);
    return list;
  }

  /** Takes out who has slept longest of those who find a tag now; null if there is none. */
  @Nullable Submitter takeSleeper() {
    Sleepers from = null;
    Submitter longest = null;
    for (int i = 0; i < sleepers.size(); i++) {
      Sleepers list = sleepers.get(i);
      Submitter first = list.first;
      if (first != null
          && (longest == null || first.sleepOrder < longest.sleepOrder)
          && findTag(list.depth, list.pool) != Tags.NONE) {
        from = list;
        longest = first;
      }
    }
    if (from == null || longest == null) {
      return null;
    }
    from.first = longest.nextSleeper;
    if (from.first == null) {
      from.last = null;
      if (from.pool != NO_POOL) {
        sleepers.remove(from); // groups come and go
      }
    }
    longest.nextSleeper = null;
    asleep--;
    return longest;
  }

  boolean hasSleepers() {
    return asleep > 0;
  }
}
