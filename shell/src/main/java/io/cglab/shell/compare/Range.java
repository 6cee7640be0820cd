package io.cglab.shell.compare;

import java.util.Locale;

/** Numbers from {@code atLeast} to {@code atMost}, both included; either may be infinite. */
record Range(double atLeast, double atMost) {
  /** Spares a bound such as 3 % of 100 the rounding of its last bit. */
  private static final double ROUNDING = 1e-9;

  boolean contains(double value) {
    double slack = ROUNDING * Math.max(1, Math.abs(value));
    return value >= atLeast - slack && value <= atMost + slack;
  }

  /** As reports show it, with the unit behind. */
  String text(String unit) {
    if (Double.isInfinite(atLeast)) {
      return String.format(Locale.ROOT, "at most %.1f%s", atMost, unit);
    }
    return Double.isInfinite(atMost)
        ? String.format(Locale.ROOT, "at least %.1f%s", atLeast, unit)
        : String.format(Locale.ROOT, "%.1f to %.1f%s", atLeast, atMost, unit);
  }
}
