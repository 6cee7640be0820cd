package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/** Percentages of io.cost, with two decimals (control-files.md 3.5). */
final class Percent {
  private static final int MAX_TEXT = 31;
  private static final int PPM = 10_000;

  private Percent() {}

  /** Shows ppm as percent: 10,000 is {@code 1.00}. */
  static void show(StringBuilder out, int ppm) {
    int hundredths = ppm % PPM / 100;
    out.append(ppm / PPM).append(hundredths < 10 ? ".0" : ".").append(hundredths);
  }

  /**
   * Reads a percentage and leaves what follows it.
   *
   * @return hundredths of a percent, modulo 2^64; not negative
   * @throws KernelException EINVAL for no number, a negative one, or a text above 31 bytes
   */
  static long hundredths(Input in) throws KernelException {
    long value = signedHundredths(in);
    if (value < 0) {
      throw malformed();
    }
    return value;
  }

  /**
   * As {@link #hundredths}, but a negative percentage is one.
   *
   * @throws KernelException EINVAL for no number, or a text above 31 bytes
   */
  static long signedHundredths(Input in) throws KernelException {
    if (in.length() > MAX_TEXT) {
      throw malformed();
    }
    in.skipSpace();
    boolean negative = in.accept('-');
    if (Input.isSpace(in.peek()) || !in.scan64()) {
      throw malformed();
    }
    long whole = negative ? -in.scanned() : in.scanned();
    return whole * 100 + fraction(in);
  }

  /** Two decimals, rounded to the nearest by the third; 0 to 100. */
  private static int fraction(Input in) throws KernelException {
    if (!in.accept('.')) {
      return 0;
    }
    if (in.accept('-')) {
      if (!Input.isSpace(in.peek()) && in.scan64() && in.scanned() != 0) {
        throw malformed();
      }
      return 0;
    }
    int thousandths = 0;
    for (int digits = 0; digits < 3; digits++) {
      byte next = in.peek();
      boolean digit = next >= '0' && next <= '9';
      thousandths = thousandths * 10 + (digit ? next - '0' : 0);
      if (digit) {
        in.accept((char) next);
      }
    }
    return (thousandths + 5) / 10;
  }

  private static KernelException malformed() {
    return new KernelException(Errno.EINVAL, "a percentage is wanted, such as 95.00");
  }
}
