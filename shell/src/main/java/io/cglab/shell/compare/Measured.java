package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one emulated process did, in the terms of the record.
 *
 * @param completions all that it reaped, those after its end too
 * @param endNs its end after t0; what it reaped later does not count
 */
record Measured(Completions completions, long endNs) {
  /** Length of the record's list of first completions. */
  static final int FIRST_COMPLETIONS = 64;

  static final long TENTH_NS = 100_000_000;

  long ios() {
    return completions.countBefore(endNs);
  }

  long bytes() {
    return completions.bytesBefore(endNs);
  }

  Latency latency() {
    return Latency.of(completions.latencies(completions.countBefore(endNs)));
  }

  /** When the I/Os that count were reaped, in us after t0. */
  List<Long> completionsUs() {
    return Arrays.stream(completions.times(completions.countBefore(endNs)))
        .map(ns -> ns / 1000)
        .boxed()
        .toList();
  }

  /** KiB that count in each of the first {@code tenths} tenths of a second. */
  List<Long> kibPer100ms(int tenths) {
    List<Long> series = new ArrayList<>(tenths);
    for (int tenth = 0; tenth < tenths; tenth++) {
      long from = Math.min(tenth * TENTH_NS, endNs);
      long to = Math.min((tenth + 1) * TENTH_NS, endNs);
      series.add(completions.bytesIn(from, to) / 1024);
    }
    return series;
  }
}
