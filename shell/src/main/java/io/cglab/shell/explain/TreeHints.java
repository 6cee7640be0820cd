package io.cglab.shell.explain;

import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree: controllers from the top down, making and removing of cgroups, mounts. */
final class TreeHints {
  private TreeHints() {}

  static @Nullable String ofSubtreeControl(Refusal refusal, Scene scene) {
    Cgroup cgroup = scene.cgroup(refusal.directory());
    if (cgroup == null || refusal.errno() == null) {
      return null;
    }
    return switch (refusal.errno()) {
      case EINVAL -> ofWord(refusal, scene, cgroup);
      case ENOENT -> {
        Controller missing = missing(refusal.text(), cgroup);
        yield missing == null ? null : Enabling.sentence(cgroup, missing, scene);
      }
      case EBUSY -> ofBusy(refusal, scene, cgroup);
      case EOPNOTSUPP ->
          cgroup.isValidDomain() || cgroup.isThreaded()
              ? "a threaded subtree gives its children only cpu, cpuset and pids"
              : scene.file(cgroup, "cgroup.type")
                  + " is \"domain invalid\": echo threaded > "
                  + scene.file(cgroup, "cgroup.type")
                  + ", then cpu, cpuset and pids can be enabled";
      default -> null;
    };
  }

  private static @Nullable Controller missing(String text, Cgroup cgroup) {
    for (String word : text.split("\\s+")) {
      Controller controller = word.startsWith("+") ? Controller.onV2(word.substring(1)) : null;
      if (controller != null && !cgroup.offers(controller)) {
        return controller;
      }
    }
    return null;
  }

  private static @Nullable String ofWord(Refusal refusal, Scene scene, Cgroup cgroup) {
    List<String> there = new ArrayList<>();
    for (Controller controller : Controller.values()) {
      if (controller.isOnV2() && cgroup.hierarchy().root().offers(controller)) {
        there.add(String.valueOf(controller.v2Name()));
      }
    }
    for (String word : refusal.text().split("[\\s,]+")) {
      String name = word.replaceFirst("^[+-]", "");
      if (name.equals("blkio")) {
        return "blkio is v1's name of io: echo +io > " + refusal.path();
      }
      if (!there.contains(name)) {
        String near = Nearest.to(name, there);
        return "\""
            + name
            + "\" is no controller here"
            + (near == null
                ? "; there are " + String.join(", ", there)
                : "; did you mean " + near + "? echo +" + near + " > " + refusal.path());
      }
    }
    for (String word : refusal.text().split("[\\s,]+")) {
      if (!word.startsWith("+") && !word.startsWith("-")) {
        return "a name has + before it to enable and - to disable: echo +"
            + word
            + " > "
            + refusal.path();
      }
    }
    return "names are separated by blanks, each with + or -: echo \""
        + refusal.text().replaceAll("[\\s,]+", " ")
        + "\" > "
        + refusal.path();
  }

  private static @Nullable String ofBusy(Refusal refusal, Scene scene, Cgroup cgroup) {
    for (String word : refusal.text().split("\\s+")) {
      Controller off = word.startsWith("-") ? Controller.onV2(word.substring(1)) : null;
      for (Cgroup child : cgroup.children()) {
        if (off != null && (child.subtreeControl() & off.bit()) != 0) {
          return "the child "
              + scene.directory(child)
              + " still has it enabled, and disabling goes from the bottom up: echo -"
              + off.v2Name()
              + " > "
              + scene.file(child, "cgroup.subtree_control");
        }
      }
    }
    String procs = scene.file(cgroup, "cgroup.procs");
    String leaf = scene.file(cgroup, "leaf");
    return "a cgroup that enables controllers holds no processes itself (no internal processes),"
        + " and this one has "
        + Scene.processes(Tasks.processes(cgroup))
        + ": mkdir "
        + leaf
        + "; for p in $(cat "
        + procs
        + "); do echo $p > "
        + leaf
        + "/cgroup.procs; done; then again";
  }

