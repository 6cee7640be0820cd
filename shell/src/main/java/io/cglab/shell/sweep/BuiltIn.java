package io.cglab.shell.sweep;

import io.cglab.shell.observe.Instruments;
import io.cglab.shell.observe.Metrics;
import io.cglab.shell.observe.Series;
import java.util.ArrayList;
import java.util.List;

/** What every run of a script is measured by. */
public final class BuiltIn {
  private static final double NS_PER_US = 1000;
  private static final double NS_PER_S = 1e9;

  private BuiltIn() {}

  /**
   * What a machine's instruments have seen: the numbers that the script has named; {@code
   * virtual_s}; and of each cgroup on each disk, where it did I/O, {@code rbytes}, {@code wbytes},
   * {@code rios}, {@code wios} of completed bios and {@code lat_p50_us}, {@code lat_p90_us}, {@code
   * lat_p99_us}, {@code lat_max_us} from submission to completion.
   */
  public static List<Measure> of(Instruments instruments) {
    List<Measure> measures = new ArrayList<>();
    instruments
        .metrics()
        .values()
        .forEach((name, value) -> measures.add(new Measure(name, "", "", value)));
    long now = instruments.recorder().nowNs();
    measures.add(new Measure(Metrics.VIRTUAL_S, "", "", now / NS_PER_S));
    instruments.recorder().settle();
    for (Series series : instruments.recorder().series()) {
      if (series.hasIo()) {
        String cgroup = series.path();
        String device = series.disk().name();
        measures.add(new Measure("rbytes", cgroup, device, series.totalBytes(false)));
        measures.add(new Measure("wbytes", cgroup, device, series.totalBytes(true)));
        measures.add(new Measure("rios", cgroup, device, series.totalIos(false)));
        measures.add(new Measure("wios", cgroup, device, series.totalIos(true)));
        measures.add(latency("lat_p50_us", series, 0.5));
        measures.add(latency("lat_p90_us", series, 0.9));
        measures.add(latency("lat_p99_us", series, 0.99));
        measures.add(latency("lat_max_us", series, 1));
      }
    }
    return measures;
  }

  private static Measure latency(String name, Series series, double quantile) {
    double ns = series.latency().quantileNs(quantile, 0, Integer.MAX_VALUE);
    return new Measure(name, series.path(), series.disk().name(), ns / NS_PER_US);
  }

  /** True of the measures above but those that the script has named, which are of no disk. */
  static boolean isBuiltIn(Measure measure) {
    return measure.metric().equals(Metrics.VIRTUAL_S) || !measure.device().isEmpty();
  }
}
