package io.cglab.core.block;

import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventQueue;
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

  Merging merging = Merging.ALL;

  /** The queued request that was inserted or grew last, or NONE. */
  int lastMerge = RequestTable.NONE;

  /** The device is busy: nothing is given to it before the time that it named. */
  boolean stopped;

  /** The device has refused a request, and has not yet taken all that there was since then. */
  boolean busy;

  /** Requests given to the device and not complete. */
  int inDriver;

  private @Nullable Submitter firstSleeper;
  private @Nullable Submitter lastSleeper;

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

  /** Of each word of 64 tags a restricted request may use the lowest floor(64 · depth / tags). */
  private int shallowCapacity(int depth) {
    int capacity = 0;
    for (int word = 0; word * WORD < tags; word++) {
      int inWord = Math.min(WORD, tags - word * WORD);
      int more = WORD * depth % tags >= WORD * (word + 1) ? 1 : 0;
      capacity += Math.min(inWord, WORD * depth / tags + more);
    }
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
    submitter.nextSleeper = null;
    if (lastSleeper == null) {
      firstSleeper = submitter;
    } else {
      lastSleeper.nextSleeper = submitter;
    }
    lastSleeper = submitter;
  }

  /** Takes the first sleeper out that finds a tag now; null if there is none. */
  @Nullable Submitter takeSleeper() {
    Submitter before = null;
    for (Submitter at = firstSleeper; at != null; at = at.nextSleeper) {
      if (hasTag(at.depth)) {
        if (before == null) {
          firstSleeper = at.nextSleeper;
        } else {
          before.nextSleeper = at.nextSleeper;
        }
        if (lastSleeper == at) {
          lastSleeper = before;
        }
        at.nextSleeper = null;
        return at;
      }
      before = at;
    }
    return null;
  }

  boolean hasSleepers() {
    return firstSleeper != null;
  }
}
