package io.cglab.shell.fio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An option of a job: its form, and what of it is simulated.
 *
 * @param form how its value looks
 * @param min smallest number
 * @param max largest number
 * @param words the values of a {@link Form#WORD}
 * @param defaultNs of a {@link Form#TIME}: what a number without a unit counts
 */
record JobOption(String name, Form form, long min, long max, List<String> words, long defaultNs) {
  /** How a value looks. */
  enum Form {
    NUMBER,
    SIZE,
    /** A size, or a percentage. */
    PART,
    TIME,
    /** 0 or 1; on the command line the value may be left out where fio lets it. */
    FLAG,
    WORD,
    TEXT,
    /** Taken and without effect on simulated direct I/O. */
    IGNORED
  }

  private static final Map<String, JobOption> ALL = new LinkedHashMap<>();
  private static final Map<String, String> ALIASES = new LinkedHashMap<>();

  static {
    words("rw", RwMode.names());
    words("ioengine", Engine.names());
    words("fallocate", FileSetup.FALLOCATE);
    for (String name :
        List.of(
            "name",
            "description",
            "filename",
            "directory",
            "bs",
            "bssplit",
            "bsrange",
            "percentile_list",
            "cgroup",
            "rate",
            "rate_iops")) {
      add(name, Form.TEXT, 0, 0);
    }
    for (String name : List.of("size", "offset", "io_size", "offset_increment")) {
      add(name, Form.PART, 0, Long.MAX_VALUE);
    }
    for (String name : List.of("runtime", "ramp_time", "startdelay")) {
      time(name, Values.SECOND);
    }
    time("thinktime", Values.US);
    time("thinktime_spin", Values.US);
    add("thinktime_blocks", Form.NUMBER, 1, Integer.MAX_VALUE);
    add("iodepth", Form.NUMBER, 1, 65_536);
    add("iodepth_batch", Form.NUMBER, 1, 65_536);
    add("iodepth_batch_complete_min", Form.NUMBER, 0, 65_536);
    add("iodepth_batch_complete_max", Form.NUMBER, 0, 65_536);
    add("iodepth_low", Form.NUMBER, 0, 65_536);
    add("numjobs", Form.NUMBER, 0, 4_096);
    add("loops", Form.NUMBER, 0, Integer.MAX_VALUE);
    add("rwmixread", Form.NUMBER, 0, 100);
    add("rwmixwrite", Form.NUMBER, 0, 100);
    add("fsync", Form.NUMBER, 0, Integer.MAX_VALUE);
    add("fdatasync", Form.NUMBER, 0, Integer.MAX_VALUE);
    add("prio", Form.NUMBER, 0, 7);
    add("prioclass", Form.NUMBER, 0, 3);
    add("nice", Form.NUMBER, -20, 19);
    add("uid", Form.NUMBER, 0, Integer.MAX_VALUE);
    add("gid", Form.NUMBER, 0, Integer.MAX_VALUE);
    add("cgroup_weight", Form.NUMBER, 1, 10_000);
    add("randseed", Form.NUMBER, 0, Long.MAX_VALUE);
    add("bwavgtime", Form.NUMBER, 1, 3_600_000);
    add("iopsavgtime", Form.NUMBER, 1, 3_600_000);
    add("kb_base", Form.NUMBER, 1000, 1024);
    for (String name :
        List.of(
            "direct",
            "buffered",
            "time_based",
            "norandommap",
            "group_reporting",
            "new_group",
            "stonewall",
            "thread",
            "end_fsync",
            "overwrite",
            "randrepeat",
            "cgroup_nodelete",
            "clat_percentiles",
            "lat_percentiles")) {
      add(name, Form.FLAG, 0, 1);
    }
    for (String name :
        List.of(
            "invalidate",
            "unlink",
            "fsync_on_close",
            "create_on_open",
            "create_serialize",
            "allow_file_create",
            "allow_mounted_write",
            "refill_buffers",
            "scramble_buffers",
            "zero_buffers",
            "buffer_compress_percentage",
            "buffer_pattern",
            "mem",
            "iomem_align",
            "cpus_allowed",
            "cpumask",
            "hipri",
            "fixedbufs",
            "registerfiles",
            "sqthread_poll",
            "userspace_reap",
            "disk_util",
            "exitall",
            "random_generator",
            "softrandommap",
            "allrandrepeat",
            "fadvise_hint",
            "gtod_cpu",
            "clocksource",
            "do_verify")) {
      add(name, Form.IGNORED, 0, 0);
    }
    alias("readwrite", "rw");
    alias("blocksize", "bs");
    alias("io_limit", "io_size");
    alias("timeout", "runtime");
    alias("start_delay", "startdelay");
    alias("iodepth_batch_submit", "iodepth_batch");
    alias("iodepth_batch_complete", "iodepth_batch_complete_min");
    alias("wait_for_previous", "stonewall");
  }

  /** What fio has and a simulated disk has not, or not yet. */
  private static final List<String> ABSENT =
      List.of(
          "verify",
          "zonemode",
          "zonesize",
          "zonerange",
          "zoneskip",
          "zonecapacity",
          "write_bw_log",
          "write_lat_log",
          "write_iops_log",
          "write_hist_log",
          "log",
          "rate_min",
          "rate_iops_min",
          "rate_process",
          "latency",
          "read_iolog",
          "write_iolog",
          "replay",
          "random_distribution",
          "percentage_random",
          "nrfiles",
          "number_ios",
          "file_service_type",
          "rw_sequencer",
          "unified_rw_reporting",
          "steadystate",
          "filesize",
          "exec_prerun",
          "exec_postrun",
          "bs_unaligned",
          "blocksize_unaligned",
          "blockalign",
          "offset_align",
          "flow",
          "gtod_reduce",
          "disable_lat",
          "disable_clat",
          "disable_slat",
          "disable_bw_measurement",
          "slat_percentiles",
          "io_submit_mode",
          "rwmixcycle",
          "sync_file_range",
          "sync",
          "opendir",
          "filename_format",
          "ioscheduler",
          "wait_for");

  private static void add(String name, Form form, long min, long max) {
    ALL.put(name, new JobOption(name, form, min, max, List.of(), 0));
  }

  private static void words(String name, List<String> words) {
    ALL.put(name, new JobOption(name, Form.WORD, 0, 0, words, 0));
  }

  private static void time(String name, long defaultNs) {
    ALL.put(name, new JobOption(name, Form.TIME, 0, Long.MAX_VALUE, List.of(), defaultNs));
  }

  private static void alias(String alias, String name) {
    ALIASES.put(alias, name);
  }

  /** The option of this name or alias; null if there is none. */
  static @Nullable JobOption find(String name) {
    return ALL.get(ALIASES.getOrDefault(name, name));
  }

  /** True for an option of fio that is refused here. */
  static boolean isAbsent(String name) {
    return ABSENT.stream().anyMatch(known -> name.equals(known) || name.startsWith(known + "_"));
  }

  /** On its own it is set; what is written behind it is something else. */
  boolean takesNoValue() {
    return switch (name) {
      case "direct", "buffered", "randrepeat", "clat_percentiles", "lat_percentiles" -> false;
      case "refill_buffers",
          "zero_buffers",
          "exitall",
          "hipri",
          "fixedbufs",
          "registerfiles",
          "sqthread_poll",
          "userspace_reap" ->
          true;
      default -> form == Form.FLAG;
    };
  }

  /**
   * Checks a value.
   *
   * @throws FioException as fio refuses it
   */
  void check(String value, int kbBase) {
    String failed = "fio: failed parsing " + name + "=" + value;
    switch (form) {
      case NUMBER, FLAG -> range(value, number(value, failed), failed);
      case SIZE -> range(value, size(value, kbBase, failed), failed);
      case PART -> {
        String digits = value.endsWith("%") ? value.substring(0, value.length() - 1) : value;
        size(digits, kbBase, failed);
      }
      case TIME -> orFail(Values.time(value, defaultNs), failed);
      case WORD -> {
        if (!words.contains(value)) {
          throw new FioException(failed, listing());
        }
      }
      case TEXT, IGNORED -> {
        // checked where it is used, or not at all
      }
    }
  }

  private static long number(String value, String failed) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new FioException(failed);
    }
  }

  private static long size(String value, int kbBase, String failed) {
    return orFail(Values.size(value, kbBase), failed);
  }

  private static long orFail(OptionalLong value, String failed) {
    if (value.isEmpty()) {
      throw new FioException(failed);
    }
    return value.getAsLong();
  }

  private void range(String text, long value, String failed) {
    String whose = form == Form.FLAG ? "" : name + ": ";
    if (value > max) {
      throw new FioException(
          whose + "max value out of range: " + text + " (" + max + " max)\n" + failed);
    } else if (value < min) {
      throw new FioException(
          whose + "min value out of range: " + text + " (" + min + " min)\n" + failed);
    }
  }

  private String listing() {
    StringBuilder out = new StringBuilder();
    for (String word : name.equals("rw") ? RwMode.lines() : words) {
      String head = out.isEmpty() ? "        valid values: " : "                    : ";
      out.append(head).append(word).append('\n');
    }
    return out.append('\n').toString();
  }
}
