package io.cglab.cgroupfs.host;

import io.cglab.core.Machine;
import io.cglab.core.writeback.PageCache;

/** /proc/meminfo and /proc/vmstat: the lines of which something is known here. */
final class MemoryText {
  private static final int KIB_PER_PAGE = 4;

  private MemoryText() {}

  static void showMeminfo(Machine machine, StringBuilder out) {
    PageCache cache = machine.pageCache();
    kib(out, "MemTotal", cache.memoryPages());
    kib(out, "MemFree", cache.freePages());
    kib(out, "MemAvailable", cache.freePages() + cache.filePages() - cache.dirtyPages());
    kib(out, "Buffers", 0);
    kib(out, "Cached", cache.filePages());
    kib(out, "SwapCached", 0);
    kib(out, "Active", 0);
    kib(out, "Inactive", cache.filePages());
    kib(out, "SwapTotal", 0);
    kib(out, "SwapFree", 0);
    kib(out, "Dirty", cache.dirtyPages());
    kib(out, "Writeback", cache.writebackPages());
  }

  private static void kib(StringBuilder out, String key, long pages) {
    out.append(String.format("%-16s%8d kB\n", key + ":", pages * KIB_PER_PAGE));
  }

  static void showVmstat(Machine machine, StringBuilder out) {
    PageCache cache = machine.pageCache();
    line(out, "nr_free_pages", cache.freePages());
    line(out, "nr_inactive_file", cache.filePages());
    line(out, "nr_active_file", 0);
    line(out, "nr_file_pages", cache.filePages());
    line(out, "nr_dirty", cache.dirtyPages());
    line(out, "nr_writeback", cache.writebackPages());
    line(out, "nr_dirtied", cache.dirtied());
    line(out, "nr_written", cache.written());
    line(out, "nr_dirty_threshold", cache.dirtyThreshold());
    line(out, "nr_dirty_background_threshold", cache.backgroundThreshold());
  }

  private static void line(StringBuilder out, String key, long value) {
    out.append(key).append(' ').append(value).append('\n');
  }
}
