package io.cglab.core.cgroup;

import io.cglab.core.api.IoStat;
import io.cglab.core.device.Disk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The (cgroup, disk) records: one row each, columns as parallel arrays (control-files.md 0). A
 * record exists from the first bio or per-device setting until the cgroup or its io controller
 * goes; its row lives on until the last bio that it pays for is done. A child's record holds its
 * parent's.
 */
public final class BlkgTable implements TreeListener {
  /** No record. */
  public static final int NONE = -1;

  private static final int FIRST_CAPACITY = 16;
  private static final int COUNTERS = 6;

  // What every bio touches lies side by side, ROW to a row from FIRST on, so that it is one line of
  // the cache where the array begins with one, as large ones do; its first 16 bytes are the header.
  // Counters: bytes at 0 to 2, ios at 3 to 5.
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int DISCARD = 2;
  private static final int IOS = 3;
  private static final int REFERENCES = 6;
  private static final int LINKS = 7; // the disk's index, and below it the parent's row
  private static final int ROW = 8;
  private static final int FIRST = 6;

  private @Nullable Cgroup[] cgroup = new @Nullable Cgroup[FIRST_CAPACITY];
  private @Nullable Disk[] disk = new @Nullable Disk[FIRST_CAPACITY];
  private boolean[] offline = new boolean[FIRST_CAPACITY];
  private long[] hot = new long[FIRST + FIRST_CAPACITY * ROW];
  private int rows;
  private int freeHead = NONE;

  // Open addressing: key = cgroup serial and disk index, value = row.
  private long[] keys = new long[2 * FIRST_CAPACITY];
  private int[] values = new int[2 * FIRST_CAPACITY];
  private int live;

  private final List<BlkgListener> listeners = new ArrayList<>();
  private boolean debugStats;
  private int ended;

  /** An empty table. */
  public BlkgTable() {
    Arrays.fill(values, NONE);
  }

  /** Adds a policy; it is told of every record made from now on. */
  public void addListener(BlkgListener listener) {
    listeners.add(listener);
  }

  /** blkcg_debug_stats of the kernel's module parameters: more keys in io.stat. */
  public boolean debugStats() {
    return debugStats;
  }

  /** Sets {@link #debugStats}. */
  public void setDebugStats(boolean on) {
    debugStats = on;
  }

  /** Number of rows ever used: the length that policies' columns need. */
  public int rows() {
    return rows;
  }

  /** Returns the record, or {@link #NONE} if there is none yet. */
  public int find(Cgroup of, Disk on) {
    long key = key(of, on);
    int mask = keys.length - 1;
    for (int at = slot(key, mask); values[at] != NONE; at = (at + 1) & mask) {
      if (keys[at] == key) {
        return values[at];
      }
    }
    return NONE;
  }

  /**
   * How many records have ended so far: until there are more, what {@link #find} has returned is
   * the same.
   */
  public int ended() {
    return ended;
  }

  /** Returns the record, and makes it and those of all ancestors if there is none yet. */
  public int obtain(Cgroup of, Disk on) {
    int found = find(of, on);
    if (found != NONE) {
      return found;
    }
    Cgroup up = of.parent();
    return create(of, on, up == null ? NONE : obtain(up, on));
  }

  /** Who pays for the I/O of {@code of}: the nearest living cgroup upward where io is on. */
  public static Cgroup effective(Cgroup of) {
    Cgroup at = of;
    while (at.isRemoved() || !at.isOnline(Controller.IO)) {
      Cgroup up = at.parent();
      if (up == null) {
        return at;
      }
      at = up;
    }
    return at;
  }

  private int create(Cgroup of, Disk on, int parentRow) {
    int row = freeHead;
    if (row != NONE) {
      freeHead = parent(row);
    } else {
      row = rows++;
      if (row == cgroup.length) {
        grow(row * 2);
      }
    }
    cgroup[row] = of;
    disk[row] = on;
    offline[row] = false;
    Arrays.fill(hot, at(row), at(row) + ROW, 0);
    link(row, on.index(), parentRow);
    if (parentRow != NONE) {
      refer(parentRow);
    }
    insert(key(of, on), row);
    int[] own = of.blkgs;
    if (own == null) {
      own = new int[1];
    } else if (own.length == of.blkgCount) {
      own = Arrays.copyOf(own, own.length * 2);
    }
    own[of.blkgCount++] = row;
    of.blkgs = own;
    for (BlkgListener listener : listeners) {
      listener.created(row);
    }
    return row;
  }

  private void grow(int capacity) {
    cgroup = Arrays.copyOf(cgroup, capacity);
    disk = Arrays.copyOf(disk, capacity);
    offline = Arrays.copyOf(offline, capacity);
    hot = Arrays.copyOf(hot, FIRST + capacity * ROW);
  }

  private static int at(int row) {
    return FIRST + row * ROW;
  }

  private void link(int row, int diskIndex, int to) {
    hot[at(row) + LINKS] = (long) diskIndex << Integer.SIZE | to & 0xFFFFFFFFL;
  }

  /** The cgroup of a row. */
  public Cgroup cgroup(int row) {
    Cgroup of = cgroup[row];
    assert of != null : "free row " + row;
    return of;
  }

  /** The disk of a row. */
  public Disk disk(int row) {
    Disk on = disk[row];
    assert on != null : "free row " + row;
    return on;
  }

  /** The record of the parent cgroup on the same disk; {@link #NONE} for a root's. */
  public int parent(int row) {
    return (int) hot[at(row) + LINKS]; // of a free row: the next free one
  }

