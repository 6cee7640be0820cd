package io.cglab.shell.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of comparing one scenario.
 *
 * @param scenario the record
 * @param comparison both sides, or null if it could not run
 * @param missing what the machine or the tolerances lack; a scenario that lacks something is
 *     outside
 * @param noJudgement why the differences are not judged, or null
 * @param findings the criteria that do not hold
 * @param aimPercent how near each job's I/Os should come, shown and not judged, or null
 */
record Verdict(
    Scenario scenario,
    @Nullable Comparison comparison,
    List<String> missing,
    @Nullable String noJudgement,
    List<Finding> findings,
    @Nullable Double aimPercent) {

  /** True if its differences count. */
  boolean isJudged() {
    return noJudgement == null;
  }

  /** True if it ran and every criterion holds. */
  boolean isWithin() {
    return isJudged() && missing.isEmpty() && findings.isEmpty();
  }

  /** One word or sentence for the report. */
  String summary() {
    if (!isJudged()) {
      return "not judged";
    }
    return isWithin() ? "within tolerance" : "outside";
  }
}
