package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;

/**
 * When the first I/Os completed, the n-th against the n-th. The lists of a pool are merged and
 * sorted, as far as the record knows all of them: under a common limit, who is served first is a
 * matter of microseconds.
 *
 * @param withinUs how far the n-th may be off, or
 * @param orIos as long as so many I/Os take, whichever is more
 * @param count how many are compared
 * @param recordedBeforeMs only those that the record has before this time after t0
 */
record FirstCompletions(
    Jobs jobs, Per per, long withinUs, double orIos, long count, long recordedBeforeMs)
    implements Criterion {
  static final String KIND = "first-completions";

  /**
   * Merges lists of first completions. A list of {@code full} entries was cut there, so nothing is
   * known behind its last one: the merged list ends at the earliest last entry of a full list.
   */
  static List<Long> merge(List<List<Long>> lists, int full) {
    long known =
        lists.stream()
            .filter(list -> list.size() >= full)
            .mapToLong(list -> list.get(list.size() - 1))
            .min()
            .orElse(Long.MAX_VALUE);
    return lists.stream().flatMap(List::stream).filter(us -> us <= known).sorted().toList();
  }

  /**
   * Returns the first n (from 0) whose entries differ by more than {@code withinUs}, or that {@code
   * emulated} lacks; -1 if there is none.
   */
  static int firstOutside(List<Long> recorded, List<Long> emulated, long withinUs) {
    for (int n = 0; n < recorded.size(); n++) {
      if (n >= emulated.size() || Math.abs(emulated.get(n) - recorded.get(n)) > withinUs) {
        return n;
      }
    }
    return -1;
  }

  /** The largest difference of two n-th entries, as far as both lists go; 0 if either is empty. */
  static long largestDifference(List<Long> recorded, List<Long> emulated) {
    long largest = 0;
    for (int n = 0; n < Math.min(recorded.size(), emulated.size()); n++) {
      largest = Math.max(largest, Math.abs(emulated.get(n) - recorded.get(n)));
    }
    return largest;
  }

  /** The recorded list of a pool. */
  static List<Long> recorded(List<Proc> pool) {
    return merge(
        pool.stream().map(p -> p.recorded().firstCompletionsUs()).toList(),
        Measured.FIRST_COMPLETIONS);
  }

  /** The emulated list of a pool, which knows all completions. */
  static List<Long> emulated(List<Proc> pool) {
    return merge(pool.stream().map(p -> p.emulated().completionsUs()).toList(), Integer.MAX_VALUE);
  }

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Pool pool : per.pools(jobs, comparison)) {
      List<Long> recorded =
          recorded(pool.processes()).stream()
              .filter(us -> us < recordedBeforeMs * 1000)
              .limit(count)
              .toList();
      List<Long> emulated = emulated(pool.processes());
      long allowedUs = Math.max(withinUs, Math.round(orIos * pool.inUs().io()));
      int n = firstOutside(recorded, emulated, allowedUs);
      if (n >= 0) {
        boolean none = n >= emulated.size();
        findings.add(
            new Finding(
                KIND,
                pool.title() + ", completion " + (n + 1) + " of " + recorded.size(),
                recorded.get(n) + " us",
                none ? "none" : emulated.get(n) + " us",
                none ? "missing" : Finding.off(recorded.get(n), emulated.get(n)),
                "+-" + allowedUs + " us"));
      }
    }
    return findings;
  }
}
