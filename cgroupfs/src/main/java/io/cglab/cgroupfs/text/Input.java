package io.cglab.cgroupfs.text;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over what one write(2) brought. Text ends at the first NUL; bytes are Latin-1. The
 * number methods are the specification's primitives, by its names (control-files.md 0): they differ
 * in what they skip, which signs and bases they take, and what they do with what follows.
 */
public final class Input {
  private static final int MAX_DIGIT_BASE = 36;
  private static final String UNITS = "KMGTPE";
  private static final int BITS_PER_UNIT = 10;

  private final byte[] bytes;
  private int position;
  private int end;
  private long scanned;

  /** All of {@code bytes} up to the first NUL. */
  public Input(byte[] bytes) {
    this.bytes = bytes;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
  }

  private Input(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** True for the bytes that separate words: blank, the controls 9 to 13, and 0xA0. */
  public static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r') || b == (byte) 0xA0;
  }

  public boolean isAtEnd() {
    return position == end;
  }

  /** The byte at the cursor, or 0 at the end. */
  public byte peek() {
    return position < end ? bytes[position] : 0;
  }

  /** Moves over the byte at the cursor if it is {@code b}. */
  public boolean accept(char b) {
    if (position < end && bytes[position] == (byte) b) {
      position++;
      return true;
    }
    return false;
  }

  /** Moves over {@code prefix} if the rest begins with it. */
  public boolean acceptPrefix(String prefix) {
    if (!startsWith(prefix)) {
      return false;
    }
    position += prefix.length();
    return true;
  }

