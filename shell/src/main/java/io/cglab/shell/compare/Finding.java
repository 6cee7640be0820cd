package io.cglab.shell.compare;

import java.util.Locale;

/**
 * A criterion that does not hold, with its numbers.
 *
 * @param criterion its kind, as in {@code tolerances.yaml}
 * @param subject which job, cgroup, file or tenth of a second
 * @param kernel what was recorded
 * @param cglab what the emulator did
 * @param off how far apart the two are
 * @param allowed what would have been within tolerance
 */
record Finding(
    String criterion, String subject, String kernel, String cglab, String off, String allowed) {

  /**
   * Two numbers of which the second is not within {@code range}.
   *
   * @param unit with the blank that is to stand before it
   */
  static Finding of(
      String criterion, String subject, double kernel, double cglab, Range range, String unit) {
    return new Finding(
        criterion,
        subject,
        number(kernel) + unit,
        number(cglab) + unit,
        off(kernel, cglab),
        range.text(unit));
  }

  /** The difference of two numbers, in percent too where that has a meaning. */
  static String off(double kernel, double cglab) {
    String difference = (cglab < kernel ? "" : "+") + number(cglab - kernel);
    return kernel == 0
        ? difference
        : String.format(
            Locale.ROOT, "%s, %+.2f %%", difference, (cglab - kernel) / Math.abs(kernel) * 100);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %s: kernel %s, cglab %s (%s), allowed %s",
        criterion,
        subject,
        kernel,
        cglab,
        off,
        allowed);
  }
}
