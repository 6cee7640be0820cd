package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * I/Os completed by each process.
 *
 * @param percent of the recorded number, or
 * @param orIos so many, whichever is more
 */
record Ios(double percent, long orIos) implements Criterion {
  static final String KIND = "ios";

  /** How many more or fewer than {@code recorded} are allowed. */
  static double allowed(long recorded, double percent, long orIos) {
    return Math.max(recorded * percent / 100, (double) orIos);
  }

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Proc process : comparison.processes()) {
      long recorded = process.recorded().ios();
      long emulated = process.emulated().ios();
      double allowed = allowed(recorded, percent, orIos);
      if (Math.abs(emulated - recorded) > allowed) {
        findings.add(
            new Finding(
                KIND,
                process.title(),
                recorded + " I/Os",
                emulated + " I/Os",
                String.format(Locale.ROOT, "+-%.1f", allowed)));
      }
    }
    return findings;
  }
}
