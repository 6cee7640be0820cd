package io.cglab.shell.command;

import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.shell.explain.CgroupExplanation;
import io.cglab.shell.explain.DiskExplanation;
import io.cglab.shell.explain.Refusal;
import io.cglab.shell.explain.Refusals;
import io.cglab.shell.explain.Scene;
import io.cglab.shell.explain.Sight;
import io.cglab.shell.explain.TaskExplanation;
import io.cglab.shell.process.ShellProcess;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code explain [PID|%JOB | CGROUP [DEV] | DEV]}: why the last command was refused, or why. */
final class Explain {
  private Explain() {}

  static int run(Context c, List<String> args) {
    List<String> operands = Options.Spec.of("").parse(args).operands();
    if (operands.isEmpty()) {
      return lastRefusal(c);
    }
    if (operands.size() > 2) {
      return c.error("too many arguments: explain [PID|%JOB | CGROUP [DEV] | DEV]");
    }
    String what = operands.get(0);
    Sight sight = new Sight(c.kernel().instruments());
    if (operands.size() == 1 && what.startsWith("%")) {
      return job(c, sight, what);
    }
    if (operands.size() == 1 && what.matches("[0-9]{1,9}")) {
      return process(c, sight, Integer.parseInt(what));
    }
    Disk disk = disk(c, what);
    if (disk != null && operands.size() == 1) {
      c.write(Context.utf8(DiskExplanation.of(disk, sight)));
      return 0;
    }
    Cgroup cgroup = cgroup(c, what);
    if (cgroup == null) {
      return c.error(
          what + ": no process, job (%1), cgroup directory or disk (/dev/sda, sda, 8:0)");
    }
    Disk on = operands.size() == 2 ? disk(c, operands.get(1)) : null;
    if (operands.size() == 2 && on == null) {
      return c.error(operands.get(1) + ": no disk; lsblk and /proc/partitions list them");
    }
    c.write(Context.utf8(CgroupExplanation.of(cgroup, on, sight)));
    return 0;
  }

  private static int lastRefusal(Context c) {
    Refusals refusals = c.shell().refusals();
    Refusal last = refusals.last();
    if (last == null) {
      c.write(
          "nothing was refused yet; explain PID, %JOB, CGROUP or DEV tells what I/O waits for\n");
      return 0;
    }
    StringBuilder out = new StringBuilder(last.line()).append('\n');
    String hint = refusals.hint();
    if (hint != null) {
      out.append(hint).append('\n');
    } else if (last.errno() == null) {
      out.append("the command itself refused, not the kernel\n");
    } else {
      out.append("the kernel answered ").append(last.errno().name());
      out.append(last.path() == null ? "" : " for " + last.path());
      out.append("; there is no more to it\n");
    }
    c.write(out);
    return 0;
  }

  private static int job(Context c, Sight sight, String spec) {
    Jobs.Job job = c.shell().jobs().named(spec);
    if (job == null) {
      return c.error(spec + ": no such job");
    }
    int status = 0;
    for (ShellProcess process : job.processes()) {
      if (process.isDone()) {
        c.write("pid " + process.pid() + " (" + process.command() + ") has ended\n");
      } else {
        status |= process(c, sight, process.pid());
      }
    }
    return status;
  }

  /** A process, and its children if it has any: a shell does its I/O through them. */
  private static int process(Context c, Sight sight, int pid) {
    Machine machine = c.kernel().instruments().machine().machine();
    Task task = machine.tasks().find(pid);
    if (task == null) {
      return c.error("(" + pid + ") - No such process", "ps -e lists the processes");
    }
    c.write(Context.utf8(TaskExplanation.of(task.process().leader(), sight)));
    int self = c.shell().process().pid();
    for (Task child : machine.tasks().all()) {
      if (child.isLeader() && child.process().parentPid() == pid && pid > 1 && pid != self) {
        process(c, sight, child.pid());
      }
    }
    return 0;
  }

  private static @Nullable Disk disk(Context c, String what) {
    Scene scene = new Scene(c.kernel().instruments().machine());
    if (what.matches("[0-9]{1,4}:[0-9]{1,7}")) {
      String[] numbers = what.split(":", -1);
      int minor = Integer.parseInt(numbers[1]);
      int major = Integer.parseInt(numbers[0]);
      return major < 1 << 12 && minor < 1 << 20
          ? scene.machine().disks().lookup(new DevNo(major, minor))
          : null;
    }
    return scene.diskNamed(what.startsWith("/dev/") ? what.substring("/dev/".length()) : what);
  }

  /** A directory, or a path within the hierarchy that has io, such as {@code /web}. */
  private static @Nullable Cgroup cgroup(Context c, String what) {
    Scene scene = new Scene(c.kernel().instruments().machine());
    Path path = Context.resolved(c.shell(), what);
    Cgroup found = scene.cgroup(path);
    if (found != null) {
      return found;
    }
    Cgroup at = scene.machine().hierarchies().of(Controller.IO).root();
    for (String name : what.split("/")) {
      at = name.isEmpty() || at == null ? at : at.child(name);
    }
    return at;
  }
}
