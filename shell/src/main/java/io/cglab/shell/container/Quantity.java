package io.cglab.shell.container;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Quantities of Kubernetes: 500m, 1.5, 512Mi, 60M, 1e3. */
final class Quantity {
  /** What a quantity that cannot be read is answered with. */
  static final String RULE =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

  private static final Pattern FORM =
      Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)([numkMGTP]|[KMGTP]i|[eE][+-]?[0-9]{1,2})?");
  private static final Map<String, Integer> POWERS_OF_TEN =
      Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15);
  private static final int MILLI = 3;

  private Quantity() {}

  private static @Nullable BigDecimal parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2);
    if (suffix == null) {
      return number;
    } else if (suffix.endsWith("i")) {
      return number.multiply(
          BigDecimal.valueOf(1L << 10 * ("KMGTP".indexOf(suffix.charAt(0)) + 1)));
    }
    Integer power = POWERS_OF_TEN.get(suffix);
    return number.scaleByPowerOfTen(
        power == null ? Integer.parseInt(suffix.substring(1).replace("+", "")) : power);
  }

  private static long rounded(@Nullable BigDecimal number) {
    if (number == null) {
      return -1;
    }
    BigDecimal whole = number.setScale(0, RoundingMode.CEILING);
    return whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? -1 : whole.longValue();
  }

  /** The quantity in whole units, rounded up; -1 for what is none. */
  static long whole(String text) {
    return rounded(parse(text));
  }

  /** The quantity in thousandths, rounded up; -1 for what is none. */
  static long milli(String text) {
    BigDecimal number = parse(text);
    return rounded(number == null ? null : number.scaleByPowerOfTen(MILLI));
  }
}
