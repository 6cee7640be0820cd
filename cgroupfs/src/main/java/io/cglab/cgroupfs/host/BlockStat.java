package io.cglab.cgroupfs.host;

import io.cglab.core.Feature;
import io.cglab.core.device.DiskStats;
import java.util.Arrays;

/**
 * The 17 numbers of /sys/block/DISK/stat and /proc/diskstats (control-files.md 7.1, 7.5); 15 in
 * kernels that do not count flushes.
 */
final class BlockStat {
  private static final long NS_PER_MS = 1_000_000;
  private static final int COLUMN = 8;
  private static final int FLUSH_COLUMNS = 2;

  private BlockStat() {}

  /** The numbers; a partition counts nothing of its own. */
  static long[] of(Block block) {
    DiskStats stats = block.isDisk() ? block.disk().stats() : new DiskStats();
    long read = ms(stats, DiskStats.READ);
    long write = ms(stats, DiskStats.WRITE);
    long discard = ms(stats, DiskStats.DISCARD);
    long flush = ms(stats, DiskStats.FLUSH);
    long[] all = {
      stats.ios(DiskStats.READ),
      stats.merges(DiskStats.READ),
      stats.sectors(DiskStats.READ),
      read,
      stats.ios(DiskStats.WRITE),
      stats.merges(DiskStats.WRITE),
      stats.sectors(DiskStats.WRITE),
      write,
      stats.inFlight(0) + stats.inFlight(1),
      stats.busyNs(block.machine().nowNs()) / NS_PER_MS,
      read + write + discard + flush,
      stats.ios(DiskStats.DISCARD),
      stats.merges(DiskStats.DISCARD),
      stats.sectors(DiskStats.DISCARD),
      discard,
      stats.ios(DiskStats.FLUSH),
      flush
    };
    boolean flushes = block.has(Feature.FLUSH_STAT);
    return flushes ? all : Arrays.copyOf(all, all.length - FLUSH_COLUMNS);
  }

  private static long ms(DiskStats stats, int statClass) {
    return stats.timeNs(statClass) / NS_PER_MS;
  }

  /** The stat file: columns of at least eight. */
  static void show(Block block, StringBuilder out) {
    String gap = "";
    for (long value : of(block)) {
      pad(out.append(gap), COLUMN, Long.toString(value));
      gap = " ";
    }
    out.append('\n');
  }

  /** The inflight file. */
  static void showInFlight(Block block, StringBuilder out) {
    DiskStats stats = block.disk().stats();
    pad(out, COLUMN, Integer.toString(block.isDisk() ? stats.inFlight(0) : 0));
    pad(out.append(' '), COLUMN, Integer.toString(block.isDisk() ? stats.inFlight(1) : 0));
    out.append('\n');
  }

  /** A line of /proc/diskstats. */
  static void showLine(Block block, StringBuilder out) {
    pad(out, 4, Integer.toString(block.dev().major()));
    pad(out.append(' '), 7, Integer.toString(block.dev().minor()));
    out.append(' ').append(block.name());
    for (long value : of(block)) {
      out.append(' ').append(value);
    }
    out.append('\n');
  }

  /** A line of /proc/partitions, in blocks of 1 KiB. */
  static void showPartition(Block block, StringBuilder out) {
    pad(out, 4, Integer.toString(block.dev().major()));
    pad(out.append("  "), 7, Integer.toString(block.dev().minor()));
    pad(out.append(' '), 10, Long.toString(block.sectors() / 2));
    out.append(' ').append(block.name()).append('\n');
  }

  private static void pad(StringBuilder out, int width, String value) {
    out.append(" ".repeat(Math.max(0, width - value.length()))).append(value);
  }
}
