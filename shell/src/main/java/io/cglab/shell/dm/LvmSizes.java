package io.cglab.shell.dm;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as LVM's options take them and its messages show them. */
final class LvmSizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)([a-zA-Z]?)");
  private static final String UNITS = "kmgtpe";
  private static final int KIBI = 1024;

  /** A sector in KiB. */
  private static final BigDecimal SECTORS_PER_KIB = BigDecimal.valueOf(2);

  private LvmSizes() {}

  /**
   * Sectors of a size, rounded up.
   *
   * @param unit of a number without one: k or m
   * @return -1 for what is no size
   */
  static long sectors(String text, char unit) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    String given = matcher.group(2).toLowerCase(Locale.ROOT);
    BigDecimal number = new BigDecimal(matcher.group(1));
    if (given.equals("s")) {
      return ceiling(number);
    }
    if (given.equals("b")) {
      return ceiling(number.divide(BigDecimal.valueOf(512)));
    }
    int power = UNITS.indexOf(given.isEmpty() ? unit : given.charAt(0));
    if (power < 0) {
      return -1;
    }
    return ceiling(number.multiply(SECTORS_PER_KIB).multiply(BigDecimal.valueOf(KIBI).pow(power)));
  }

  private static long ceiling(BigDecimal number) {
    BigDecimal whole = number.setScale(0, java.math.RoundingMode.CEILING);
    return whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? -1 : whole.longValue();
  }

  /** As LVM of 2008 showed sizes: {@code 64.00 KB}, {@code 1.00 GB}. */
  static String show(long sectors) {
    double size = sectors / 2.0;
    int unit = 0;
    while (size >= KIBI && unit < UNITS.length() - 1) {
      size /= KIBI;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f %sB", size, Character.toUpperCase(UNITS.charAt(unit)));
  }
}
