package io.cglab.shell.explain;

import io.cglab.core.api.DevNo;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers that people write, and numbers for people. */
final class Numbers {
  private static final Pattern DEV = Pattern.compile("(\\d{1,4}):(\\d{1,7})");
  private static final Pattern SUFFIXED = Pattern.compile("(\\d{1,12})([kKmMgGtT])(i?[bB])?");
  private static final long KIB = 1024;
  private static final long NS_PER_US = 1000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long NS_PER_S = 1_000_000_000;

  private Numbers() {}

  /** MAJ:MIN, or null. */
  static @Nullable DevNo dev(String text) {
    Matcher match = DEV.matcher(text);
    if (!match.matches()) {
      return null;
    }
    try {
      return new DevNo(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The number that {@code 10M} means; −1 for text without a suffix. */
  static long suffixed(String text) {
    Matcher match = SUFFIXED.matcher(text);
    if (!match.matches()) {
      return -1;
    }
    int power = "kmgt".indexOf(match.group(2).toLowerCase(Locale.ROOT)) + 1;
    return Long.parseLong(match.group(1)) << 10 * power;
  }

  /** A decimal number; −1 for other text. */
  static long plain(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  /** Bytes, such as {@code 1 MiB} or {@code 1.5 GiB}. */
  static String bytes(double bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= KIB && unit < units.length - 1) {
      value /= KIB;
      unit++;
    }
    return decimal(value) + " " + units[unit];
  }

  /** A duration, such as {@code 98 ms}. */
  static String duration(long ns) {
    if (ns >= NS_PER_S) {
      return decimal((double) ns / NS_PER_S) + " s";
    }
    if (ns >= NS_PER_MS) {
      return decimal((double) ns / NS_PER_MS) + " ms";
    }
    return ns >= NS_PER_US ? decimal((double) ns / NS_PER_US) + " us" : ns + " ns";
  }

  /** At most three significant digits, and no zeros behind the point. */
  static String decimal(double value) {
    int places = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    String text = String.format(Locale.ROOT, "%." + places + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  /** A point in time: seconds with nine places in groups of three, {@code 0.102 000 000 s}. */
  static String instant(long ns) {
    long rest = ns % NS_PER_S;
    return String.format(
        Locale.ROOT,
        "%d.%03d %03d %03d s",
        ns / NS_PER_S,
        rest / NS_PER_MS,
        rest / NS_PER_US % 1000,
        rest % NS_PER_US);
  }
}
