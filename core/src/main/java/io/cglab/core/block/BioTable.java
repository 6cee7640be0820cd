package io.cglab.core.block;

import io.cglab.core.api.Errno;
import io.cglab.core.api.Op;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Faults;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bios: one row each, columns as parallel arrays. A row is its maker's until it is submitted, then
 * the block layer's until {@link BioEnd#bioDone} returns. Not thread-safe.
 */
public final class BioTable {
  /** No bio. */
  public static final int NONE = -1;

  /** Its bytes were charged by blk-throttle at all levels. */
  public static final int BYTES_CHARGED = 1;

  /** Its bytes are in io.stat. */
  public static final int COUNTED = 1 << 1;

  /** It was cut off another bio and merges with nothing. */
  public static final int NO_MERGE = 1 << 2;

  /** File system metadata: charged without waiting ("issue as root"). */
  public static final int META = 1 << 3;

  /** Swap-out: charged without waiting. */
  public static final int SWAP = 1 << 4;

  /** Someone waits for it. */
  public static final int SYNC = 1 << 5;

  /** Its bytes are in v1's throttle statistics. */
  public static final int THROTTLE_COUNTED = 1 << 6;

  /** It holds a slot of io.latency at each level. */
  public static final int LATENCY_SLOT = 1 << 8;

  /** Direct I/O that is expected to be followed by more: with {@link #SYNC}, a direct write. */
  public static final int IDLE = 1 << 9;

  /** Write-back that nobody waits for: of old data, or over the background threshold. */
  public static final int BACKGROUND = 1 << 10;

  /** It counts as in flight for the limit of buffered writes. */
  public static final int WBT_TRACKED = 1 << 11;

  /** A mapped device sends it on in place of (a piece of) another bio. */
  static final int CLONE = 1 << 13;

  /** A write that is complete when it is on the medium: forced unit access. */
  public static final int FUA = 1 << 14;

  /** Its submitter is told when it is complete, {@link #end} is nobody. */
  static final int TELLS_SUBMITTER = 1 << 15;

  /** What a bio is, not what was done with it: a volume's clones have the same. */
  static final int KEPT_BY_CLONES = NO_MERGE | META | SWAP | SYNC | IDLE | BACKGROUND | FUA;

  private static final int FIRST_CAPACITY = 64;
  private static final Op[] OPS = Op.values();
  private static final Faults.Outcome[] OUTCOMES = Faults.Outcome.values();

  private final IoContexts contexts;

  private byte[] op = new byte[FIRST_CAPACITY];
  int[] flags = new int[FIRST_CAPACITY];
  int[] disk = new int[FIRST_CAPACITY];
  long[] sector = new long[FIRST_CAPACITY];
  int[] sectors = new int[FIRST_CAPACITY];
  int[] blkg = new int[FIRST_CAPACITY];
  int[] prio = new int[FIRST_CAPACITY];
  long[] startNs = new long[FIRST_CAPACITY];

  /** When it asked for a tag. */
  long[] askedNs = new long[FIRST_CAPACITY];

  /** Of a volume's clone: when it was made, and how long it was then. */
  long[] mappedNs = new long[FIRST_CAPACITY];

  int[] mappedSectors = new int[FIRST_CAPACITY];

  /** Of a mapped device's clone: when it was made. */
  public long mappedNs(int clone) {
    return mappedNs[clone];
  }

  /** Of a mapped device's clone: its length when it was made; pieces are cut off later. */
  public int mappedSectors(int clone) {
    return mappedSectors[clone];
  }

  /** The bio that this piece was cut off or cloned from, or NONE. */
  int[] whole = new int[FIRST_CAPACITY];

  /** Pieces not yet complete, itself included. */
  int[] pieces = new int[FIRST_CAPACITY];

  /** Who is told when it is complete, unless its submitter is. */
  private @Nullable BioEnd[] end = new @Nullable BioEnd[FIRST_CAPACITY];

  int[] cookie = new int[FIRST_CAPACITY];

  /** Link of whatever list the bio is in; of a free row: the next free one. */
  int[] next = new int[FIRST_CAPACITY];

  /** Who submitted it, for its first disk and all below: a number of {@link IoContexts}. */
  int[] by = new int[FIRST_CAPACITY];

  /** Who is told when a clone is complete, before who waits for the whole is. */
  @Nullable CloneEnd[] cloneEnd = new @Nullable CloneEnd[FIRST_CAPACITY];

  int[] cloneCookie = new int[FIRST_CAPACITY];

  /** How its device has ended it: the place of a {@link Faults.Outcome}, 0 if all is well. */
  byte[] outcome = new byte[FIRST_CAPACITY];

  private int rows;
  private int freeHead = NONE;
  private int used;

  BioTable(IoContexts contexts) {
    this.contexts = contexts;
  }

  /** Takes a row; all columns but those of who submitted it and how it ended are undefined. */
  int alloc() {
    used++;
    int bio = freeHead;
    if (bio != NONE) {
      freeHead = next[bio];
    } else {
      bio = rows++;
      if (bio == next.length) {
        grow(bio * 2);
      }
    }
    outcome[bio] = 0;
    by[bio] = IoContexts.NONE;
    return bio;
  }

