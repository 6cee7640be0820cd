package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/** The numbers that sysfs files take (control-files.md 7.2, 7.4): none skips blanks. */
final class SysNumber {
  private static final long LARGEST_QUEUE = 0xffff_ffffL;

  private SysNumber() {}

  /**
   * QNUM: decimal, an optional plus before and one newline behind.
   *
   * @throws KernelException EINVAL for anything else, also above 2^32 − 1
   */
  static long queue(byte[] text) throws KernelException {
    long value;
    try {
      value = decimal(text);
    } catch (KernelException refused) {
      throw malformed();
    }
    if (value < 0 || value > LARGEST_QUEUE) {
      throw malformed();
    }
    return value;
  }

  /**
   * An unsigned decimal number, an optional plus before and one newline behind.
   *
   * @throws KernelException EINVAL for anything else, ERANGE above 2^64 − 1
   */
  static long decimal(byte[] text) throws KernelException {
    Input in = new Input(text);
    in.accept('+');
    long value = 0;
    boolean any = false;
    boolean overflow = false;
    for (byte b = in.peek(); b >= '0' && b <= '9'; b = in.peek()) {
      int digit = b - '0';
      overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0;
      value = value * 10 + digit;
      any = true;
      in.accept((char) b);
    }
    if (overflow) {
      throw new KernelException(Errno.ERANGE, "the number is above 2^64 - 1");
    }
    in.accept('\n');
    if (!any || !in.isAtEnd()) {
      throw malformed();
    }
    return value;
  }

  /**
   * A number of 32 bits with an optional sign, in base 8, 10 or 16 by its prefix, one newline
   * behind.
   *
   * @throws KernelException EINVAL for anything else, ERANGE for more bits
   */
  static int integer(byte[] text) throws KernelException {
    Input in = new Input(text);
    if (Input.isSpace(in.peek())) {
      throw malformed();
    }
    String digits = in.toString();
    int end = digits.endsWith("\n") ? digits.length() - 1 : digits.length();
    if (end > 0 && Input.isSpace((byte) digits.charAt(end - 1))) {
      throw malformed();
    }
    return in.int32();
  }

  private static KernelException malformed() {
    return new KernelException(Errno.EINVAL, "a number and nothing else is wanted");
  }
}