  private boolean startsWith(String prefix) {
    if (end - position < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[position + i] != (byte) prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** True if the rest is exactly {@code text}. */
  public boolean is(String text) {
    return end - position == text.length() && startsWith(text);
  }

  /** True if the rest is exactly {@code text}, or that and one newline. */
  public boolean isLine(String text) {
    return is(text)
        || (end - position == text.length() + 1 && bytes[end - 1] == '\n' && startsWith(text));
  }

  /** Number of bytes in the rest. */
  public int length() {
    return end - position;
  }

  public void skipSpace() {
    while (position < end && isSpace(bytes[position])) {
      position++;
    }
  }

  /** STRIP: drops white space at both ends of the rest. */
  public Input strip() {
    skipSpace();
    while (end > position && isSpace(bytes[end - 1])) {
      end--;
    }
    return this;
  }

  /** True if the rest contains {@code b}. */
  public boolean contains(char b) {
    for (int i = position; i < end; i++) {
      if (bytes[i] == (byte) b) {
        return true;
      }
    }
    return false;
  }

  /**
   * The next word, after white space: at most {@code limit} bytes of it, what is longer becomes the
   * next word. Empty at the end.
   */
  public Input word(int limit) {
    skipSpace();
    return cut(limit);
  }

  /** What lies before the next {@code separator}, or all the rest; the cursor goes behind it. */
  public Input upTo(char separator) {
    int from = position;
    while (position < end && bytes[position] != (byte) separator) {
      position++;
    }
    Input piece = new Input(bytes, from, position);
    if (position < end) {
      position++;
    }
    return piece;
  }

  /** The next word between any of the bytes of {@code separators}; empty at the end. */
  public Input wordBetween(String separators) {
    while (position < end && separators.indexOf(bytes[position]) >= 0) {
      position++;
    }
    int from = position;
    while (position < end && separators.indexOf(bytes[position]) < 0) {
      position++;
    }
    return new Input(bytes, from, position);
  }

  /** The next {@code limit} bytes before white space, or fewer; the cursor goes behind them. */
  public Input cut(int limit) {
    int from = position;
    while (position < end && position - from < limit && !isSpace(bytes[position])) {
      position++;
    }
    return new Input(bytes, from, position);
  }

  /**
   * SCAN64: white space, then decimal digits that wrap modulo 2^64; what follows is left. The
   * number is in {@link #scanned()}.
   *
   * @return false, with the cursor behind the white space, if there is no digit
   */
  public boolean scan64() {
    skipSpace();
    int from = position;
    long value = 0;
    while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
      value = value * 10 + (bytes[position] - '0');
      position++;
    }
    scanned = value;
    return position > from;
  }

  /** SCAN32: {@link #scan64} cut to 32 bits. */
  public boolean scan32() {
    boolean found = scan64();
    scanned &= 0xffff_ffffL;
    return found;
  }

  /** The number of the last successful scan; unsigned. */
  public long scanned() {
    return scanned;
  }

  /**
   * INT32: stripped, with an optional sign, in base 8, 10 or 16 by its prefix, and nothing else.
   *
   * @throws KernelException EINVAL for no number or junk, ERANGE outside 32 signed bits
   */
  public int int32() throws KernelException {
    strip();
    boolean negative = accept('-');
    if (!negative) {
      accept('+');
    }
    long value = unsigned();
    if (value < 0 || value > (negative ? -(long) Integer.MIN_VALUE : Integer.MAX_VALUE)) {
      throw new KernelException(Errno.ERANGE, "a number of 32 bits is wanted");
    }
    return (int) (negative ? -value : value);
  }

  /**
   * U64: not stripped; an optional plus, base 8, 10 or 16 by its prefix, at most one newline
   * behind.
   *
   * @throws KernelException EINVAL for no number or junk, ERANGE above 2^64 − 1
   */
  public long u64() throws KernelException {
    accept('+');
    return unsigned();
  }

  /**
   * S64: as {@link #u64}, but with either sign.
   *
   * @throws KernelException EINVAL for no number or junk, ERANGE outside 64 signed bits
   */
  public long s64() throws KernelException {
    boolean negative = accept('-');
    if (!negative) {
      accept('+');
    }
    long value = unsigned();
    if (value < 0 && !(negative && value == Long.MIN_VALUE)) {
      throw new KernelException(Errno.ERANGE, "a number of 64 bits with its sign is wanted");
    }
    return negative ? -value : value;
  }

  /**
   * A size: an unsigned number in base 8, 10 or 16 by its prefix, and a unit K, M, G, T, P or E in
   * either case. Wraps modulo 2^64; no digit at all is 0, a unit alone too. What follows is left.
   */
  public long size() {
    int base = base();
    long value = 0;
    while (position < end && digit(bytes[position]) < base) {
      value = value * base + digit(bytes[position]);
      position++;
    }
    int unit = position < end ? UNITS.indexOf(bytes[position] & ~0x20) + 1 : 0;
    if (unit > 0) {
      position++;
    }
    return value << BITS_PER_UNIT * unit;
  }

  /**
   * The strict numbers of io.cost: as {@link #u64}, but without a sign.
   *
   * @throws KernelException EINVAL for anything else, also above 2^64 − 1
   */
  public long unsignedStrict() throws KernelException {
    try {
      return unsigned();
    } catch (KernelException refused) {
      throw new KernelException(
          Errno.EINVAL, "a whole number below 2^64 is wanted, without a sign");
    }
  }

  /**
   * Moves over the rest if all of it is one unsigned number in base 8, 10 or 16 by its prefix,
   * which wraps modulo 2^64; nothing at all is 0. The number is in {@link #scanned()}.
   *
   * @return false, with the cursor where it was, if there is anything else
   */
  public boolean scanWhole() {
    int from = position;
    int base = base();
    long value = 0;
    while (position < end && digit(bytes[position]) < base) {
      value = value * base + digit(bytes[position]);
      position++;
    }
    if (position < end) {
      position = from;
      return false;
    }
    scanned = value;
    return true;
  }

  private long unsigned() throws KernelException {
    int base = base();
    int from = position;
    long value = 0;
    boolean overflow = false;
    while (position < end && digit(bytes[position]) < base) {
      int digit = digit(bytes[position]);
      if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, base)) > 0) {
        overflow = true;
      }
      value = value * base + digit;
      position++;
    }
    if (position == from) {
      throw new KernelException(Errno.EINVAL, "a number is wanted");
    }
    if (overflow) {
      throw new KernelException(Errno.ERANGE, "the number is above 2^64 - 1");
    }
    accept('\n');
    if (position != end) {
      throw new KernelException(Errno.EINVAL, "a number and nothing else is wanted");
    }
    return value;
  }

  private int base() {
    if (peek() != '0') {
      return 10;
    }
    boolean hex =
        position + 2 < end
            && (bytes[position + 1] | 0x20) == 'x'
            && digit(bytes[position + 2]) < 16;
    if (hex) {
      position += 2;
      return 16;
    }
    return 8;
  }

  private static int digit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : MAX_DIGIT_BASE;
  }

  /** The rest, as Latin-1. */
  @Override
  public String toString() {
    return new String(bytes, position, end - position, StandardCharsets.ISO_8859_1);
  }
}
