package io.cglab.cgroupfs.host;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/**
 * A number written to /proc/sys (control-files.md 7.5): white space, an optional minus, a number in
 * base 8, 10 or 16 by its prefix, and a blank, tab or newline or the end behind it. What follows
 * the white space behind is not looked at and not counted.
 *
 * @param value the number; unsigned if that was asked for
 * @param consumed bytes that the write has taken
 */
record SysctlNumber(long value, int consumed) {
  private static final int LONGEST = 20;

  /**
   * Reads a number.
   *
   * @param unsigned true for 64 bits without a sign, false for 32 bits with one
   * @throws KernelException EINVAL for anything else
   */
  static SysctlNumber parse(byte[] text, boolean unsigned) throws KernelException {
    int start = skipSpace(text, 0);
    int at = start;
    boolean negative = at < text.length && text[at] == '-';
    if (negative) {
      at++;
    }
    int base = base(text, at);
    int from = base == 16 ? at + 2 : at;
    int end = from;
    long value = 0;
    boolean overflow = false;
    while (end < text.length && digit(text[end]) < base) {
      int digit = digit(text[end++]);
      overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, base)) > 0;
      value = value * base + digit;
    }
    boolean separated =
        end == text.length || text[end] == ' ' || text[end] == '\t' || text[end] == '\n';
    if (end == from || !separated || overflow || end - start > LONGEST) {
      throw malformed();
    }
    if (unsigned ? negative : value < 0 || value > (negative ? 1L << 31 : Integer.MAX_VALUE)) {
      throw malformed();
    }
    return new SysctlNumber(negative ? -value : value, skipSpace(text, end));
  }

  private static int base(byte[] text, int at) {
    if (at + 1 >= text.length || text[at] != '0') {
      return 10;
    }
    boolean hex = (text[at + 1] | 0x20) == 'x' && at + 2 < text.length && digit(text[at + 2]) < 16;
    return hex ? 16 : 8;
  }

  private static int digit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
  }

  private static int skipSpace(byte[] text, int from) {
    int at = from;
    while (at < text.length
        && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r') || text[at] == (byte) 0xA0)) {
      at++;
    }
    return at;
  }

  private static KernelException malformed() {
    return new KernelException(Errno.EINVAL, "one number within the range of the file is wanted");
  }
}
