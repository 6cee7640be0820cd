package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;

/**
 * Each process's completions come at multiples of a period after t0; some multiples may be left
 * out.
 *
 * @param withinUs how far from a multiple
 * @param freeIos so many at the very start need not
 * @param freeUntilMs when the very start ends
 */
record Grid(Jobs jobs, long everyMs, long withinUs, long freeIos, long freeUntilMs)
    implements Criterion {
  static final String KIND = "grid";

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Proc process : jobs.of(comparison)) {
      List<Long> completions = process.emulated().completionsUs();
      for (int n = 0; n < completions.size(); n++) {
        long us = completions.get(n);
        long offUs = us - Math.max(1, Math.round(us / (everyMs * 1e3))) * everyMs * 1000;
        boolean free = n < freeIos && us <= freeUntilMs * 1000;
        if (!free && Math.abs(offUs) > withinUs) {
          findings.add(
              new Finding(
                  KIND,
                  process.title() + ", completion " + (n + 1) + " of " + completions.size(),
                  "a multiple of " + everyMs + " ms",
                  us + " us",
                  (offUs < 0 ? "" : "+") + offUs + " us",
                  "+-" + withinUs + " us"));
        }
      }
    }
    return findings;
  }
}
