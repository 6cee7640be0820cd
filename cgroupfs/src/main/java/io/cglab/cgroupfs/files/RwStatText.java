package io.cglab.cgroupfs.files;

import io.cglab.core.api.DevNo;
import io.cglab.core.block.RwStat;

/**
 * Counts by kind of operation as v1's statistics files show them (control-files.md 4.6): six lines
 * a device, and the sum of all devices at the end. Counters below zero show as 0.
 */
final class RwStatText {
  private final StringBuilder out;
  private final boolean withDiscards;
  private long total;

  /**
   * Writes to {@code out}.
   *
   * @param withDiscards false for kernels that did not tell discards apart
   */
  RwStatText(StringBuilder out, boolean withDiscards) {
    this.out = out;
    this.withDiscards = withDiscards;
  }

  void show(DevNo dev, RwStat stat) {
    line(dev, "Read", stat.read());
    line(dev, "Write", stat.write());
    line(dev, "Sync", stat.sync());
    line(dev, "Async", stat.async());
    if (withDiscards) {
      line(dev, "Discard", stat.discard());
    }
    long sum =
        Math.max(0, stat.read())
            + Math.max(0, stat.write())
            + (withDiscards ? Math.max(0, stat.discard()) : 0);
    line(dev, "Total", sum);
    total += sum;
  }

  private void line(DevNo dev, String kind, long count) {
    out.append(dev).append(' ').append(kind).append(' ').append(Math.max(0, count)).append('\n');
  }

  /** The last line. */
  void end() {
    out.append("Total ").append(total).append('\n');
  }
}
