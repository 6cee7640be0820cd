package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * KiB completed in stretches of time: in each whole window, or from the start to each window's end.
 *
 * @param running true for running totals
 * @param window its length in tenths of a second, 1 or more
 * @param from only windows that begin, or totals that end, so many tenths after t0 or later
 * @param until only what ends so many tenths after t0 or earlier
 */
record Spans(
    Jobs jobs, Per per, Allowance allowance, boolean running, int window, int from, int until)
    implements Criterion {
  static final String WINDOWS = "windows";
  static final String RUNNING_TOTALS = "running-totals";

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Pool pool : per.pools(jobs, comparison)) {
      List<Long> recorded = pool.recordedKib();
      List<Long> emulated = pool.emulatedKib();
      for (int end = window; end <= Math.min(until, recorded.size()); end += window) {
        int begin = running ? 0 : end - window;
        if ((running ? end : begin) < from) {
          continue;
        }
        long expected = sum(recorded, begin, end);
        long got = sum(emulated, begin, end);
        Range range = allowance.around(expected, pool.inKib());
        if (!range.contains(got)) {
          findings.add(
              Finding.of(
                  running ? RUNNING_TOTALS : WINDOWS,
                  String.format(
                      Locale.ROOT, "%s, %.1f to %.1f s", pool.title(), begin / 10.0, end / 10.0),
                  expected,
                  got,
                  range,
                  " KiB"));
        }
      }
    }
    return findings;
  }

  private static long sum(List<Long> series, int begin, int end) {
    return series.subList(begin, end).stream().mapToLong(Long::longValue).sum();
  }
}
