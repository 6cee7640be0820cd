package io.cglab.shell.explain;

import io.cglab.cgroupfs.files.KnownFile;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of cgroup v1 under v2's names and the other way round. */
final class Versions {
  /** v1's limits and the keys of io.max. */
  private static final Map<String, String> LIMITS = new LinkedHashMap<>();

  static {
    LIMITS.put("blkio.throttle.read_bps_device", "rbps");
    LIMITS.put("blkio.throttle.write_bps_device", "wbps");
    LIMITS.put("blkio.throttle.read_iops_device", "riops");
    LIMITS.put("blkio.throttle.write_iops_device", "wiops");
  }

  private static final Map<String, String> TO_V2 =
      Map.ofEntries(
          Map.entry("tasks", "cgroup.threads"),
          Map.entry("notify_on_release", "cgroup.events"),
          Map.entry("release_agent", "cgroup.events"),
          Map.entry("blkio.weight", "io.bfq.weight"),
          Map.entry("blkio.weight_device", "io.bfq.weight"),
          Map.entry("blkio.bfq.weight", "io.bfq.weight"),
          Map.entry("blkio.bfq.weight_device", "io.bfq.weight"),
          Map.entry("blkio.prio.class", "io.prio.class"),
          Map.entry("cpu.shares", "cpu.weight"),
          Map.entry("cpu.cfs_quota_us", "cpu.max"),
          Map.entry("cpu.cfs_period_us", "cpu.max"),
          Map.entry("cpuacct.usage", "cpu.stat"),
          Map.entry("memory.limit_in_bytes", "memory.max"),
          Map.entry("memory.soft_limit_in_bytes", "memory.low"),
          Map.entry("memory.usage_in_bytes", "memory.current"),
          Map.entry("memory.max_usage_in_bytes", "memory.peak"),
          Map.entry("memory.memsw.limit_in_bytes", "memory.swap.max"),
          Map.entry("freezer.state", "cgroup.freeze"));

  private static final Map<String, String> TO_V1 =
      Map.ofEntries(
          Map.entry("io.stat", "blkio.throttle.io_service_bytes"),
          Map.entry("io.bfq.weight", "blkio.bfq.weight"),
          Map.entry("io.weight", "blkio.bfq.weight"),
          Map.entry("io.prio.class", "blkio.prio.class"),
          Map.entry("cgroup.threads", "tasks"),
          Map.entry("cgroup.freeze", "freezer.state"),
          Map.entry("cpu.weight", "cpu.shares"),
          Map.entry("cpu.max", "cpu.cfs_quota_us"),
          Map.entry("memory.max", "memory.limit_in_bytes"),
          Map.entry("memory.current", "memory.usage_in_bytes"));

  private static final int LIGHTEST_V1 = 10;
  private static final int HEAVIEST_V1 = 1000;

  private Versions() {}

  /** The v2 file that does what a v1 file does; null if none does. */
  static @Nullable String v2Name(String v1) {
    if (LIMITS.containsKey(v1)) {
      return "io.max";
    }
    if (v1.startsWith("blkio.throttle.io_") || v1.startsWith("blkio.io_service")) {
      return "io.stat";
    }
    return TO_V2.get(v1);
  }

  /** A file of the other version than the cgroup's was asked for. */
  static String hint(Refusal refusal, Scene scene, Cgroup cgroup) {
    return cgroup.hierarchy().isV2() ? onV2(refusal, scene, cgroup) : onV1(refusal, scene, cgroup);
  }

  private static String onV2(Refusal refusal, Scene scene, Cgroup cgroup) {
    String file = refusal.file();
    String v2 = v2Name(file);
    String intended = refusal.intended() == null ? "" : refusal.intended().strip();
    String begin = file + " is a file of cgroup v1, and " + scene.directory(cgroup) + " is v2";
    if (v2 == null) {
      return begin + ", where nothing does the same";
    }
    KnownFile known = KnownFile.named(v2, true, scene.machine().config().features());
    Controller owner = known == null ? null : known.owner();
    if (owner != null && !cgroup.hierarchy().bound().contains(owner)) {
      return begin
          + "; on this machine "
          + owner.v1Name()
          + " is at "
          + scene.directory(scene.machine().hierarchies().of(owner).root());
    }
    if (cgroup.isRoot() && known != null && !known.inRoot()) {
      return begin + "; there it is " + v2 + ", in every cgroup but the root";
    }
    String enable = owner == null ? null : Enabling.commands(cgroup, owner, scene);
    String what = scene.file(cgroup, v2);
    String key = LIMITS.get(file);
    String does =
        key == null ? "there it is " + what : "there: " + limit(scene, intended, key, what);
    if (file.contains("weight")) {
      does = weight(scene, cgroup, intended);
    }
    return begin + "; " + does + (enable == null ? "" : " (first: " + enable + ")");
  }

