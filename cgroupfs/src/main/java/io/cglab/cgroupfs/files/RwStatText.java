package io.cglab.cgroupfs.files;

import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.block.RwStat;

/**
 * Counts by kind of operation as v1's statistics files show them (control-files.md 4.6): six lines
 * a device, and the sum of all devices at the end. Counters below zero show as 0. Kernels that do
 * not tell discards apart (2.5) have five lines, with discards among the writes.
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

  /** As the machine's kernel writes them. */
  static RwStatText of(Machine machine, StringBuilder out) {
    return new RwStatText(out, machine.config().features().contains(Feature.DISCARD_STAT));
  }

  void show(DevNo dev, RwStat stat) {
    long write = withDiscards ? stat.write() : stat.write() + stat.discard();
    long discard = withDiscards ? stat.discard() : 0;
    line(dev, "Read", stat.read());
    line(dev, "Write", write);
    line(dev, "Sync", stat.sync());
    line(dev, "Async", stat.async());
    if (withDiscards) {
      line(dev, "Discard", discard);
    }
    long sum = Math.max(0, stat.read()) + Math.max(0, write) + Math.max(0, discard);
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
