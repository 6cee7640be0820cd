package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Median latency of each process.
 *
 * @param percent of the recorded one, or
 * @param orUsPerFurtherProcess so many us for each process of the scenario beyond the first (they
 *     share the CPU), whichever is more
 */
record MedianLatency(double percent, double orUsPerFurtherProcess) implements Criterion {
  static final String KIND = "median-latency";

  /** How many us more or less than {@code recordedUs} are allowed. */
  static double allowedUs(
      double recordedUs, double percent, double orUsPerFurtherProcess, int processes) {
    return Math.max(recordedUs * percent / 100, orUsPerFurtherProcess * (processes - 1));
  }

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Proc process : comparison.processes()) {
      double recorded = process.recorded().latency().p50Us();
      double emulated = process.emulated().latency().p50Us();
      double allowed =
          allowedUs(recorded, percent, orUsPerFurtherProcess, comparison.processes().size());
      if (Math.abs(emulated - recorded) > allowed) {
        findings.add(
            new Finding(
                KIND,
                process.title(),
                String.format(Locale.ROOT, "%.1f us", recorded),
                String.format(Locale.ROOT, "%.1f us", emulated),
                String.format(Locale.ROOT, "+-%.1f us", allowed)));
      }
    }
    return findings;
  }
}
