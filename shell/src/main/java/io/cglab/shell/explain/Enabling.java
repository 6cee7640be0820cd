package io.cglab.shell.explain;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which lines of cgroup.subtree_control are missing for a controller to be in a v2 cgroup. */
final class Enabling {
  private Enabling() {}

  /**
   * The commands that bring a controller into {@code cgroup}, from the top down, joined by {@code
   * &&}; null if it is there already or no such command would bring it.
   */
  static @Nullable String commands(Cgroup cgroup, Controller controller, Scene scene) {
    if (!cgroup.hierarchy().bound().contains(controller)) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    for (Cgroup at = cgroup.parent(); at != null; at = at.parent()) {
      if ((at.subtreeControl() & controller.bit()) == 0) {
        lines.add(
            "echo +" + controller.v2Name() + " > " + scene.file(at, "cgroup.subtree_control"));
      }
    }
    Collections.reverse(lines);
    return lines.isEmpty() ? null : String.join(" && ", lines);
  }

  /** Why a controller is not in a cgroup, and what brings it there. */
  static String sentence(Cgroup cgroup, Controller controller, Scene scene) {
    String name = String.valueOf(controller.v2Name());
    String commands = commands(cgroup, controller, scene);
    if (commands != null) {
      Cgroup blocked = blocked(cgroup, controller);
      return name
          + " is not enabled for the children of "
          + scene.directory(firstWithout(cgroup, controller))
          + ": "
          + commands
          + (blocked == null
              ? ""
              : " (first move the processes out of "
                  + scene.directory(blocked)
                  + ", a cgroup with processes enables nothing)");
    }
    Hierarchy elsewhere = scene.machine().hierarchies().of(controller);
    if (!elsewhere.isV2()) {
      return name
          + " is not on cgroup v2 of this machine: cgroup v1 has it, at "
          + scene.directory(elsewhere.root());
    }
    return name
        + (cgroup.isThreaded()
            ? " does not go into a threaded cgroup; cpu, cpuset and pids do"
            : " is no controller of this machine; see "
                + scene.file(cgroup.hierarchy().root(), "cgroup.controllers"));
  }

  private static Cgroup firstWithout(Cgroup cgroup, Controller controller) {
    Cgroup first = cgroup;
    for (Cgroup at = cgroup.parent(); at != null; at = at.parent()) {
      first = (at.subtreeControl() & controller.bit()) == 0 ? at : first;
    }
    return first;
  }

  /** The topmost cgroup below the root that would have to enable it and has processes; or null. */
  private static @Nullable Cgroup blocked(Cgroup cgroup, Controller controller) {
    Cgroup blocked = null;
    for (Cgroup at = cgroup.parent(); at != null; at = at.parent()) {
      boolean lacks = (at.subtreeControl() & controller.bit()) == 0;
      blocked = lacks && !at.isRoot() && !at.tasks().isEmpty() ? at : blocked;
    }
    return blocked;
  }
}
