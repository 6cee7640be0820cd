package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many I/Os each process reaps at once, among its first completions: the number that the record
 * shows most often.
 *
 * @param untilMs only reaps before this time after t0
 * @param percent how much of the emulated reaps must have that number
 */
record Reaps(Jobs jobs, long untilMs, double percent) implements Criterion {
  static final String KIND = "reaps";

  /**
   * Sizes of the reaps, in order; the last one of a full list may have been cut and is left out.
   */
  static List<Integer> sizes(List<Long> completionsUs, long untilUs) {
    List<Integer> sizes = new ArrayList<>();
    List<Long> first =
        completionsUs.subList(0, Math.min(Measured.FIRST_COMPLETIONS, completionsUs.size()));
    int size = 0;
    for (int n = 0; n < first.size(); n++) {
      size++;
      boolean last = n + 1 == first.size();
      if ((last || !first.get(n + 1).equals(first.get(n))) && first.get(n) < untilUs) {
        if (!last || first.size() < Measured.FIRST_COMPLETIONS) {
          sizes.add(size);
        }
        size = 0;
      }
    }
    return List.copyOf(sizes);
  }

  /** The number seen most often, the smaller of two; 0 if there is none. */
  static int mostFrequent(List<Integer> sizes) {
    Map<Integer, Integer> counts = new TreeMap<>();
    sizes.forEach(size -> counts.merge(size, 1, Integer::sum));
    int most = 0;
    for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
      if (count.getValue() > counts.getOrDefault(most, 0)) {
        most = count.getKey();
      }
    }
    return most;
  }

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Proc process : jobs.of(comparison)) {
      List<Integer> recorded = sizes(process.recorded().firstCompletionsUs(), untilMs * 1000);
      List<Integer> emulated = sizes(process.emulated().completionsUs(), untilMs * 1000);
      int size = mostFrequent(recorded);
      var range = new Range(percent, 100);
      double got = share(size, emulated);
      if (!recorded.isEmpty() && !range.contains(got)) {
        String subject = process.title() + ", reaps of " + size + " at once";
        findings.add(Finding.of(KIND, subject, share(size, recorded), got, range, " %"));
      }
    }
    return findings;
  }

  /** How many percent of the reaps have this size. */
  private static double share(int size, List<Integer> sizes) {
    long so = sizes.stream().filter(s -> s == size).count();
    return sizes.isEmpty() ? 0 : 100.0 * so / sizes.size();
  }
}
