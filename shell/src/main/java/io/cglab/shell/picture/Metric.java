package io.cglab.shell.picture;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a chart shows. */
public enum Metric {
  BANDWIDTH(Unit.BYTES_PER_S, "bandwidth, read and written"),
  IOPS(Unit.IOS_PER_S, "I/Os per second, reads and writes"),
  LATENCY(Unit.TIME, "latency, the 99th percentile"),
  QUEUE(Unit.COUNT, "bios on their way, waiting or in the device"),
  TOKENS(Unit.PART, "throttle tokens left of a slice's allowance");

  private final Unit unit;
  private final String title;

  Metric(Unit unit, String title) {
    this.unit = unit;
    this.title = title;
  }

  Unit unit() {
    return unit;
  }

  String title() {
    return title;
  }

  /** The metric of this name, in lower case; null for none. */
  public static @Nullable Metric named(String name) {
    for (Metric metric : values()) {
      if (metric.name().toLowerCase(Locale.ROOT).equals(name)) {
        return metric;
      }
    }
    return null;
  }
}