  private static String weight(Scene scene, Cgroup cgroup, String intended) {
    String bfq = scene.file(cgroup, "io.bfq.weight");
    String cost = scene.file(cgroup, "io.weight");
    long weight = Numbers.plain(intended);
    if (weight < LIGHTEST_V1 || weight > HEAVIEST_V1) {
      return "there it is "
          + bfq
          + ", which needs BFQ and takes 1 to 1000, or "
          + cost
          + ", which needs iocost and takes 1 to 10000";
    }
    return "with BFQ: echo "
        + weight
        + " > "
        + bfq
        + "; with iocost, whose scale is another: echo "
        + (1 + (weight - LIGHTEST_V1) * 9999 / 990)
        + " > "
        + cost;
  }

  private static String limit(Scene scene, String intended, String key, String file) {
    String[] words = intended.split("\\s+", -1);
    if (words.length == 2 && Numbers.dev(words[0]) != null && Numbers.plain(words[1]) >= 0) {
      String value = Numbers.plain(words[1]) == 0 ? "max" : words[1]; // 0 lifts a limit of v1
      return "echo \"" + words[0] + " " + key + "=" + value + "\" > " + file;
    }
    String unit = key.endsWith("bps") ? "BYTES" : "IOS";
    var disk = scene.anyDisk();
    return "echo \""
        + (disk == null ? "MAJ:MIN" : disk.dev())
        + " "
        + key
        + "="
        + unit
        + "\" > "
        + file;
  }

  /** The commands on v1 that do what a line of io.max does; empty if it is not understood. */
  private static String lines(@Nullable String intended, Scene scene, Cgroup where) {
    String[] words = intended == null ? new String[0] : intended.strip().split("\\s+", -1);
    List<String> commands = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      for (Map.Entry<String, String> limit : LIMITS.entrySet()) {
        if (words[i].startsWith(limit.getValue() + "=")) {
          String value = words[i].substring(limit.getValue().length() + 1);
          commands.add(
              "echo \""
                  + words[0]
                  + " "
                  + (value.equals("max") ? "0" : value)
                  + "\" > "
                  + scene.file(where, limit.getKey()));
        }
      }
    }
    return String.join(" && ", commands);
  }

  private static String onV1(Refusal refusal, Scene scene, Cgroup cgroup) {
    String file = refusal.file();
    String begin = file + " is a file of cgroup v2, and " + scene.directory(cgroup) + " is v1";
    Cgroup where = cgroup;
    if (file.startsWith("io.")) {
      Hierarchy io = scene.machine().hierarchies().of(Controller.IO);
      where = io.equals(cgroup.hierarchy()) ? cgroup : io.root();
    }
    if (file.equals("io.max")) {
      String lines = lines(refusal.intended(), scene, where);
      if (!lines.isEmpty()) {
        return begin + "; there: " + lines;
      }
      List<String> files = new ArrayList<>();
      LIMITS.forEach((name, key) -> files.add(key + " is " + name));
      return begin
          + "; there "
          + String.join(", ", files)
          + ", in "
          + scene.directory(where)
          + ", each with lines MAJ:MIN NUMBER";
    }
    if (file.equals("cgroup.subtree_control") || file.equals("cgroup.controllers")) {
      return begin + ", where the controllers of a hierarchy are in all its cgroups, always";
    }
    String v1 = TO_V1.get(file);
    return v1 == null
        ? begin + ", where nothing does the same"
        : begin + "; there it is " + scene.file(where, v1);
  }
}
