package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A percentile of each process's latencies. A process that did nothing in the record has none.
 *
 * @param orUsPerFurtherJob so many us for each process of the scenario beyond the first (they share
 *     the CPU), if that is more
 */
record LatencyCriterion(Jobs jobs, Of of, Allowance allowance, double orUsPerFurtherJob)
    implements Criterion {
  static final String KIND = "latency";

  /** Which latency. */
  enum Of {
    P50("median", Latency::p50Us),
    P99("p99", Latency::p99Us),
    MAX("longest", Latency::maxUs);

    private final String title;
    private final ToDoubleFunction<Latency> us;

    Of(String title, ToDoubleFunction<Latency> us) {
      this.title = title;
      this.us = us;
    }

    /** The word for it in {@code tolerances.yaml}. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    double or = orUsPerFurtherJob * (comparison.processes().size() - 1);
    for (Pool pool : Per.JOB.pools(jobs, comparison)) {
      if (pool.recordedIos() == 0) {
        continue;
      }
      double recorded = of.us.applyAsDouble(pool.processes().get(0).recorded().latency());
      double emulated = of.us.applyAsDouble(pool.processes().get(0).emulated().latency());
      Range range = allowance.around(recorded, pool.inUs(), or);
      if (!range.contains(emulated)) {
        findings.add(
            Finding.of(KIND, pool.title() + ", " + of.title, recorded, emulated, range, " us"));
      }
    }
    return findings;
  }
}
