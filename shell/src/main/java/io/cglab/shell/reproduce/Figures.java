package io.cglab.shell.reproduce;

import java.util.ArrayList;
import java.util.List;

/**
 * What came out of a row.
 *
 * @param values by {@link Column}: KiB/s and us
 * @param diskMs disk time of the two cgroups in ms; empty where the kernel does not tell it
 */
record Figures(List<Double> values, List<Double> diskMs) {
  Figures {
    values = List.copyOf(values);
    diskMs = List.copyOf(diskMs);
  }

  double value(Column column) {
    return values.get(column.ordinal());
  }

  /** The first group's disk time over the second's; NaN where it is not told, or none was. */
  double diskRatio() {
    return diskMs.isEmpty() || diskMs.get(1) == 0 ? Double.NaN : diskMs.get(0) / diskMs.get(1);
  }

  /** The mean of at least one. */
  static Figures mean(List<Figures> of) {
    List<List<Double>> values = new ArrayList<>();
    List<List<Double>> diskMs = new ArrayList<>();
    for (Figures each : of) {
      values.add(each.values);
      diskMs.add(each.diskMs);
    }
    return new Figures(means(values), means(diskMs));
  }

  private static List<Double> means(List<List<Double>> of) {
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < of.get(0).size(); i++) {
      double sum = 0;
      for (List<Double> each : of) {
        sum += each.get(i);
      }
      means.add(sum / of.size());
    }
    return means;
  }
}
