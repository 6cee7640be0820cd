package io.cglab.shell.container;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as Docker reads and prints them. */
final class Units {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kmgtpKMGTP])?[iI]?[bB]?");
  private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB"};
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final long NS = 1_000_000_000L;
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  private Units() {}

  /** Bytes of a size such as 50mb, 1.5g or 1048576, by powers of 1024; -1 where it is none. */
  static long ramInBytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    String unit = matcher.group(2);
    int power = unit == null ? 0 : "kmgtp".indexOf(unit.toLowerCase(Locale.ROOT)) + 1;
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << 10 * power));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? -1 : bytes.longValue();
  }

  /** Three digits and a decimal unit: 4.19MB. */
  static String humanSize(long bytes) {
    return scaled(bytes, 1000, DECIMAL, 3);
  }

  /** Four digits and a binary unit: 1.5GiB. */
  static String bytesSize(long bytes) {
    return scaled(bytes, 1024, BINARY, 4);
  }

  private static String scaled(long bytes, int base, String[] units, int digits) {
    double value = bytes;
    int unit = 0;
    while (value >= base && unit < units.length - 1) {
      value /= base;
      unit++;
    }
    BigDecimal rounded =
        BigDecimal.valueOf(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return rounded.signum() == 0
        ? "0" + units[unit]
        : rounded.stripTrailingZeros().toPlainString() + units[unit];
  }

  /** A length of time as {@code docker ps} says it: 2 minutes. */
  static String humanDuration(long ns) {
    long s = ns / NS;
    if (s < 1) {
      return "Less than a second";
    } else if (s < MINUTE) {
      return s == 1 ? "1 second" : s + " seconds";
    } else if (s < HOUR) {
      return s / MINUTE == 1 ? "About a minute" : s / MINUTE + " minutes";
    } else if (s < 2 * DAY) {
      long hours = (s + HOUR / 2) / HOUR;
      return hours == 1 ? "About an hour" : hours + " hours";
    }
    return s / DAY + " days";
  }

  /** An age as {@code kubectl get} says it: 5s, 2m30s, 3h. */
  static String shortAge(long ns) {
    long s = ns / NS;
    if (s < 2 * MINUTE) {
      return s + "s";
    } else if (s < 10 * MINUTE) {
      return s / MINUTE + "m" + (s % MINUTE == 0 ? "" : s % MINUTE + "s");
    } else if (s < 3 * HOUR) {
      return s / MINUTE + "m";
    } else if (s < 2 * DAY) {
      return s / HOUR + "h";
    }
    return s / DAY + "d";
  }
}
