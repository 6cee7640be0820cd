package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Bytes completed in each tenth of a second [a, b): recorded at most what the emulator completed in
 * [a − h, b + h) plus s, at least what it completed in [a + h, b − h) minus s. For processes under
 * a common limit this holds for their sum, and for each alone with an s of its own.
 *
 * @param shiftUs h
 * @param shiftAfterEventUs h in tenths that end after the first event
 * @param slack s of a pool
 * @param aloneSlack s of each process of a pool of several
 */
record Tenths(long shiftUs, long shiftAfterEventUs, Slack slack, Slack aloneSlack)
    implements Criterion {
  static final String KIND = "tenths";

  /**
   * How many bytes do not matter.
   *
   * @param percent of the recorded bytes, or
   * @param orIos so many I/Os, whichever is more
   */
  record Slack(double percent, long orIos) {
    double bytes(long recordedBytes, long blockBytes) {
      return Math.max(recordedBytes * percent / 100, (double) orIos * blockBytes);
    }
  }

  /** What the record may say of one tenth, in bytes. */
  record Bounds(double atLeast, double atMost) {
    boolean contain(long bytes) {
      return bytes >= atLeast && bytes <= atMost;
    }
  }

  /**
   * The bounds of tenth {@code tenth}.
   *
   * @param shiftNs h
   * @param slackBytes s
   */
  static Bounds bounds(List<Completions> emulated, int tenth, long shiftNs, double slackBytes) {
    long from = tenth * Measured.TENTH_NS;
    long to = from + Measured.TENTH_NS;
    long wide = 0;
    long narrow = 0;
    for (Completions completions : emulated) {
      wide += completions.bytesIn(from - shiftNs, to + shiftNs);
      narrow += completions.bytesIn(from + shiftNs, to - shiftNs);
    }
    return new Bounds(narrow - slackBytes, wide + slackBytes);
  }

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    long firstEventUs =
        comparison.scenario().events().stream()
            .mapToLong(Scenario.Event::atUs)
            .min()
            .orElse(Long.MAX_VALUE);
    for (Pool pool : Per.LIMIT.pools(Jobs.ALL, comparison)) {
      judge(pool, slack, firstEventUs, findings);
      if (pool.processes().size() > 1) {
        for (Proc process : pool.processes()) {
          judge(Pool.of(pool.scenario(), process), aloneSlack, firstEventUs, findings);
        }
      }
    }
    return findings;
  }

  private void judge(Pool pool, Slack allowed, long firstEventUs, List<Finding> findings) {
    List<Completions> emulated =
        pool.processes().stream().map(p -> p.emulated().completions()).toList();
    List<Long> recordedKib = pool.recordedKib();
    for (int tenth = 0; tenth < recordedKib.size(); tenth++) {
      long recorded = recordedKib.get(tenth) * 1024;
      boolean afterEvent = (tenth + 1) * Measured.TENTH_NS / 1000 > firstEventUs;
      long shiftNs = (afterEvent ? shiftAfterEventUs : shiftUs) * 1000;
      Bounds bounds = bounds(emulated, tenth, shiftNs, allowed.bytes(recorded, pool.blockBytes()));
      if (!bounds.contain(recorded)) {
        findings.add(finding(pool, tenth, recorded, emulated, bounds));
      }
    }
  }

  private static Finding finding(
      Pool pool, int tenth, long recorded, List<Completions> emulated, Bounds bounds) {
    long from = tenth * Measured.TENTH_NS;
    long bytes = 0;
    for (Completions completions : emulated) {
      bytes += completions.bytesIn(from, from + Measured.TENTH_NS);
    }
    return new Finding(
        KIND,
        String.format(Locale.ROOT, "%s, tenth from %.1f s", pool.title(), tenth / 10.0),
        recorded / 1024 + " KiB",
        bytes / 1024 + " KiB",
        Finding.off(recorded / 1024.0, bytes / 1024.0),
        String.format(
            Locale.ROOT,
            "a record of %.0f to %.0f KiB",
            bounds.atLeast() / 1024,
            bounds.atMost() / 1024));
  }
}
