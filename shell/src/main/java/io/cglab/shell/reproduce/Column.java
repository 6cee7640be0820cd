package io.cglab.shell.reproduce;

/** A column of the posting's tables: the first four are of the first fio process. */
enum Column {
  MAX_BANDWIDTH("Max-bdwidth", false),
  MIN_BANDWIDTH("Min-bdwidth", false),
  BANDWIDTH("Agg-bdwidth", false),
  LATENCY("Max-latency", true),
  OTHER_BANDWIDTH("Agg-bdwidth", false),
  OTHER_LATENCY("Max-latency", true);

  private final String heading;
  private final boolean latency;

  Column(String heading, boolean latency) {
    this.heading = heading;
    this.latency = latency;
  }

  /** As printed above it. */
  String heading() {
    return heading;
  }

  /** True for the longest latency in us, false for KiB/s. */
  boolean isLatency() {
    return latency;
  }
}
