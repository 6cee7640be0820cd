package io.cglab.core.policy.throttle;

import io.cglab.core.api.IoMax;
import io.cglab.core.block.BioTable;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one group: its limits, what the running slice has used up, and the bios parked
 * here (throttle-and-qos.md 2.1). Times are ticks.
 */
final class Bucket {
  final ThrottleGroup group;

  /** What goes on from here goes to the top queue. */
  final boolean isBelowTop;

  /** Bytes and I/Os per second; {@link IoMax#MAX_BPS}, {@link IoMax#MAX_IOPS} for no limit. */
  long bps = IoMax.MAX_BPS;

  long iops = IoMax.MAX_IOPS;

  /** True if this group or an ancestor limits bytes (I/Os). */
  boolean hasBps;

  boolean hasIops;

  /** Charged in the running slice. */
  long bytes;

  long ios;

  /** The slice, both ends included; 0, 0 has expired. */
  long sliceStart;

  long sliceEnd;

  /** Signed: what changes of the limits left over or overdrew. */
  long carryBytes;

  long carryIos;

  /** Parked bios, by source, served round-robin. */
  private @Nullable Source first;

  private @Nullable Source last;
  int parked;

  /** Bios that begin here. */
  final Source self = new Source();

  /** Bios of this group that wait at the parent. */
  final Source onParent = new Source();

  Bucket(ThrottleGroup group) {
    this.group = group;
    this.isBelowTop = group.parent == null || group.parent.isTop();
  }

  /** A FIFO of bios that came the same way. */
  static final class Source {
    private int head = BioTable.NONE;
    private int tail = BioTable.NONE;
    private @Nullable Source next;
  }

  boolean isUnlimited() {
    return bps == IoMax.MAX_BPS && iops == IoMax.MAX_IOPS;
  }

  boolean sliceExpired(long tick) {
    return tick < sliceStart || tick > sliceEnd;
  }

  void startSlice(long start, long end) {
    sliceStart = start;
    sliceEnd = end;
    bytes = 0;
    ios = 0;
    carryBytes = 0;
    carryIos = 0;
  }

  /** The bio whose turn it is, or NONE. */
  int peek() {
    return first == null ? BioTable.NONE : first.head;
  }

  void add(Source source, int bio, BioTable bios) {
    bios.setNext(bio, BioTable.NONE);
    if (source.head == BioTable.NONE) {
      source.head = bio;
      append(source);
    } else {
      bios.setNext(source.tail, bio);
    }
    source.tail = bio;
    parked++;
  }

  /** Takes the bio whose turn it is; its source goes to the end of the line. */
  int poll(BioTable bios) {
    Source source = first;
    if (source == null) {
      return BioTable.NONE;
    }
    int bio = source.head;
    first = source.next;
    if (first == null) {
      last = null;
    }
    source.head = bios.next(bio);
    if (source.head == BioTable.NONE) {
      source.tail = BioTable.NONE;
    } else {
      append(source);
    }
    bios.setNext(bio, BioTable.NONE);
    parked--;
    return bio;
  }

  private void append(Source source) {
    source.next = null;
    if (last == null) {
      first = source;
    } else {
      last.next = source;
    }
    last = source;
  }
}
