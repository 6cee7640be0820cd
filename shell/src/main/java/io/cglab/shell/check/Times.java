package io.cglab.shell.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code ~ N s} lines: how long a command took. */
final class Times {
  private static final Pattern LINE = Pattern.compile("~(?: ([0-9]{1,9}(?:\\.[0-9]{1,9})?) s)?");

  /** The value of a line {@code ~} alone, which stands for any time. */
  static final long ANY = -1;

  private Times() {}

  /** Returns the time of a line in ns, {@link #ANY} for {@code ~} alone, or null if it is none. */
  static @Nullable Long parse(String line) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      return null;
    }
    String seconds = m.group(1);
    return seconds == null ? ANY : new BigDecimal(seconds).movePointRight(9).longValueExact();
  }

  /** The line for a time, to a tenth of a millisecond as in the record. */
  static String line(long ns) {
    return "~ "
        + BigDecimal.valueOf(ns, 9).setScale(4, RoundingMode.HALF_UP).toPlainString()
        + " s";
  }
}
