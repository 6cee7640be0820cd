package io.cglab.cgroupfs.host;

import io.cglab.core.Feature;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.IoAccount;
import io.cglab.core.cgroup.Process;
import io.cglab.core.cgroup.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What /proc/PID tells of a task. */
final class TaskFiles {
  private static final int LONGEST_COMM = 15;

  /** Fields of stat behind the process group that are 0 here. */
  private static final int ZERO_FIELDS = 44;

  private TaskFiles() {}

  /** /proc/PID/cgroup (control-files.md 1.4): the newest hierarchy first, v2 last. */
  static void showCgroups(
      Hierarchies hierarchies, Task task, Set<Feature> features, StringBuilder out) {
    List<Hierarchy> all = new ArrayList<>(hierarchies.all());
    Collections.reverse(all);
    for (Hierarchy hierarchy : all) {
      Cgroup cgroup = task.cgroup(hierarchy);
      if (!hierarchy.isV2()) {
        out.append(hierarchy.id()).append(':').append(v1Names(hierarchy, features)).append(':');
        out.append(task.isDead() ? "/" : cgroup.path()).append('\n');
      } else if (hierarchies.wasV2Mounted()) {
        out.append("0::").append(cgroup.path());
        out.append(cgroup.isRemoved() ? " (deleted)\n" : "\n");
      }
    }
  }

  private static String v1Names(Hierarchy hierarchy, Set<Feature> features) {
    List<String> names = new ArrayList<>();
    for (Controller controller : hierarchy.bound()) {
      names.add(String.valueOf(ControllerNames.shown(controller, features)));
    }
    if (!hierarchy.label().isEmpty()) {
      names.add("name=" + hierarchy.label());
    }
    return String.join(",", names);
  }

  static String comm(Task task) {
    String name = task.process().name();
    return name.length() > LONGEST_COMM ? name.substring(0, LONGEST_COMM) : name;
  }

  static void showIo(IoAccount io, StringBuilder out) {
    out.append("rchar: ").append(io.readChars());
    out.append("\nwchar: ").append(io.wroteChars());
    out.append("\nsyscr: ").append(io.readCalls());
    out.append("\nsyscw: ").append(io.writeCalls());
    out.append("\nread_bytes: ").append(io.readBytes());
    out.append("\nwrite_bytes: ").append(io.wroteBytes());
    out.append("\ncancelled_write_bytes: 0\n");
  }

  private static char state(Task task) {
    if (task.isDead()) {
      return 'Z';
    }
    return task.isUninterruptible() ? 'D' : 'S';
  }

  /** One line of 52 fields; what is not simulated is 0. */
  static void showStat(Task task, StringBuilder out) {
    Process process = task.process();
    out.append(task.tid()).append(" (").append(comm(task)).append(") ").append(state(task));
    out.append(' ').append(process.parentPid());
    out.append(' ').append(process.pid()).append(' ').append(process.pid()); // group, session
    out.append(" 0 -1").append(" 0".repeat(ZERO_FIELDS)).append('\n'); // no terminal
  }

  static void showStatus(Task task, StringBuilder out) {
    Process process = task.process();
    String state =
        switch (state(task)) {
          case 'Z' -> "Z (zombie)";
          case 'D' -> "D (disk sleep)";
          default -> "S (sleeping)";
        };
    out.append("Name:\t").append(comm(task)).append("\nState:\t").append(state);
    out.append("\nTgid:\t").append(process.pid()).append("\nNgid:\t0");
    out.append("\nPid:\t").append(task.tid()).append("\nPPid:\t").append(process.parentPid());
    out.append("\nTracerPid:\t0");
    out.append("\nUid:").append(("\t" + process.uid()).repeat(4));
    out.append("\nGid:").append(("\t" + process.gid()).repeat(4));
    long living = process.threads().stream().filter(thread -> !thread.isDead()).count();
    out.append("\nThreads:\t").append(Math.max(1, living)).append('\n');
  }
}
