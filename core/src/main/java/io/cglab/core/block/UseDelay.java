package io.cglab.core.block;

import io.cglab.core.cgroup.BlkgListener;
import io.cglab.core.cgroup.BlkgTable;
import java.util.Arrays;

/**
 * Delays that a record owes (throttle-and-qos.md 1.8): who submits through a congested record
 * sleeps when it returns to user space. A policy either counts (a use count, and a delay that
 * decays) or sets the delay itself.
 */
public final class UseDelay implements BlkgListener {
  /** The longest sleep in counted mode, in ns. */
  public static final long LONGEST_NS = 250_000_000;

  private static final long SECOND_NS = 1_000_000_000;
  private static final int SET = -1;

  private final BlkgTable blkgs;

  // Columns beside BlkgTable's; rows beyond their end owe nothing.
  private int[] uses = new int[0];
  private int[] lastUses = new int[0];
  private long[] delayNs = new long[0];
  private long[] windowNs = new long[0];
  private long[] windowDelayNs = new long[0];

  UseDelay(BlkgTable blkgs) {
    this.blkgs = blkgs;
    blkgs.addListener(this);
  }

  private void reserve(int blkg) {
    if (blkg >= uses.length) {
      int rows = Math.max(blkgs.rows(), uses.length * 2);
      uses = Arrays.copyOf(uses, rows);
      lastUses = Arrays.copyOf(lastUses, rows);
      delayNs = Arrays.copyOf(delayNs, rows);
      windowNs = Arrays.copyOf(windowNs, rows);
      windowDelayNs = Arrays.copyOf(windowDelayNs, rows);
    }
  }

  /** Uses of the record: 0 owes nothing, −1 for a delay that was set. */
  public int uses(int blkg) {
    return blkg < uses.length ? uses[blkg] : 0;
  }

  /** One use more, in counted mode. */
  public void use(int blkg) {
    reserve(blkg);
    assert uses[blkg] != SET : "a delay that was set is not counted";
    uses[blkg]++;
  }

  /** One use less, in counted mode. */
  public void unuse(int blkg) {
    assert uses(blkg) > 0 : "used no more: " + blkg;
    uses[blkg]--;
  }

  /** The record owes nothing any more. */
  public void clear(int blkg) {
    if (blkg < uses.length) {
      uses[blkg] = 0;
      lastUses[blkg] = 0;
      delayNs[blkg] = 0;
      windowNs[blkg] = 0;
      windowDelayNs[blkg] = 0;
    }
  }

  /** Adds to what the record owes, in counted mode. */
  public void add(int blkg, long ns, long nowNs) {
    reserve(blkg);
    decay(blkg, nowNs);
    delayNs[blkg] += ns;
  }

  /** Sets what the record owes each time, in ns; it does not decay. */
  public void set(int blkg, long ns) {
    reserve(blkg);
    uses[blkg] = SET;
    delayNs[blkg] = ns;
  }

  private void decay(int blkg, long nowNs) {
    if (uses[blkg] == SET || nowNs <= windowNs[blkg] + SECOND_NS) {
      return;
    }
    long less = Math.min(windowDelayNs[blkg], nowNs - windowNs[blkg]);
    if (uses[blkg] < lastUses[blkg]) {
      less = Math.max(less, windowDelayNs[blkg] / 2);
    }
    if (delayNs[blkg] < less) {
      delayNs[blkg] = 0;
      windowDelayNs[blkg] = 0;
    } else {
      delayNs[blkg] -= less;
      windowDelayNs[blkg] = delayNs[blkg];
    }
    lastUses[blkg] = uses[blkg];
    windowNs[blkg] = nowNs;
  }

  /** What the record itself owes now, in ns, as io.stat shows it. */
  public long owedNs(int blkg) {
    return blkg < delayNs.length && uses[blkg] != 0 ? delayNs[blkg] : 0;
  }

  /**
   * How long a task of the record's cgroup sleeps when it returns to user space, in ns: the most
   * that the record or one of its ancestors but the root owes.
   */
  public long sleepNs(int blkg, long nowNs) {
    long longest = 0;
    for (int at = blkg; at != BlkgTable.NONE && blkgs.parent(at) != BlkgTable.NONE; ) {
      if (at < uses.length && uses[at] != 0) {
        decay(at, nowNs);
        long owed = uses[at] == SET ? delayNs[at] : Math.min(delayNs[at], LONGEST_NS);
        longest = Math.max(longest, owed);
      }
      at = blkgs.parent(at);
    }
    return longest;
  }

  @Override
  public void created(int blkg) {
    clear(blkg);
  }
}