  static @Nullable String ofRemoval(Refusal refusal, Scene scene) {
    Cgroup cgroup = scene.cgroup(refusal.path());
    Cgroup parent = scene.cgroup(refusal.directory());
    String command = refusal.command();
    if (command.equals("mv") && parent != null) {
      return refusal.errno() == Errno.EPERM && parent.hierarchy().isV2()
          ? "cgroups of v2 are not renamed: mkdir a new one and move the processes"
          : null;
    }
    if (cgroup == null && parent != null) {
      return refusal.errno() == Errno.EBUSY
          ? null
          : "control files are not removed one by one, they go with their cgroup: rmdir "
              + scene.directory(parent);
    }
    if (cgroup == null || command.equals("mount") || command.equals("umount")) {
      return null;
    }
    if (refusal.errno() == Errno.EPERM) {
      return "a cgroup is removed with rmdir: rmdir " + refusal.path();
    }
    if (cgroup.isRoot()) {
      return "it is the root of a hierarchy, which stays as long as it is mounted";
    }
    if (!cgroup.children().isEmpty()) {
      return "it has the child cgroups "
          + Scene.names(cgroup.children())
          + ", and only a leaf is removed: find "
          + refusal.path()
          + " -depth -type d -exec rmdir {} \\; takes all, from the bottom up";
    }
    String procs = parent == null ? "" : scene.file(parent, "cgroup.procs");
    boolean up = parent != null && (parent.isRoot() || parent.subtreeControl() == 0);
    return "it holds the processes "
        + Scene.processes(Tasks.processes(cgroup))
        + ": kill them, or move them: for p in $(cat "
        + scene.file(cgroup, "cgroup.procs")
        + "); do echo $p > "
        + (up ? procs : scene.file(cgroup.hierarchy().root(), "cgroup.procs"))
        + "; done";
  }

  static @Nullable String ofMaking(Refusal refusal, Scene scene) {
    Cgroup parent = scene.cgroup(refusal.directory());
    if (parent == null || !refusal.command().equals("mkdir")) {
      return null;
    }
    if (refusal.errno() == Errno.EEXIST) {
      return scene.cgroup(refusal.path()) == null
          ? "the kernel's control files have their names first; choose one without a dot"
          : "the cgroup is there already, with its settings; mkdir -p says nothing then";
    }
    int distance = 0;
    for (Cgroup at = parent; at != null; at = at.parent(), distance++) {
      String file =
          at.descendants() >= at.maxDescendants()
              ? "cgroup.max.descendants"
              : distance >= at.maxDepth() ? "cgroup.max.depth" : null;
      if (file != null) {
        int limit = file.endsWith("depth") ? at.maxDepth() : at.maxDescendants();
        String path = scene.file(at, file);
        return path + " is " + limit + ", and this would be one more: echo max > " + path;
      }
    }
    return null;
  }

  static @Nullable String ofMount(Refusal refusal, Scene scene) {
    Path on = refusal.path();
    Errno errno = refusal.errno();
    if (on == null || errno == null || !refusal.command().equals("mount")) {
      return null;
    }
    return switch (errno) {
      case ENOENT -> "a mount point must exist: mkdir -p " + on;
      case ENODEV ->
          "types here are cgroup2 (v2), cgroup (v1, controllers with -o), tmpfs, proc, sysfs and"
              + " devtmpfs";
      case EBUSY -> {
        Hierarchy v2 = scene.machine().hierarchies().v2();
        yield refusal.given() == null || v2.root().subtreeControl() == 0
            ? null
            : "a controller is on one hierarchy at a time, and cgroup v2 at "
                + scene.directory(v2.root())
                + " uses it: for blkio, echo -io > "
                + scene.file(v2.root(), "cgroup.subtree_control")
                + " first";
      }
      default -> Files.isDirectory(on) ? null : on + " is no directory: mkdir -p " + on;
    };
  }
}
