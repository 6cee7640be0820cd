package io.cglab.cgroupfs.text;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.BitSet;
import java.util.Locale;

/**
 * Lists of CPUs and memory nodes: {@code 0-3,8}, with {@code all} for all, {@code N} for the last
 * and {@code 0-31:2/8} for the first two of every eight. Blanks and newlines separate as commas do.
 */
public final class BitList {
  private static final long MOST = 0xffff_ffffL;

  private final Input in;
  private final int size;
  private final BitSet bits = new BitSet();

  private BitList(Input in, int size) {
    this.in = in;
    this.size = size;
  }

  /**
   * Reads a list.
   *
   * @param size one more than the highest number that may be named
   * @throws KernelException EINVAL for anything else than a list, ERANGE for a higher number,
   *     EOVERFLOW for one that does not fit 32 bits
   */
  public static BitSet parse(Input in, int size) throws KernelException {
    BitList list = new BitList(in, size);
    list.skipSeparators();
    while (!in.isAtEnd()) {
      list.region();
      list.skipSeparators();
    }
    return list.bits;
  }

  private boolean atSeparator() {
    return in.isAtEnd() || in.peek() == ',' || Input.isSpace(in.peek());
  }

  private void skipSeparators() {
    while (!in.isAtEnd() && atSeparator()) {
      in.accept((char) (in.peek() & 0xff));
    }
  }

  private void region() throws KernelException {
    long first = 0;
    long last = size - 1L;
    boolean all = in.toString().toLowerCase(Locale.ROOT).startsWith("all");
    if (all) {
      in.acceptPrefix(in.toString().substring(0, "all".length()));
    } else {
      first = number();
      last = in.accept('-') ? number() : first;
    }
    long used = last - first + 1;
    long group = used;
    if (in.accept(':')) {
      used = number();
      if (!in.accept('/')) {
        throw malformed();
      }
      group = number();
    }
    if (!atSeparator() || first > last || group == 0 || used > group) {
      throw malformed();
    }
    if (last >= size) {
      throw new KernelException(Errno.ERANGE, "the highest is " + (size - 1));
    }
    for (long from = first; from <= last; from += group) {
      bits.set((int) from, (int) Math.min(from + used, last + 1));
    }
  }

  private long number() throws KernelException {
    if (in.accept('N')) {
      return size - 1L;
    }
    if (in.peek() < '0' || in.peek() > '9') {
      throw malformed();
    }
    long value = 0;
    while (in.peek() >= '0' && in.peek() <= '9') {
      value = value * 10 + in.peek() - '0';
      if (value > MOST) {
        throw new KernelException(Errno.EOVERFLOW, "the highest is " + (size - 1));
      }
      in.accept((char) in.peek());
    }
    return value;
  }

  private static KernelException malformed() {
    return new KernelException(Errno.EINVAL, "a list such as 0-3,8 is wanted");
  }

  /** Shows a mask, bit n as number n; nothing for an empty one. */
  public static void show(long mask, StringBuilder out) {
    BitSet set = BitSet.valueOf(new long[] {mask});
    String separator = "";
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from) - 1;
      out.append(separator).append(from);
      if (to > from) {
        out.append('-').append(to);
      }
      separator = ",";
      from = set.nextSetBit(to + 1);
    }
  }
}
