package io.cglab.shell.command;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as GNU tools read and print them. */
final class Numbers {
  private static final String UNITS = "kMGTPE";

  private Numbers() {}

  /** C's {@code %.{precision}g}. */
  static String general(double value, int precision) {
    if (value == 0) {
      return "0";
    }
    int digits = Math.max(1, precision);
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < digits) {
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
    String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return String.format(
        Locale.ROOT, "%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /**
   * A number with a unit, two digits at least: {@code 1.0 kB}, {@code 12 MiB}. Below 1000 (1024) it
   * is bytes, unless {@code smallest} forces a unit.
   */
  static String withUnit(double value, int base, boolean kiloAtLeast) {
    double rest = value;
    int unit = -1;
    while (unit < UNITS.length() - 1 && (rest >= base - 0.5 || unit < 0 && kiloAtLeast)) {
      rest /= base;
      unit++;
    }
    if (unit < 0) {
      return String.format(Locale.ROOT, "%.0f B", rest);
    }
    String letter = UNITS.substring(unit, unit + 1);
    String name = base == 1000 ? letter + "B" : letter.toUpperCase(Locale.ROOT) + "iB";
    return String.format(Locale.ROOT, rest < 9.95 ? "%.1f %s" : "%.0f %s", rest, name);
  }

  /** A whole number that is not negative; -1 where the text is none. */
  static long whole(String text) {
    try {
      return text.matches("[0-9]+") ? Long.parseLong(text) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * A number of bytes with dd's suffixes (c, w, b, k, K, kB, KiB, M, MB, ... and products with x);
   * -1 where the text is none or too large.
   */
  static long bytes(String text) {
    int times = text.indexOf('x');
    if (times > 0) {
      long left = bytes(text.substring(0, times));
      long right = bytes(text.substring(times + 1));
      return left < 0 || right < 0 ? -1 : multiply(left, right);
    }
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    long number = whole(text.substring(0, digits));
    long unit = unit(text.substring(digits));
    return number < 0 || unit < 0 ? -1 : multiply(number, unit);
  }

  private static long multiply(long left, long right) {
    try {
      return Math.multiplyExact(left, right);
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  private static long unit(String suffix) {
    switch (suffix) {
      case "", "c" -> {
        return 1;
      }
      case "w" -> {
        return 2;
      }
      case "b" -> {
        return 512;
      }
      default -> {
        int power = "kMGTPE".indexOf(suffix.charAt(0) == 'K' ? 'k' : suffix.charAt(0)) + 1;
        String rest = suffix.substring(1);
        if (power == 0 || !(rest.isEmpty() || rest.equals("B") || rest.equals("iB"))) {
          return -1;
        }
        long base = rest.equals("B") ? 1000 : 1024;
        long unit = 1;
        for (int i = 0; i < power; i++) {
          unit *= base;
        }
        return unit;
      }
    }
  }
}
