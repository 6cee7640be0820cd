package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The processes of one pool share evenly: the I/Os of each are near the mean of all.
 *
 * @param percent how far from the mean
 */
record Even(Jobs jobs, Per per, double percent) implements Criterion {
  static final String KIND = "even";

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Pool pool : per.pools(jobs, comparison)) {
      int size = pool.processes().size();
      double recordedMean = (double) pool.recordedIos() / size;
      double mean = (double) pool.emulatedIos() / size;
      var range = new Range(mean * (1 - percent / 100), mean * (1 + percent / 100));
      for (Proc process : pool.processes()) {
        if (!range.contains(process.emulated().ios())) {
          findings.add(
              new Finding(
                  KIND,
                  process.title() + " in " + pool.title(),
                  ofMean(process.recorded().ios(), recordedMean),
                  ofMean(process.emulated().ios(), mean),
                  Finding.off(mean, process.emulated().ios()),
                  range.text(" I/Os")));
        }
      }
    }
    return findings;
  }

  private static String ofMean(long ios, double mean) {
    return String.format(Locale.ROOT, "%d I/Os by a mean of %.1f", ios, mean);
  }
}
