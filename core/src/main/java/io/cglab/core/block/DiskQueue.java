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
  private static final int WORD = 64;

  final Disk disk;

  /** What sends its bios on to other disks; null for a device of its own. */
  final @Nullable BioDriver driver;

  /** Null for none: then there is one set of tags, and a request with one goes to the driver. */
  @Nullable Elevator elevator;

  /** Tags that a request takes when it is allocated. */
  int tags;

  int freeTags;

  /**
   * Dispatched requests that the driver did not take; served before the scheduler is asked again.
   */
  final RequestFifo residual;

  /** The next completion runs the queue. */
  boolean restart;

  /** Restricted requests (1.1, shallow depth) that hold a tag. */
  int shallowTags;

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

  /** Those who may use {@code depth} tags, in order of falling asleep. */
  private static final class Sleepers {
    final int depth;
    @Nullable Submitter first;
    @Nullable Submitter last;

    Sleepers(int depth) {
      this.depth = depth;
    }
  }

  DiskQueue(Disk disk, @Nullable BioDriver driver, RequestTable requests) {
    this.disk = disk;
    this.driver = driver;
    this.residual = new RequestFifo(requests);
    // A driver without a request queue takes everything at once.
    this.tags = disk.isRequestBased() ? disk.queueDepth() : Integer.MAX_VALUE;
    this.freeTags = tags;
  }

  /** True if a request that may use {@code depth} tags finds one. */
  boolean hasTag(int depth) {
    return freeTags > 0 && (depth >= tags || shallowTags < shallowCapacity(depth));
  }

  /**
   * Of each word k of 64 tags a restricted request may use the lowest floor(64 · depth / tags), and
   * one more where 64 · depth mod tags is at least 64 · (k + 1) (schedulers-and-devices.md 1.1).
   */
  private int shallowCapacity(int depth) {
    long share = (long) WORD * depth;
    int whole = tags / WORD;
    int last = tags % WORD;
    int each = (int) (share / tags);
    int withOneMore = (int) (share % tags / WORD);
    int capacity = whole * each + Math.min(whole, withOneMore);
    capacity += Math.min(last, each + (withOneMore > whole ? 1 : 0));
    return Math.max(1, capacity);
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
    Sleepers list = sleepersOf(submitter.depth);
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

  private Sleepers sleepersOf(int depth) {
    for (int i = 0; i < sleepers.size(); i++) {
      if (sleepers.get(i).depth == depth) {
        return sleepers.get(i);
      }
    }
    var list = new Sleepers(depth);
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
          && hasTag(list.depth)) {
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
    }
    longest.nextSleeper = null;
    asleep--;
    return longest;
  }

  boolean hasSleepers() {
    return asleep > 0;
  }
}
