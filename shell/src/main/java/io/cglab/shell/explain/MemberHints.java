package io.cglab.shell.explain;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Processes that are moved, and the kinds of cgroups that take them. */
final class MemberHints {
  private MemberHints() {}

  static @Nullable String ofMove(Refusal refusal, Scene scene) {
    Cgroup cgroup = scene.cgroup(refusal.directory());
    if (cgroup == null || refusal.errno() == null) {
      return null;
    }
    String text = refusal.text();
    return switch (refusal.errno()) {
      case ESRCH ->
          "no process has the number "
              + text
              + " now, it may have ended; ps -e lists all, and $! is the last that was started"
              + " with &";
      case EINVAL -> ofInvalid(refusal, scene, text);
      case EBUSY ->
          String.format(
              Locale.ROOT,
              "%s enables %s for its children, and such a cgroup holds no processes itself (no"
                  + " internal processes): %s",
              scene.file(cgroup, "cgroup.subtree_control"),
              enabled(cgroup),
              intoChild(scene, cgroup, text));
      case EOPNOTSUPP -> ofType(refusal, scene);
      case EACCES -> ofDelegation(scene, cgroup, text);
      default -> null;
    };
  }

  private static String enabled(Cgroup cgroup) {
    List<String> names = new ArrayList<>();
    for (Controller controller : Controller.values()) {
      if ((cgroup.subtreeControl() & controller.bit()) != 0) {
        names.add(String.valueOf(controller.v2Name()));
      }
    }
    return String.join(", ", names);
  }

  private static String intoChild(Scene scene, Cgroup cgroup, String pid) {
    for (Cgroup child : cgroup.children()) {
      if (child.subtreeControl() == 0) {
        return "echo " + pid + " > " + scene.file(child, "cgroup.procs");
      }
    }
    String leaf = scene.file(cgroup, "leaf");
    return "mkdir " + leaf + " && echo " + pid + " > " + leaf + "/cgroup.procs";
  }

  private static String ofInvalid(Refusal refusal, Scene scene, String text) {
    if (text.matches("\\d+(\\s+\\d+)+")) {
      return "one write moves one process: for p in "
          + text.replaceAll("\\s+", " ")
          + "; do echo $p > "
          + refusal.path()
          + "; done";
    }
    Task task = Numbers.plain(text) > 0 ? scene.machine().tasks().find(toInt(text)) : null;
    if (task != null) {
      return task.process().name()
          + " is a kernel thread, and those of its kind stay in the root cgroup";
    }
    return "\"" + text + "\" is no process number; $$ is the shell's own, 0 stands for who writes";
  }

  private static int toInt(String text) {
    return (int) Math.min(Integer.MAX_VALUE, Numbers.plain(text));
  }

  private static @Nullable String ofDelegation(Scene scene, Cgroup cgroup, String text) {
    Task task = Numbers.plain(text) > 0 ? scene.machine().tasks().find(toInt(text)) : null;
    if (task == null) {
      return null;
    }
    Cgroup from = task.cgroup(cgroup.hierarchy());
    return "to move a process one must be allowed to write cgroup.procs here and in the nearest"
        + " common ancestor of "
        + scene.directory(from)
        + " and "
        + scene.directory(cgroup)
        + ", and "
        + scene.file(cgroup.commonAncestor(from), "cgroup.procs")
        + " is another user's; root moves the process in first, afterwards it moves within";
  }

  /** cgroup.type does not fit: a write to it, or a move. */
  static @Nullable String ofType(Refusal refusal, Scene scene) {
    Cgroup cgroup = scene.cgroup(refusal.directory());
    if (cgroup == null || refusal.errno() == null) {
      return null;
    }
    String type = scene.file(cgroup, "cgroup.type");
    boolean writesType = refusal.file().equals("cgroup.type");
    if (writesType && !refusal.text().equals("threaded")) {
      return "cgroup.type takes only the word threaded, and there is no way back: for a domain,"
          + " make a new cgroup";
    }
    Cgroup parent = cgroup.parent();
    if (!writesType && !cgroup.isValidDomain() && !cgroup.isThreaded()) {
      return type
          + " is \"domain invalid\", for the parent"
          + (parent == null ? "" : " " + scene.directory(parent))
          + " is a threaded domain; to use the cgroup make it threaded too: echo threaded > "
          + type;
    }
    if (!writesType) {
      return "a thread moves only within its threaded domain, "
          + scene.directory(cgroup.domain())
          + " here; a whole process moves with "
          + scene.file(cgroup, "cgroup.procs");
    }
    if (parent == null) {
      return null;
    }
    if (cgroup.isPopulated()) {
      return "only an empty cgroup becomes threaded, and here are processes: "
          + (cgroup.tasks().isEmpty() ? "below it" : Scene.processes(cgroup.tasks()));
    }
    if ((cgroup.subtreeControl() & ~threadedMask()) != 0) {
      return "its children have domain controllers, which threads cannot have: echo -"
          + enabled(cgroup).replace(", ", " -")
          + " > "
          + scene.file(cgroup, "cgroup.subtree_control");
    }
    Cgroup domain = parent.domain();
    return scene.directory(domain)
        + " cannot be the root of a threaded subtree: it must be a domain and give its children"
        + " only cpu, cpuset and pids, unless it has no processes; there are "
        + (enabled(domain).isEmpty() ? "none" : enabled(domain))
        + " in its cgroup.subtree_control";
  }

  private static int threadedMask() {
    return Controller.CPU.bit() | Controller.CPUSET.bit() | Controller.PIDS.bit();
  }
}