  /** The index of a row's disk. */
  public int diskIndex(int row) {
    return (int) (hot[at(row) + LINKS] >>> Integer.SIZE);
  }

  /** True if the row is a record's, be it offline. */
  public boolean isUsed(int row) {
    return cgroup[row] != null;
  }

  /** True once its cgroup is gone. */
  public boolean isOffline(int row) {
    return offline[row];
  }

  /** A bio refers to the row. */
  public void refer(int row) {
    hot[at(row) + REFERENCES]++;
  }

  /** The counterpart of {@link #refer}; the last one frees a row that is offline. */
  public void unrefer(int row) {
    int at = at(row) + REFERENCES;
    assert hot[at] > 0 : "unreferred too often: " + row;
    if (--hot[at] == 0 && offline[row]) {
      free(row);
    }
  }

  private void free(int row) {
    for (BlkgListener listener : listeners) {
      listener.freed(row);
    }
    Cgroup of = cgroup(row);
    of.hierarchy().unrefer(of);
    int up = parent(row);
    cgroup[row] = null;
    disk[row] = null;
    link(row, 0, freeHead);
    freeHead = row;
    if (up != NONE) {
      unrefer(up);
    }
  }

  // ---- accounting, throttle-and-qos.md 1.4

  /** Counts a read of {@code bytes}, for the record and its ancestors. */
  public void countRead(int row, long bytes) {
    count(row, READ, bytes);
  }

  /** Counts a write-direction operation other than a discard. */
  public void countWrite(int row, long bytes) {
    count(row, WRITE, bytes);
  }

  /** Counts a discard. */
  public void countDiscard(int row, long bytes) {
    count(row, DISCARD, bytes);
  }

  private void count(int row, int column, long bytes) {
    for (int at = row; at != NONE; at = parent(at)) {
      hot[at(at) + column] += bytes;
      hot[at(at) + IOS + column]++;
    }
  }

  /** The counters of a row, descendants included. */
  public IoStat stat(int row) {
    int at = at(row);
    return new IoStat(
        hot[at + READ],
        hot[at + WRITE],
        hot[at + IOS + READ],
        hot[at + IOS + WRITE],
        hot[at + DISCARD],
        hot[at + IOS + DISCARD]);
  }

  /** Sets the counters of a row to zero. */
  public void resetStat(int row) {
    Arrays.fill(hot, at(row), at(row) + COUNTERS, 0);
  }

  // ---- the end of records

  @Override
  public void offline(Cgroup of, Controller controller) {
    if (controller == Controller.IO) {
      dropAll(of);
    }
  }

  @Override
  public void beforeRemoval(Cgroup of) {
    dropAll(of);
  }

  private void dropAll(Cgroup of) {
    // A child's record needs its parent's, so those below go first: a controller is switched off
    // from
    // above, but the records of a whole subtree go in one command.
    for (Cgroup child : of.children()) {
      dropAll(child);
    }
    int[] own = of.blkgs;
    if (own == null) {
      return;
    }
    for (int i = of.blkgCount - 1; i >= 0; i--) {
      end(of, own[i]);
    }
    of.blkgs = null;
    of.blkgCount = 0;
  }

  private void end(Cgroup of, int row) {
    ended++;
    remove(key(of, disk(row)));
    offline[row] = true;
    of.hierarchy().refer(of);
    for (BlkgListener listener : listeners) {
      listener.offline(row);
    }
    if (hot[at(row) + REFERENCES] == 0) {
      free(row);
    }
  }

  /** A disk is gone: so are all records of it, but for bios on their way. */
  public void drop(Cgroup root, Disk gone) {
    for (Cgroup child : root.children()) {
      drop(child, gone);
    }
    int[] own = root.blkgs;
    for (int i = 0; own != null && i < root.blkgCount; i++) {
      int row = own[i];
      if (disk(row) == gone) {
        System.arraycopy(own, i + 1, own, i, --root.blkgCount - i);
        end(root, row);
        return;
      }
    }
  }

  // ---- the index

  private static long key(Cgroup of, Disk on) {
    return (long) of.serial() << 32 | on.index();
  }

  private static int slot(long key, int mask) {
    long h = key * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 40) & mask;
  }

  private void insert(long key, int row) {
    if (++live * 2 > keys.length) {
      long[] oldKeys = keys;
      int[] oldValues = values;
      keys = new long[oldKeys.length * 2];
      values = new int[oldKeys.length * 2];
      Arrays.fill(values, NONE);
      for (int i = 0; i < oldKeys.length; i++) {
        if (oldValues[i] != NONE) {
          place(oldKeys[i], oldValues[i]);
        }
      }
    }
    place(key, row);
  }

  private void place(long key, int row) {
    int mask = keys.length - 1;
    int at = slot(key, mask);
    while (values[at] != NONE) {
      at = (at + 1) & mask;
    }
    keys[at] = key;
    values[at] = row;
  }

  private void remove(long key) {
    int mask = keys.length - 1;
    int at = slot(key, mask);
    while (keys[at] != key || values[at] == NONE) {
      at = (at + 1) & mask;
    }
    live--;
    // Close the gap: later entries of the run move up unless they are at home already.
    int hole = at;
    for (int next = (at + 1) & mask; values[next] != NONE; next = (next + 1) & mask) {
      int home = slot(keys[next], mask);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        keys[hole] = keys[next];
        values[hole] = values[next];
        hole = next;
      }
    }
    values[hole] = NONE;
  }
}
