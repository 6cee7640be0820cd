package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The instants at which a series of tenths crosses a level: each recorded one has an emulated one
 * in the same direction nearby.
 *
 * @param percent the level, of the recorded maximum
 * @param withinTenths how near
 */
record Crossings(Jobs jobs, Per per, double percent, long withinTenths) implements Criterion {
  static final String KIND = "crossings";

  /** Index of the first tenth on the other side of the level, and which side that is. */
  record Crossing(int tenth, boolean up) {}

  /** The crossings of a series, in order. */
  static List<Crossing> of(List<Long> series, double level) {
    List<Crossing> crossings = new ArrayList<>();
    for (int i = 1; i < series.size(); i++) {
      boolean up = series.get(i) >= level;
      if (up != series.get(i - 1) >= level) {
        crossings.add(new Crossing(i, up));
      }
    }
    return List.copyOf(crossings);
  }

  @Override
  public List<Finding> judge(Comparison comparison) {
    List<Finding> findings = new ArrayList<>();
    for (Pool pool : per.pools(jobs, comparison)) {
      List<Long> series = pool.recordedKib();
      double level = series.stream().mapToLong(Long::longValue).max().orElse(0) * percent / 100;
      List<Crossing> emulated = of(pool.emulatedKib(), level);
      for (Crossing recorded : of(series, level)) {
        int off = nearest(recorded, emulated);
        if (Math.abs((long) off) > withinTenths) {
          findings.add(finding(pool, level, recorded, off));
        }
      }
    }
    return findings;
  }

  /** How many tenths later the nearest one in the same direction is; huge if there is none. */
  private static int nearest(Crossing recorded, List<Crossing> emulated) {
    int nearest = Integer.MAX_VALUE;
    for (Crossing crossing : emulated) {
      int off = crossing.tenth() - recorded.tenth();
      if (crossing.up() == recorded.up() && Math.abs(off) < Math.abs(nearest)) {
        nearest = off;
      }
    }
    return nearest;
  }

  private Finding finding(Pool pool, double level, Crossing recorded, int off) {
    boolean none = off == Integer.MAX_VALUE;
    return new Finding(
        KIND,
        String.format(
            Locale.ROOT, "%s, %s %.0f KiB", pool.title(), recorded.up() ? "above" : "below", level),
        String.format(Locale.ROOT, "at %.1f s", recorded.tenth() / 10.0),
        none ? "never" : String.format(Locale.ROOT, "at %.1f s", (recorded.tenth() + off) / 10.0),
        none ? "missing" : String.format(Locale.ROOT, "%+.1f s", off / 10.0),
        String.format(Locale.ROOT, "+-%.1f s", withinTenths / 10.0));
  }
}
