package io.cglab.shell.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * printf(3) as C rounds: by the exact value of the double, ties to even, where Java rounds its
 * shortest decimal form, ties up. Takes {@code %d}, {@code %s}, {@code %f} with width, precision
 * and {@code -}, and {@code %%}.
 */
public final class CFormat {
  private static final Pattern FIELD = Pattern.compile("%(-?)([0-9]*)(?:\\.([0-9]+))?([dsf%])");
  private static final int USUAL_PRECISION = 6;

  private CFormat() {}

  /** The text of {@code format} with its fields filled in, in order. */
  public static String of(String format, Object... values) {
    StringBuilder out = new StringBuilder();
    Matcher field = FIELD.matcher(format);
    int value = 0;
    while (field.find()) {
      String text;
      if (field.group(4).equals("%")) {
        text = "%";
      } else if (field.group(4).equals("f")) {
        String precision = field.group(3);
        text =
            fixed(
                ((Number) values[value++]).doubleValue(),
                precision == null ? USUAL_PRECISION : Integer.parseInt(precision));
      } else {
        text = String.valueOf(values[value++]);
      }
      int width = field.group(2).isEmpty() ? 0 : Integer.parseInt(field.group(2));
      String pad = " ".repeat(Math.max(0, width - text.length()));
      boolean left = !field.group(1).isEmpty();
      field.appendReplacement(out, Matcher.quoteReplacement(left ? text + pad : pad + text));
    }
    return field.appendTail(out).toString();
  }

  private static String fixed(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
