package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;

/**
 * How many I/Os each process may complete, whatever the record's own number is.
 *
 * @param most at most so many, plus
 * @param plusDepths how often the number that the device takes at once comes on top
 * @param byMs none after this time; {@link Long#MAX_VALUE} if that does not matter
 */
record IoCount(Jobs jobs, long least, long most, long plusDepths, long byMs) implements Criterion {
  static final String KIND = "io-count";

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Proc process : jobs.of(comparison)) {
      int depth = comparison.scenario().devices().get(process.job().dev()).hwQueueDepth();
      var range = new Range(least, most + plusDepths * (double) depth);
      long recorded = process.recorded().ios();
      long emulated = process.emulated().ios();
      if (!range.contains(emulated)) {
        findings.add(Finding.of(KIND, process.title(), recorded, emulated, range, " I/Os"));
      }
      long late = process.emulated().completionsUs().stream().filter(us -> us > byMs * 1e3).count();
      if (late > 0) {
        long recordedLate =
            process.recorded().firstCompletionsUs().stream().filter(us -> us > byMs * 1e3).count();
        String subject = process.title() + ", after " + byMs + " ms";
        findings.add(Finding.of(KIND, subject, recordedLate, late, new Range(0, 0), " I/Os"));
      }
    }
    return findings;
  }
}
