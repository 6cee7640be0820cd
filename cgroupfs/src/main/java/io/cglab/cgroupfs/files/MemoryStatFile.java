package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.MemoryFiles.PAGE_SHIFT;

import com.google.common.collect.ImmutableList;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.resource.MemoryController;
import io.cglab.core.resource.MemoryItem;
import java.util.List;

/** memory.stat and memory.numa_stat of both versions: the pages that are charged, else zeros. */
final class MemoryStatFile {
  /** v2's keys of bytes; those behind a {@code +} are of single nodes too. */
  private static final List<String> BYTES =
      keys(
          "+anon +file kernel +kernel_stack +pagetables +sec_pagetables percpu sock vmalloc +shmem"
              + " zswap zswapped +file_mapped +file_dirty +file_writeback +swapcached +anon_thp"
              + " +file_thp +shmem_thp +inactive_anon +active_anon +inactive_file +active_file"
              + " +unevictable +slab_reclaimable +slab_unreclaimable slab");

  private static final List<String> WORKING_SET =
      keys(
          "workingset_refault_anon workingset_refault_file workingset_activate_anon"
              + " workingset_activate_file workingset_restore_anon workingset_restore_file"
              + " workingset_nodereclaim");

  private static final List<String> EVENTS =
      keys(
          "pgdemote_kswapd pgdemote_direct pgdemote_khugepaged pgscan pgsteal pgscan_kswapd"
              + " pgscan_direct pgscan_khugepaged pgsteal_kswapd pgsteal_direct pgsteal_khugepaged"
              + " pgfault pgmajfault pgrefill pgactivate pgdeactivate pglazyfree pglazyfreed"
              + " swpin_zero swpout_zero zswpin zswpout zswpwb thp_fault_alloc thp_collapse_alloc"
              + " thp_swpout thp_swpout_fallback numa_pages_migrated numa_pte_updates"
              + " numa_hint_faults");

  private static final List<String> V1 =
      keys(
          "cache rss rss_huge shmem mapped_file dirty writeback workingset_refault_anon"
              + " workingset_refault_file swap swapcached pgpgin pgpgout pgfault pgmajfault"
              + " inactive_anon active_anon inactive_file active_file unevictable");

  private MemoryStatFile() {}

  private static List<String> keys(String text) {
    return ImmutableList.copyOf(text.split(" "));
  }

  static void show(FileContext context, StringBuilder out) {
    context.machine().pageCache().collect(context.cgroup());
    for (String key : BYTES) {
      String name = key.replace("+", "");
      CoreFiles.line(out, name, bytes(context, name));
    }
    WORKING_SET.forEach(key -> CoreFiles.line(out, key, 0));
    EVENTS.forEach(key -> CoreFiles.line(out, key, 0));
  }

  static void showByNode(FileContext context, StringBuilder out) {
    for (String key : BYTES) {
      if (key.startsWith("+")) {
        String name = key.substring(1);
        out.append(name).append(" N0=").append(bytes(context, name)).append('\n');
      }
    }
    WORKING_SET.forEach(key -> out.append(key).append(" N0=0\n"));
  }

  /** What is charged under a key of either version; pages count as inactive. */
  private static long bytes(FileContext context, String key) {
    return switch (key) {
      case "anon", "rss", "inactive_anon" -> bytes(context, MemoryItem.ANON);
      case "file", "cache", "inactive_file" -> bytes(context, MemoryItem.FILE);
      case "kernel", "slab_reclaimable", "slab" -> bytes(context, MemoryItem.KERNEL);
      case "file_dirty", "dirty" -> bytes(context, MemoryItem.FILE_DIRTY);
      case "file_writeback", "writeback" -> bytes(context, MemoryItem.FILE_WRITEBACK);
      default -> 0;
    };
  }

  private static long bytes(FileContext context, MemoryItem item) {
    return MemoryFiles.controller(context).pages(context.cgroup(), item) << PAGE_SHIFT;
  }

  /** v1: the cgroup's own, the limits, and all below with it. */
  static void showV1(FileContext context, StringBuilder out) {
    for (String key : V1) {
      CoreFiles.line(out, key, bytes(context, key) - bytesBelow(context, key));
    }
    V1MemoryFiles.showHierarchicalLimits(context, out);
    for (String key : V1) {
      CoreFiles.line(out, "total_" + key, bytes(context, key));
    }
  }

  private static long bytesBelow(FileContext context, String key) {
    long bytes = 0;
    for (Cgroup child : context.cgroup().children()) {
      bytes +=
          bytes(
              new FileContext(context.tree(), child, context.opener(), context.descriptor()), key);
    }
    return bytes;
  }

  /** v1: pages, of one node. */
  static void showV1ByNode(FileContext context, StringBuilder out) {
    MemoryController memory = MemoryFiles.controller(context);
    Cgroup cgroup = context.cgroup();
    long file = memory.pages(cgroup, MemoryItem.FILE);
    long anon = memory.pages(cgroup, MemoryItem.ANON);
    long fileBelow = 0;
    long anonBelow = 0;
    for (Cgroup child : cgroup.children()) {
      fileBelow += memory.pages(child, MemoryItem.FILE);
      anonBelow += memory.pages(child, MemoryItem.ANON);
    }
    showNode(out, "", file - fileBelow, anon - anonBelow);
    showNode(out, "hierarchical_", file, anon);
  }

  private static void showNode(StringBuilder out, String prefix, long file, long anon) {
    showNodeLine(out, prefix + "total", file + anon);
    showNodeLine(out, prefix + "file", file);
    showNodeLine(out, prefix + "anon", anon);
    showNodeLine(out, prefix + "unevictable", 0);
  }

  private static void showNodeLine(StringBuilder out, String key, long pages) {
    out.append(key).append('=').append(pages).append(" N0=").append(pages).append('\n');
  }
}
