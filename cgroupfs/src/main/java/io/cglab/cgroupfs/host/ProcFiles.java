package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.disk.DiskMounts;
import io.cglab.core.Machine;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.resource.CpuController;
import java.util.List;
import java.util.Set;

/** Files of /proc that tell of the whole machine. */
final class ProcFiles {
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long NS_PER_CENTISECOND = 10_000_000L;

  private static final List<String> FILE_SYSTEMS =
      List.of("sysfs", "tmpfs", "proc", "cgroup", "cgroup2", "cpuset", "devtmpfs");

  private ProcFiles() {}

  static void showFileSystems(StringBuilder out) {
    for (String type : FILE_SYSTEMS) {
      out.append("nodev\t").append(type).append('\n');
    }
    for (FileSystemType type : FileSystemType.values()) {
      out.append('\t').append(DiskMounts.nameOf(type)).append('\n');
    }
  }

  /** /proc/cgroups: all controllers that are compiled in, by their v1 names. */
  static void showControllers(Machine machine, StringBuilder out) {
    Set<Controller> enabled = machine.config().enabled();
    Set<Controller> disabled = machine.config().disabled();
    out.append("#subsys_name\thierarchy\tnum_cgroups\tenabled\n");
    for (Controller controller : Controller.values()) {
      String name = ControllerNames.shown(controller, machine.config().features());
      boolean built = enabled.contains(controller) || disabled.contains(controller);
      if (built && name != null) {
        Hierarchy hierarchy = machine.hierarchies().of(controller);
        Cgroup root = hierarchy.root();
        out.append(name).append('\t').append(hierarchy.id()).append('\t');
        out.append(1 + root.descendants() + root.dyingDescendants()).append('\t');
        out.append(enabled.contains(controller) ? 1 : 0).append('\n');
      }
    }
  }

  /** /proc/stat of CPUs that are idle: simulated tasks burn no CPU that anybody accounts. */
  static void showStat(Machine machine, long bootEpochSeconds, StringBuilder out) {
    long idle = machine.nowNs() / NS_PER_CENTISECOND;
    out.append("cpu  0 0 0 ").append(idle * CpuController.CPUS).append(" 0 0 0 0 0 0\n");
    for (int cpu = 0; cpu < CpuController.CPUS; cpu++) {
      out.append("cpu").append(cpu).append(" 0 0 0 ").append(idle).append(" 0 0 0 0 0 0\n");
    }
    out.append("intr 0\nctxt 0\nbtime ").append(bootEpochSeconds);
    out.append("\nprocesses ").append(machine.tasks().all().size());
    out.append("\nprocs_running 1\nprocs_blocked ").append(blocked(machine));
    out.append("\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n");
  }

  private static long blocked(Machine machine) {
    return machine.tasks().all().stream()
        .filter(task -> !task.isDead() && task.isUninterruptible())
        .count();
  }

  static void showUptime(Machine machine, StringBuilder out) {
    String seconds = seconds(machine.nowNs());
    out.append(seconds).append(' ').append(seconds).append('\n');
  }

  private static String seconds(long ns) {
    return String.format("%d.%02d", ns / NS_PER_SECOND, ns % NS_PER_SECOND / NS_PER_CENTISECOND);
  }

  static void showLoad(Machine machine, StringBuilder out) {
    int last = 0;
    for (Task task : machine.tasks().all()) {
      last = Math.max(last, task.tid());
    }
    out.append("0.00 0.00 0.00 1/").append(machine.tasks().all().size());
    out.append(' ').append(last).append('\n');
  }
}
