package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The result of a comparison as text: a table job by job, and each criterion that fails. */
final class Report {
  /** The most failed criteria of one kind that are spelled out. */
  private static final int SPELLED_OUT = 5;

  private Report() {}

  /** The lines of one scenario. */
  static List<String> lines(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    lines.add(verdict.scenario().name() + ": " + verdict.summary());
    Comparison comparison = verdict.comparison();
    if (comparison != null) {
      lines.addAll(table(comparison, verdict.aimPercent()));
    }
    verdict.missing().forEach(what -> lines.add("  missing: " + what));
    if (verdict.noJudgement() != null) {
      lines.add("  " + verdict.noJudgement());
    }
    String kind = "";
    int ofKind = 0;
    for (Finding finding : verdict.findings()) {
      ofKind = finding.criterion().equals(kind) ? ofKind + 1 : 1;
      kind = finding.criterion();
      if (ofKind <= SPELLED_OUT) {
        lines.add("  " + finding);
      }
    }
    long unsaid = verdict.findings().size() - lines.stream().filter(Report::isFinding).count();
    if (unsaid > 0) {
      lines.add("  and " + unsaid + " more of the same kinds (--json shows all)");
    }
    return lines;
  }

  private static boolean isFinding(String line) {
    return line.contains(", allowed ");
  }

  /** {@code M of N scenarios within tolerance}, and how many were not judged. */
  static String total(List<Verdict> verdicts) {
    long judged = verdicts.stream().filter(Verdict::isJudged).count();
    long within = verdicts.stream().filter(Verdict::isWithin).count();
    String total = within + " of " + judged + " scenarios within tolerance";
    long open = verdicts.size() - judged;
    return open == 0 ? total : total + ", " + open + " not judged";
  }

  /**
   * The table of one scenario. The last column is the largest difference of two n-th first
   * completions, processes under a common limit taken together as the criterion does. With an aim,
   * one more says whether the difference of the I/Os is within it.
   */
  private static List<String> table(Comparison comparison, @Nullable Double aimPercent) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row("job", "I/Os kernel", "cglab", "diff", "median kernel", "cglab", "diff", "first diff")
            + (aimPercent == null
                ? ""
                : String.format(Locale.ROOT, "  I/Os +-%.1f %%", aimPercent)));
    var limits = new CommonLimits(comparison.scenario());
    List<List<Proc>> pools = limits.pools(comparison.processes());
    for (Proc process : comparison.processes()) {
      List<Proc> pool =
          pools.stream().filter(p -> p.contains(process)).findFirst().orElse(List.of(process));
      lines.add(row(process, pool) + (aimPercent == null ? "" : aim(process, aimPercent)));
    }
    return lines;
  }

  private static String aim(Proc process, double percent) {
    double recorded = process.recorded().ios();
    Range range = Allowance.percent(percent).around(recorded, Allowance.NO_UNIT);
    return range.contains(process.emulated().ios()) ? "  within" : "  beyond";
  }

  private static String row(Proc process, List<Proc> pool) {
    double recordedUs = process.recorded().latency().p50Us();
    double emulatedUs = process.emulated().latency().p50Us();
    long firstUs =
        FirstCompletions.largestDifference(
            FirstCompletions.recorded(pool), FirstCompletions.emulated(pool));
    return row(
        process.title(),
        Long.toString(process.recorded().ios()),
        Long.toString(process.emulated().ios()),
        difference((double) process.recorded().ios(), (double) process.emulated().ios()),
        String.format(Locale.ROOT, "%.1f us", recordedUs),
        String.format(Locale.ROOT, "%.1f us", emulatedUs),
        difference(recordedUs, emulatedUs),
        firstUs + " us");
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "  %-26s %11s %9s %9s  %13s %13s %9s  %11s", cells);
  }

  /** How far {@code emulated} is off, in percent of {@code recorded}. */
  static String difference(double recorded, double emulated) {
    if (recorded == emulated) {
      return "0 %";
    }
    return recorded == 0
        ? "-"
        : String.format(Locale.ROOT, "%+.2f %%", (emulated - recorded) / recorded * 100);
  }
}