  void free(int bio) {
    used--;
    end[bio] = null;
    cloneEnd[bio] = null;
    next[bio] = freeHead;
    freeHead = bio;
  }

  private void grow(int capacity) {
    op = Arrays.copyOf(op, capacity);
    flags = Arrays.copyOf(flags, capacity);
    disk = Arrays.copyOf(disk, capacity);
    sector = Arrays.copyOf(sector, capacity);
    sectors = Arrays.copyOf(sectors, capacity);
    blkg = Arrays.copyOf(blkg, capacity);
    prio = Arrays.copyOf(prio, capacity);
    startNs = Arrays.copyOf(startNs, capacity);
    askedNs = Arrays.copyOf(askedNs, capacity);
    mappedNs = Arrays.copyOf(mappedNs, capacity);
    mappedSectors = Arrays.copyOf(mappedSectors, capacity);
    whole = Arrays.copyOf(whole, capacity);
    pieces = Arrays.copyOf(pieces, capacity);
    end = Arrays.copyOf(end, capacity);
    cookie = Arrays.copyOf(cookie, capacity);
    next = Arrays.copyOf(next, capacity);
    by = Arrays.copyOf(by, capacity);
    cloneEnd = Arrays.copyOf(cloneEnd, capacity);
    cloneCookie = Arrays.copyOf(cloneCookie, capacity);
    outcome = Arrays.copyOf(outcome, capacity);
  }

  /** Bios that exist now. */
  public int used() {
    return used;
  }

  public Op op(int bio) {
    return OPS[op[bio]];
  }

  void setOp(int bio, Op newOp) {
    op[bio] = (byte) newOp.ordinal();
  }

  /** True if limits count it as a write. */
  public boolean isWrite(int bio) {
    return op[bio] != 0;
  }

  /** The error that it has ended with; null where all is well, or it has not ended. */
  public @Nullable Errno error(int bio) {
    return OUTCOMES[outcome[bio]].error();
  }

  public boolean has(int bio, int flag) {
    return (flags[bio] & flag) != 0;
  }

  /** True if somebody waits for it: reads, and writes that say so. */
  public boolean isSync(int bio) {
    return op[bio] == 0 || has(bio, SYNC | FUA);
  }

  /** Sets a flag. */
  public void mark(int bio, int flag) {
    flags[bio] |= flag;
  }

  /** Takes a flag off. */
  public void unmark(int bio, int flag) {
    flags[bio] &= ~flag;
  }

  /** Index of its disk. */
  public int disk(int bio) {
    return disk[bio];
  }

  /** First sector on the whole disk. */
  public long sector(int bio) {
    return sector[bio];
  }

  /** Length in sectors of 512 B; shrinks as pieces are cut off its front. */
  public int sectors(int bio) {
    return sectors[bio];
  }

  /** Length in bytes. */
  public long bytes(int bio) {
    return (long) sectors[bio] << 9;
  }

  /** The record that pays for it: a row of BlkgTable. */
  public int blkg(int bio) {
    return blkg[bio];
  }

  /** Priority value: class · 2¹³ + level. */
  public int prio(int bio) {
    return prio[bio];
  }

  /** When it was last counted as started (stage 5). */
  public long startNs(int bio) {
    return startNs[bio];
  }

  /** The bio that this piece was cut off or cloned from; {@link #NONE} for a whole one. */
  public int whole(int bio) {
    return whole[bio];
  }

  /** Who is told when it is complete; null for a piece. */
  public @Nullable BioEnd end(int bio) {
    return has(bio, TELLS_SUBMITTER) ? (BioEnd) contexts.thread(by[bio]) : end[bio];
  }

  /**
   * Sets who is told when a new bio is complete. If that is a submitter it is the one that submits
   * the bio.
   */
  void setEnd(int bio, BioEnd told) {
    if (told instanceof Submitter) {
      mark(bio, TELLS_SUBMITTER);
    } else {
      end[bio] = told;
    }
  }

  /** Whose data it carries, as {@link BioEnd#owner} says; a piece's are those of the whole. */
  public @Nullable Cgroup owner(int bio) {
    int at = bio;
    while (whole[at] != NONE) {
      at = whole[at];
    }
    BioEnd told = end(at);
    return told == null ? null : told.owner();
  }

  /** The task that submitted it; null for a thread of the kernel that has none. */
  public @Nullable Task submitter(int bio) {
    Submitter submitter = contexts.thread(by[bio]);
    return submitter == null ? null : submitter.onBehalfOf();
  }

  /**
   * For the driver that keeps a clone: {@code told} hears when it is complete.
   *
   * @param number handed to {@code told}
   */
  public void setCloneEnd(int clone, CloneEnd told, int number) {
    cloneEnd[clone] = told;
    cloneCookie[clone] = number;
  }

  /** The number that was given to {@link #setCloneEnd}. */
  public int cloneCookie(int clone) {
    return cloneCookie[clone];
  }

  /** The next bio in the list that holds it. */
  public int next(int bio) {
    return next[bio];
  }

  /** For the list that holds the bio. */
  public void setNext(int bio, int nextBio) {
    next[bio] = nextBio;
  }
}
