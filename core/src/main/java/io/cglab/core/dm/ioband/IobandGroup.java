package io.cglab.core.dm.ioband;

import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.CloneEnd;
import io.cglab.core.device.DiskStats;
import java.util.Arrays;

/** An ioband group: the bios of a job on an ioband device. */
public final class IobandGroup implements CloneEnd {
  /** The id of a default group in output. */
  public static final int DEFAULT_ID = -1;

  /** Weight of a group that was given none. */
  public static final int DEFAULT_WEIGHT = 100;

  /** The classes that are limited apart in 1.x; where there is one it is the first. */
  static final int SYNC = 0;

  static final int ASYNC = 1;
  static final int CLASSES = 2;

  /** Held bios are in a list for each class, and urgent ones in one for each class behind. */
  static final int URGENT = CLASSES;

  static final int LISTS = 2 * CLASSES;

  final IobandDevice device;
  private final int id;
  private final int number;
  private final BioTable bios;
  int weight = DEFAULT_WEIGHT;

  // Held bios, by list.
  private final int[] head = new int[LISTS];
  private final int[] tail = new int[LISTS];
  final int[] held = new int[LISTS];
  private int heldInAll;
  int inFlight;

  // ---- of its policy
  long share;
  long tokens;

  /** Up to which round or epoch its tokens are up to date. */
  long round;

  /** Tokens used since it took up its share, or sectors used in the second {@link #usedIn}. */
  long used;

  long usedIn;

  /** Detached, or its device removed. */
  boolean gone;

  /** Counted as having requests on the device. */
  boolean active;

  /** Its place in the heap of each list, or -1. */
  final int[] heapAt = new int[LISTS];

  /** KB/s of range-bw; 0 for no minimum, and for no maximum. */
  long minimum;

  long maximum;

  // ---- statistics
  private long[] counts = new long[6];
  private DiskStats times = new DiskStats();

  IobandGroup(IobandDevice device, int id, int number, BioTable bios) {
    this.device = device;
    this.id = id;
    this.number = number;
    this.bios = bios;
    Arrays.fill(head, BioTable.NONE);
    Arrays.fill(heapAt, -1);
  }

  /** What it was attached as; {@link #DEFAULT_ID} for the default group. */
  public int id() {
    return id;
  }

  /** Its number on this machine, as {@code Trace} names it. */
  public int number() {
    return number;
  }

  public boolean isDefault() {
    return id == DEFAULT_ID;
  }

  /** 1 to 32767. */
  public int weight() {
    return weight;
  }

  /** range-bw: KB/s that it is to have at least. */
  public long minimumKbps() {
    return minimum;
  }

  /** range-bw: KB/s that it may have at most, 0 for any. */
  public long maximumKbps() {
    return maximum;
  }

  /** The device that it is a group of. */
  public IobandDevice device() {
    return device;
  }

  /** What it may spend before it waits for the next round, as of now. */
  public long tokens() {
    return device.group().policy().tokens(this);
  }

  /** What a round gives it. */
  public long share() {
    return share;
  }

  /** Bios held now. */
  public int held() {
    return heldInAll;
  }

  /** Bios that went on and are not complete. */
  public int inFlight() {
    return inFlight;
  }

  /** True while it takes no part: its device is suspended, or it is gone. */
  boolean isOut() {
    return gone || device.isSuspended();
  }

  void append(int clone, int list) {
    bios.setNext(clone, BioTable.NONE);
    if (held[list]++ == 0) {
      head[list] = clone;
    } else {
      bios.setNext(tail[list], clone);
    }
    tail[list] = clone;
    heldInAll++;
  }

  int poll(int list) {
    int clone = head[list];
    head[list] = bios.next(clone);
    bios.setNext(clone, BioTable.NONE);
    held[list]--;
    heldInAll--;
    return clone;
  }

  void arrived(Op op, long now) {
    times.start(op, now);
  }

  void countIssue(int clone, boolean delayed) {
    int column = bios.isWrite(clone) ? 3 : 0;
    counts[column]++;
    counts[column + 1] += delayed ? 1 : 0;
    counts[column + 2] += bios.sectors(clone);
  }

  @Override
  public void cloneDone(int clone, int delayed, long now) {
    times.complete(bios.op(clone), bios.mappedSectors(clone), bios.mappedNs(clone), now);
    device.group().completed(this, clone, now);
  }

  void reset(long now) {
    counts = new long[6];
    DiskStats fresh = new DiskStats();
    for (int i = 0; i < times.inFlight(0); i++) {
      fresh.start(Op.READ, now);
    }
    for (int i = 0; i < times.inFlight(1); i++) {
      fresh.start(Op.WRITE, now);
    }
    times = fresh;
  }

  /** What it has counted. */
  GroupStatus status(long now) {
    return new GroupStatus(
        id,
        counts[0],
        counts[1],
        counts[2],
        times.timeNs(DiskStats.READ),
        counts[3],
        counts[4],
        counts[5],
        times.timeNs(DiskStats.WRITE) + times.timeNs(DiskStats.DISCARD),
        held(),
        times.busyNs(now),
        inFlight);
  }

  /** True if it is asked before another of the same claim (3.2): defaults first, then by age. */
  boolean isBefore(IobandGroup other) {
    if (isDefault() != other.isDefault()) {
      return isDefault();
    }
    return device.number() != other.device.number()
        ? device.number() < other.device.number()
        : id < other.id;
  }
}
