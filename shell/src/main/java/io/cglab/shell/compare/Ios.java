package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.List;

/** I/Os completed over the whole run. */
record Ios(Jobs jobs, Per per, Allowance allowance) implements Criterion {
  static final String KIND = "ios";

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Pool pool : per.pools(jobs, comparison)) {
      Range range = allowance.around(pool.recordedIos(), pool.inIos());
      if (!range.contains(pool.emulatedIos())) {
        findings.add(
            Finding.of(KIND, pool.title(), pool.recordedIos(), pool.emulatedIos(), range, " I/Os"));
      }
    }
    return findings;
  }
}
