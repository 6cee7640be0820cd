package io.cglab.shell.command;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time: {@code 2}, {@code 0.5}, {@code 500ms}, {@code 1m}. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]*\\.?[0-9]*)(|s|m|h|d|ms|us|ns)");

  private Durations() {}

  /** The length in ns; -1 where the text is none or longer than 290 years. A number is seconds. */
  public static long ns(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || matcher.group(1).isEmpty() || matcher.group(1).equals(".")) {
      return -1;
    }
    long unit =
        switch (matcher.group(2)) {
          case "ns" -> 1L;
          case "us" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          case "d" -> 86_400_000_000_000L;
          default -> 1_000_000_000L;
        };
    BigDecimal ns = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    return ns.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? -1 : ns.longValue();
  }
}
