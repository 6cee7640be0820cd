package io.cglab.shell.fio;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of numbers that fio takes: sizes and times with units. */
final class Values {
  private static final Pattern SIZE =
      Pattern.compile("(0x[0-9a-f]+|[0-9]+)([kmgtp]?)(i?)(b?)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TIME =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(d|h|m|s|ms|msec|us|usec)?", Pattern.CASE_INSENSITIVE);
  private static final String PREFIXES = "kmgtp";
  private static final int KIBI = 1024;
  private static final int KILO = 1000;
  private static final int HEX = 16;

  static final long US = 1_000;
  static final long MS = 1_000_000;
  static final long SECOND = 1_000_000_000;

  private Values() {}

  /**
   * A size in bytes. With {@code kb_base} 1024 {@code k} is 1024 and {@code ki} 1000, as fio has
   * it; with 1000 the other way round.
   */
  static OptionalLong size(String text, int kbBase) {
    Matcher form = SIZE.matcher(text);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    int base = form.group(3).isEmpty() ? kbBase : KIBI + KILO - kbBase;
    try {
      String digits = form.group(1).toLowerCase(Locale.ROOT);
      long value =
          digits.startsWith("0x")
              ? Long.parseLong(digits.substring(2), HEX)
              : Long.parseLong(digits);
      int power = form.group(2).isEmpty() ? 0 : 1 + PREFIXES.indexOf(lower(form.group(2)));
      for (int i = 0; i < power; i++) {
        value = Math.multiplyExact(value, base);
      }
      return OptionalLong.of(value);
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      return OptionalLong.empty();
    }
  }

  /** A time in ns; a number without a unit is in units of {@code defaultNs}. */
  static OptionalLong time(String text, long defaultNs) {
    Matcher form = TIME.matcher(text);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    String unit = form.group(2);
    long ns =
        unit == null
            ? defaultNs
            : switch (lower(unit)) {
              case "d" -> 86_400 * SECOND;
              case "h" -> 3_600 * SECOND;
              case "m" -> 60 * SECOND;
              case "s" -> SECOND;
              case "ms", "msec" -> MS;
              default -> US;
            };
    double value = Double.parseDouble(form.group(1)) * ns;
    return value < Long.MAX_VALUE / 4 ? OptionalLong.of((long) value) : OptionalLong.empty();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
