package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import io.cglab.shell.compare.Scenario.Event;
import io.cglab.shell.compare.Scenario.FileWrite;
import io.cglab.shell.compare.Scenario.Group;
import io.cglab.shell.compare.Scenario.Job;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs obey which limits, from the writes of a scenario alone: a limit holds for the I/O of
 * its cgroup and of all below it, on its device and in its direction. A limit that is set or lifted
 * during the run counts, since it held for a time.
 */
final class CommonLimits {
  private static final String IO_MAX = "io.max";

  /** One limit: {@code dev} is an index into the scenario's devices. */
  private record Limit(String cgroup, int dev, boolean write) {}

  private final Set<Limit> limits = new HashSet<>();

  CommonLimits(Scenario scenario) {
    for (Group group : scenario.groups()) {
      group.writes().forEach(write -> add(group.path(), write, scenario.devices().size()));
    }
    for (Event event : scenario.events()) {
      add(event.cgroup(), event.write(), scenario.devices().size());
    }
  }

  private void add(String cgroup, FileWrite write, int devices) {
    if (!write.file().equals(IO_MAX)) {
      return;
    }
    List<String> words = List.of(write.data().strip().split("\\s+"));
    for (int dev = 0; dev < devices; dev++) {
      if (!words.get(0).equals("$DEV" + dev)) {
        continue;
      }
      for (String word : words) {
        if (word.matches("[rw](b|io)ps=[0-9]+")) {
          limits.add(new Limit(cgroup, dev, word.startsWith("w")));
        }
      }
    }
  }

  /** True if some limit holds for the job's I/O. */
  boolean isLimited(Job job) {
    return topmostLimited(job) != null;
  }

  /** The cgroup nearest the root whose limit holds for the job, or null. */
  private @Nullable String topmostLimited(Job job) {
    return prefixes(job.cgroup()).stream()
        .filter(cgroup -> limits.contains(new Limit(cgroup, job.dev(), job.write())))
        .findFirst()
        .orElse(null);
  }

  /** {@code a/b/c} gives {@code a}, {@code a/b}, {@code a/b/c}. */
  private static List<String> prefixes(String path) {
    List<String> prefixes = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      prefixes.add(path.substring(0, slash));
    }
    prefixes.add(path);
    return prefixes;
  }

  /**
   * Puts together the processes that share a limit; a process that shares none is alone. Each is in
   * exactly one pool; pools are in the order of their first process.
   */
  List<List<Proc>> pools(List<Proc> processes) {
    Map<Object, List<Proc>> pools = new LinkedHashMap<>();
    for (Proc process : processes) {
      Job job = process.job();
      String top = topmostLimited(job);
      Object key = top == null ? process.index() : new Limit(top, job.dev(), job.write());
      pools.computeIfAbsent(key, k -> new ArrayList<>()).add(process);
    }
    return List.copyOf(pools.values());
  }

  /** True if the process shares a limit with another one. */
  boolean isShared(Proc process, List<Proc> processes) {
    return pools(processes).stream().anyMatch(pool -> pool.size() > 1 && pool.contains(process));
  }
}
