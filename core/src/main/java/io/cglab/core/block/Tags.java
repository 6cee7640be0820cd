package io.cglab.core.block;

import java.util.Arrays;

/**
 * The tags of a queue, by number (schedulers-and-devices.md 1.1). Which numbers a request may have
 * is up to its depth; which of them it gets follows the last one that came back, so that a queue
 * with little to do uses the same few again and again.
 */
final class Tags {
  /** No tag is free, or none that the request may have. */
  static final int NONE = -1;

  /** A tag of a queue with more of them than are worth telling apart: nobody is restricted. */
  private static final int UNNUMBERED = -2;

  private static final int MOST_NUMBERED = 1 << 16;
  private static final int WORD = 64;
  private static final int WORD_SHIFT = 6;
  private static final long ALL = -1L;

  private int size;
  private int free;

  /** A bit for each number, 1 where it is taken; numbers above the size may be, after a change. */
  private long[] taken = {};

  /** Where the search begins. */
  private int hint;

  Tags(int size) {
    this.size = size;
    free = size;
    // A kernel begins anywhere: here it is in the middle.
    hint = size / 2;
    fit();
  }

  private boolean isNumbered() {
    return size <= MOST_NUMBERED;
  }

  private void fit() {
    int words = isNumbered() ? (size + WORD - 1) >> WORD_SHIFT : 0;
    if (words > taken.length) {
      taken = Arrays.copyOf(taken, words);
    }
  }

  int size() {
    return size;
  }

  /** Tags that nobody holds; negative where more are held than there are. */
  int free() {
    return free;
  }

  /** Sets how many there are; who holds one above that keeps it. */
  void resize(int newSize) {
    free += newSize - size;
    size = newSize;
    fit();
    if (hint >= size) {
      hint = 0;
    }
  }

  /** A tag that a request of this depth may have, or {@link #NONE}; it is not taken by this. */
  int find(int depth) {
    if (free <= 0) {
      return NONE;
    }
    if (!isNumbered()) {
      return UNNUMBERED;
    }
    int words = usableWords(depth);
    int word = hint >> WORD_SHIFT;
    if (word >= words) {
      word = 0; // there is none up to the last one
    } else {
      long behind = usable(word, depth) & ALL << hint; // of a shift the lowest six bits count
      if (behind != 0) {
        return (word << WORD_SHIFT) + Long.numberOfTrailingZeros(behind);
      }
    }
    for (int i = 0; i < words; i++) {
      long usable = usable(word, depth);
      if (usable != 0) {
        return (word << WORD_SHIFT) + Long.numberOfTrailingZeros(usable);
      }
      word = word + 1 == words ? 0 : word + 1;
    }
    return NONE;
  }

  private long usable(int word, int depth) {
    return ~taken[word] & below(capacity(word, depth));
  }

  /** From this word on {@link #capacity} is 0: who may use few tags of many looks at few words. */
  private int usableWords(int depth) {
    int words = (size + WORD - 1) >> WORD_SHIFT;
    return (long) WORD * depth < size ? Math.min(words, depth) : words;
  }

  /** A mask of the lowest {@code bits}, 0 to 64. */
  private static long below(int bits) {
    return bits >= WORD ? ALL : (1L << bits) - 1;
  }

  /**
   * How many tags of a word a request of a depth may use: of word k, which has w tags, the lowest
   * floor(w · depth / size), and one more where w · depth mod size is at least w · (k + 1).
   */
  private int capacity(int word, int depth) {
    int there = Math.min(WORD, size - (word << WORD_SHIFT));
    if (depth >= size) {
      return there;
    }
    long share = (long) there * depth;
    int each = (int) (share / size);
    boolean oneMore = share % size >= (long) there * (word + 1);
    return oneMore ? each + 1 : each;
  }

  /** A request has a tag that was found. */
  void take(int tag) {
    free--;
    if (tag >= 0) {
      taken[tag >> WORD_SHIFT] |= 1L << tag;
      if (tag == hint) {
        hint = tag + 1 < size ? tag + 1 : 0;
      }
    }
  }

  /** A request without a number holds a tag: there is another rule for how many there may be. */
  int takeUnnumbered() {
    free--;
    return UNNUMBERED;
  }

  /** A tag comes back. */
  void put(int tag) {
    free++;
    if (tag >= 0) {
      taken[tag >> WORD_SHIFT] &= ~(1L << tag);
      if (tag < size) {
        hint = tag;
      }
    }
  }
}
