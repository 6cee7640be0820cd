package io.cglab.shell.explain;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.shell.observe.TimeSpent;
import io.cglab.shell.observe.Waiting;
import java.util.List;

/** {@code explain PID}: what a process waits for, and where its time went. */
public final class TaskExplanation {
  private TaskExplanation() {}

  /** The explanation of a process and its threads. */
  public static String of(Task leader, Sight sight) {
    List<Task> threads = leader.process().threads();
    Scene scene = sight.scene();
    StringBuilder out = new StringBuilder();
    out.append("pid ").append(leader.pid());
    out.append(" (").append(leader.process().name()).append(") of ");
    out.append(scene.directory(sight.cgroup(leader)));
    List<Waiting> own =
        sight.waits().waiting().stream().filter(each -> threads.contains(each.task())).toList();
    out.append(' ').append(state(leader, own, sight)).append('\n');
    if (own.size() > 1) {
      out.append("its ").append(own.size()).append(" outstanding I/Os, by what they wait for:\n");
      sight.appendWaiting(out, own);
    }
    TimeSpent spent = sight.waits().spent(threads);
    if (!spent.parts().isEmpty()) {
      out.append("where its time went in the ").append(Numbers.duration(spent.sinceNs()));
      out.append(" since its first I/O (").append(spent.ios()).append(" I/Os):\n");
      sight.appendSpent(out, spent);
    }
    return out.toString();
  }

  private static String state(Task leader, List<Waiting> own, Sight sight) {
    if (leader.process().isZombie() || leader.isDead()) {
      return "has ended; its parent has not taken note of it yet.";
    }
    String frozen = leader.isFrozen() ? frozen(leader, sight) : "";
    if (!own.isEmpty()) {
      Waiting oldest = Sight.first(own);
      String name = sight.disk(oldest).name();
      return frozen
          + (frozen.isEmpty() ? "waits" : " Its I/O goes on meanwhile. It waits")
          + " for a "
          + Sight.what(oldest)
          + " on "
          + name
          + ", "
          + Numbers.duration(sight.machine().nowNs() - oldest.submittedNs())
          + " so far: "
          + sight.why(oldest)
          + ".";
    }
    if (!frozen.isEmpty()) {
      return frozen;
    }
    return switch (leader.activity()) {
      case RUNNING -> "is on the CPU or about to be; it waits for nothing.";
      case STALLED ->
          "is delayed on its way out of a system call: its cgroup owes for I/O that did not wait"
              + " (io.latency or iocost debt).";
      case SLEEPING ->
          sight.waits().knows(leader)
              ? "sleeps or thinks; none of its I/O is outstanding."
              : "sleeps; it has done no I/O.";
    };
  }

  private static String frozen(Task leader, Sight sight) {
    for (Hierarchy hierarchy : sight.machine().hierarchies().all()) {
      for (Cgroup at = leader.cgroup(hierarchy); at != null; at = at.parent()) {
        if (at.freeze()) {
          String file = hierarchy.isV2() ? "cgroup.freeze" : "freezer.state";
          return "is frozen: echo "
              + (hierarchy.isV2() ? "0" : "THAWED")
              + " > "
              + sight.scene().file(at, file)
              + " lets it go on.";
        }
      }
    }
    return "is frozen.";
  }
}
