package io.cglab.core.file;

import java.util.Arrays;

/**
 * What each block of a file is: a hole, room that is reserved, or a block of the disk, to which
 * something was written or not. Blocks in a row whose disk blocks are in a row, too, are one
 * extent.
 *
 * <p>Extents are in leaves of up to 64, in order. A look-up is two binary searches and allocates
 * nothing; a change moves a leaf's entries at most, and those of the list of leaves.
 */
final class ExtentMap {
  /** Nothing is there. */
  static final long HOLE = -1;

  /** Room is reserved, its place not chosen. */
  static final long DELAYED = -2;

  private static final int LEAF_SIZE = 64;

  /** Extents in a row: arrays of first blocks, lengths, states of the first blocks. */
  private static final class Leaf {
    final long[] starts = new long[LEAF_SIZE];
    final long[] lengths = new long[LEAF_SIZE];
    final long[] states = new long[LEAF_SIZE];
    int size;

    long end(int i) {
      return starts[i] + lengths[i];
    }

    /** The last extent that begins at {@code block} or before it, or -1. */
    int floor(long block) {
      int low = 0;
      int high = size - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        if (starts[middle] <= block) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return high;
    }

    void move(int from, Leaf to, int at, int count) {
      System.arraycopy(starts, from, to.starts, at, count);
      System.arraycopy(lengths, from, to.lengths, at, count);
      System.arraycopy(states, from, to.states, at, count);
    }

    void set(int i, long start, long length, long state) {
      starts[i] = start;
      lengths[i] = length;
      states[i] = state;
    }

    void delete(int i) {
      move(i + 1, this, i, size - i - 1);
      size--;
    }
  }

  /** Told of extents that are taken out of a map. */
  interface Taken {
    void taken(long start, long length, long state);
  }

  private Leaf[] leaves = {new Leaf()};
  private int leafCount = 1;

  /** The state of a block on the disk. */
  static long state(long diskBlock, boolean written) {
    return diskBlock << 1 | (written ? 0 : 1);
  }

  /** The disk's block of a state that is neither a hole nor reserved room. */
  static long diskBlock(long state) {
    return state >> 1;
  }

  static boolean isWritten(long state) {
    return state >= 0 && (state & 1) == 0;
  }

  /** The state of the block {@code by} behind one of this state, in the same extent. */
  private static long later(long state, long by) {
    return state < 0 ? state : state + (by << 1);
  }

  /** The last leaf that begins at {@code block} or before it; else the first. */
  private int leafOf(long block) {
    int low = 1;
    int high = leafCount - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (leaves[middle].starts[0] <= block) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The state of a block. */
  long at(long block) {
    Leaf leaf = leaves[leafOf(block)];
    int i = leaf.floor(block);
    return i < 0 || leaf.end(i) <= block ? HOLE : later(leaf.states[i], block - leaf.starts[i]);
  }

  /** How many blocks from this one on are of one kind and in a row, up to {@code most}. */
  long run(long block, long most) {
    long state = at(block);
    long length = piece(block, most);
    while (length < most && at(block + length) == later(state, length)) {
      length += piece(block + length, most - length);
    }
    return length;
  }

  /** Up to the end of the extent or of the hole. */
  private long piece(long block, long most) {
    int l = leafOf(block);
    Leaf leaf = leaves[l];
    int i = leaf.floor(block);
    if (i >= 0 && leaf.end(i) > block) {
      return Math.min(most, leaf.end(i) - block);
    }
    if (i + 1 < leaf.size) {
      return Math.min(most, leaf.starts[i + 1] - block);
    }
    return l + 1 < leafCount ? Math.min(most, leaves[l + 1].starts[0] - block) : most;
  }

  /** Fills a hole. */
  void put(long start, long length, long state) {
    assert run(start, length) == length && at(start) == HOLE : "no hole at block " + start;
    int l = leafOf(start);
    Leaf leaf = leaves[l];
    int i = leaf.floor(start);
    if (i >= 0 && leaf.end(i) == start && later(leaf.states[i], leaf.lengths[i]) == state) {
      leaf.lengths[i] += length;
      if (i + 1 < leaf.size
          && leaf.starts[i + 1] == leaf.end(i)
          && leaf.states[i + 1] == later(leaf.states[i], leaf.lengths[i])) {
        leaf.lengths[i] += leaf.lengths[i + 1];
        leaf.delete(i + 1);
      }
    } else if (i + 1 < leaf.size
        && leaf.starts[i + 1] == start + length
        && leaf.states[i + 1] == later(state, length)) {
      leaf.set(i + 1, start, length + leaf.lengths[i + 1], state);
    } else {
      add(l, i + 1, start, length, state);
    }
  }

  private void add(int l, int at, long start, long length, long state) {
    Leaf leaf = leaves[l];
    int i = at;
    if (leaf.size == LEAF_SIZE) {
      Leaf upper = new Leaf();
      // who appends leaves full leaves behind
      int kept = i == LEAF_SIZE && l == leafCount - 1 ? LEAF_SIZE - 1 : LEAF_SIZE / 2;
      upper.size = LEAF_SIZE - kept;
      leaf.move(kept, upper, 0, upper.size);
      leaf.size = kept;
      if (leafCount == leaves.length) {
        leaves = Arrays.copyOf(leaves, 2 * leafCount);
      }
      System.arraycopy(leaves, l + 1, leaves, l + 2, leafCount - l - 1);
      leaves[l + 1] = upper;
      leafCount++;
      if (i > kept) {
        leaf = upper;
        i -= kept;
      }
    }
    leaf.move(i, leaf, i + 1, leaf.size - i);
    leaf.set(i, start, length, state);
    leaf.size++;
  }

  /** Makes a hole; each extent, or part of one, that was there is told of in order. */
  void remove(long start, long length, Taken taken) {
    long end = length > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + length;
    long block = start;
    while (block < end) {
      int l = leafOf(block);
      int i = leaves[l].floor(block);
      if (i < 0 || leaves[l].end(i) <= block) {
        i++;
        if (i == leaves[l].size && l + 1 < leafCount) {
          l++;
          i = 0;
        }
      }
      Leaf leaf = leaves[l];
      if (i >= leaf.size || leaf.starts[i] >= end) {
        return;
      }
      long from = Math.max(leaf.starts[i], block);
      long to = Math.min(leaf.end(i), end);
      long state = later(leaf.states[i], from - leaf.starts[i]);
      cut(l, i, from, to);
      taken.taken(from, to - from, state);
      block = to;
    }
  }

  private void cut(int l, int i, long from, long to) {
    Leaf leaf = leaves[l];
    long start = leaf.starts[i];
    long end = leaf.end(i);
    long state = leaf.states[i];
    if (from > start) {
      leaf.lengths[i] = from - start;
      if (to < end) {
        add(l, i + 1, to, end - to, later(state, to - start));
      }
    } else if (to < end) {
      leaf.set(i, to, end - to, later(state, to - start));
    } else {
      leaf.delete(i);
      if (leaf.size == 0 && leafCount > 1) {
        System.arraycopy(leaves, l + 1, leaves, l, leafCount - l - 1);
        leafCount--;
      }
    }
  }
}
