package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Mount;
import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.core.Machine;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** /proc: files of the machine, and a directory for each process (control-files.md 1.4). */
public final class ProcDirectory extends HostDirectory {
  private final Machine machine;
  private final Task outside;

  /**
   * The files of a machine.
   *
   * @param outside the task that {@code self} is for callers that are no simulated process
   * @param mounts what is mounted, with the text of its options
   */
  public ProcDirectory(Machine machine, Task outside, Supplier<List<MountLine>> mounts) {
    super("/proc");
    this.machine = machine;
    this.outside = outside;
    addText("mounts", (caller, out) -> showMounts(mounts.get(), out));
  }

  /**
   * A line of /proc/mounts.
   *
   * @param options what follows rw,relatime, with its comma; may be empty
   */
  public record MountLine(Mount mount, String options) {}

  private static void showMounts(List<MountLine> mounts, StringBuilder out) {
    for (MountLine line : mounts) {
      Mount mount = line.mount();
      out.append(mount.source()).append(' ').append(mount.point()).append(' ');
      out.append(mount.type()).append(" rw,relatime").append(line.options()).append(" 0 0\n");
    }
  }

  @Override
  public @Nullable Node lookup(String name) {
    Node fixed = super.lookup(name);
    if (fixed != null) {
      return fixed;
    }
    if (name.equals("self")) {
      return new SelfDirectory();
    }
    Task task =
        name.matches("[1-9][0-9]{0,8}") ? machine.tasks().find(Integer.parseInt(name)) : null;
    return task == null || !task.isLeader() ? null : new PidDirectory(path() + "/" + name, task);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Task task : machine.tasks().all()) {
      if (task.isLeader()) {
        names.add(Integer.toString(task.pid()));
      }
    }
    names.add("self");
    names.addAll(super.names());
    return names;
  }

  private void showCgroups(Task task, StringBuilder out) {
    List<Hierarchy> hierarchies = machine.hierarchies().all();
    for (int i = hierarchies.size() - 1; i >= 0; i--) {
      Hierarchy hierarchy = hierarchies.get(i);
      Cgroup cgroup = task.cgroup(hierarchy);
      out.append(hierarchy.id()).append(':');
      if (!hierarchy.isV2()) {
        out.append(v1Names(hierarchy));
      }
      out.append(':');
      out.append(task.isDead() && !hierarchy.isV2() ? "/" : cgroup.path());
      out.append(cgroup.isRemoved() ? " (deleted)\n" : "\n");
    }
  }

  private static String v1Names(Hierarchy hierarchy) {
    List<String> names = new ArrayList<>();
    for (Controller controller : hierarchy.bound()) {
      names.add(controller.v1Name());
    }
    if (!hierarchy.label().isEmpty()) {
      names.add("name=" + hierarchy.label());
    }
    return String.join(",", names);
  }

  private Task self(Caller caller) {
    Task task = machine.tasks().find(caller.pid());
    return task == null ? outside : task;
  }

  /** /proc/PID. */
  private final class PidDirectory extends HostDirectory {
    private final Task task;

    PidDirectory(String path, Task task) {
      super(path);
      this.task = task;
      addText("cgroup", (caller, out) -> showCgroups(task, out));
    }

    @Override
    public boolean isAlive() {
      return machine.tasks().find(task.tid()) == task;
    }
  }

  /** /proc/self: whoever opens a file of it. */
  private final class SelfDirectory extends HostDirectory {
    SelfDirectory() {
      super("/proc/self");
      addText("cgroup", (caller, out) -> showCgroups(self(caller), out));
    }
  }
}
