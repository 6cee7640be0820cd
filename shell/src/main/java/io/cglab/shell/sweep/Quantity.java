package io.cglab.shell.sweep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write limits: {@code 10}, {@code 1.5}, {@code 64K}, {@code 10M}. */
final class Quantity {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,18})?)([KMGT]?)");
  private static final String UNITS = "KMGT";

  private Quantity() {}

  /** Its value, K being 1024; NaN if the text is none. */
  static double parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Double.NaN;
    }
    int power = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
    return Double.parseDouble(form.group(1)) * (1L << (10 * power));
  }
}
