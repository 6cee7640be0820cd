package io.cglab.core.block;

import io.cglab.core.device.Disk;
import org.jspecify.annotations.Nullable;

/** A disk's tags and those who sleep for one, first come first served. */
final class DiskQueue {
  final Disk disk;
  int freeTags;
  private @Nullable Submitter firstSleeper;
  private @Nullable Submitter lastSleeper;

  DiskQueue(Disk disk) {
    this.disk = disk;
    // A driver without a request queue takes everything at once.
    this.freeTags = disk.isRequestBased() ? disk.queueDepth() : Integer.MAX_VALUE;
  }

  boolean hasSleepers() {
    return firstSleeper != null;
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

  @Nullable Submitter wakeFirst() {
    Submitter first = firstSleeper;
    if (first != null) {
      firstSleeper = first.nextSleeper;
      if (firstSleeper == null) {
        lastSleeper = null;
      }
      first.nextSleeper = null;
    }
    return first;
  }
}
