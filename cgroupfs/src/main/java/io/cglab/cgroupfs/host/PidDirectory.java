package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.core.Machine;
import io.cglab.core.cgroup.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** /proc/PID and /proc/PID/task/TID. */
final class PidDirectory extends HostDirectory {
  private static final String TASK = "task";

  private final Machine machine;
  private final Task task;
  private final boolean process;
  private final Supplier<List<MountLine>> mounts;

  /**
   * The files of a task.
   *
   * @param process true for a process, which has its threads below it
   */
  PidDirectory(
      String path, Machine machine, Task task, boolean process, Supplier<List<MountLine>> mounts) {
    super(path);
    this.machine = machine;
    this.task = task;
    this.process = process;
    this.mounts = mounts;
    addText(
        "cgroup",
        (caller, out) ->
            TaskFiles.showCgroups(machine.hierarchies(), task, machine.config().features(), out));
    addText("comm", (caller, out) -> out.append(TaskFiles.comm(task)).append('\n'));
    addText("io", (caller, out) -> TaskFiles.showIo(task.process().io(), out));
    addText("stat", (caller, out) -> TaskFiles.showStat(task, out));
    addText("status", (caller, out) -> TaskFiles.showStatus(task, out));
    addText("mounts", (caller, out) -> mounts.get().forEach(line -> line.show(out)));
    addText("mountinfo", (caller, out) -> mounts.get().forEach(line -> line.showInfo(out)));
  }

  @Override
  public boolean isAlive() {
    return machine.tasks().find(task.tid()) == task;
  }

  @Override
  public @Nullable Node lookup(String name) {
    return process && name.equals(TASK) ? new Threads() : super.lookup(name);
  }

  @Override
  public List<String> names() {
    List<String> names = super.names();
    if (process) {
      names.add(TASK);
    }
    return names;
  }

  /** /proc/PID/task. */
  private final class Threads extends HostDirectory {
    Threads() {
      super(PidDirectory.this.path() + "/" + TASK);
    }

    @Override
    public @Nullable Node lookup(String name) {
      for (Task thread : task.process().threads()) {
        if (name.equals(Integer.toString(thread.tid()))) {
          return new PidDirectory(path() + "/" + name, machine, thread, false, mounts);
        }
      }
      return null;
    }

    @Override
    public List<String> names() {
      List<String> names = new ArrayList<>();
      task.process().threads().forEach(thread -> names.add(Integer.toString(thread.tid())));
      return names;
    }
  }
}
