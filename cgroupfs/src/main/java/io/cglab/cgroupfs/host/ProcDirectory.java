package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.pressure.PsiResource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** /proc: files of the machine, and a directory for each process (control-files.md 1.4, 7.5). */
public final class ProcDirectory extends HostDirectory {
  private final Machine machine;
  private final Task outside;
  private final Supplier<Caller> caller;
  private final Supplier<List<MountLine>> mounts;

  /**
   * The files of a machine.
   *
   * @param outside the task that {@code self} is for callers that are no simulated process
   * @param caller who makes the present call
   * @param mounts what is mounted
   * @param bootEpochSeconds time of day at boot
   */
  public ProcDirectory(
      Machine machine,
      Task outside,
      Supplier<Caller> caller,
      Supplier<List<MountLine>> mounts,
      long bootEpochSeconds) {
    super("/proc");
    this.machine = machine;
    this.outside = outside;
    this.caller = caller;
    this.mounts = mounts;
    addLink("mounts", "self/mounts");
    addText("cgroups", (any, out) -> ProcFiles.showControllers(machine, out));
    addText("filesystems", (any, out) -> ProcFiles.showFileSystems(out));
    addText("partitions", (any, out) -> showPartitions(out));
    addText("diskstats", (any, out) -> blocks().forEach(block -> BlockStat.showLine(block, out)));
    addText("stat", (any, out) -> ProcFiles.showStat(machine, bootEpochSeconds, out));
    addText("meminfo", (any, out) -> MemoryText.showMeminfo(machine, out));
    addText("vmstat", (any, out) -> MemoryText.showVmstat(machine, out));
    addText("uptime", (any, out) -> ProcFiles.showUptime(machine, out));
    addText("loadavg", (any, out) -> ProcFiles.showLoad(machine, out));
    if (machine.config().features().contains(Feature.PSI)) {
      HostDirectory pressure = addDirectory("pressure");
      pressure.add("cpu", new PressureNode(pressure.path() + "/cpu", machine, null));
      pressure.add("io", new PressureNode(pressure.path() + "/io", machine, PsiResource.IO));
      pressure.add(
          "memory", new PressureNode(pressure.path() + "/memory", machine, PsiResource.MEMORY));
    }
    HostDirectory sys = addDirectory("sys");
    HostDirectory kernel = sys.addDirectory("kernel");
    kernel.add(
        "ns_last_pid",
        new SysctlFile(
            kernel.path() + "/ns_last_pid",
            false,
            () -> Integer.toString(machine.tasks().lastTid()),
            machine.tasks()::setLastTid));
    HostDirectory vm = sys.addDirectory("vm");
    DirtyFiles.addTo(vm, machine.dirty(), machine.pageCache());
  }

  /** All disks in order of registration, each with its partitions behind it. */
  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (Disk disk : machine.disks().all()) {
      blocks.add(Block.of(machine, disk));
      for (Partition partition : disk.partitions()) {
        blocks.add(new Block(machine, disk, partition));
      }
    }
    return blocks;
  }

  private void showPartitions(StringBuilder out) {
    out.append("major minor  #blocks  name\n\n");
    for (Block block : blocks()) {
      if (block.disk().sectors() > 0) {
        BlockStat.showPartition(block, out);
      }
    }
  }

  @Override
  public @Nullable Node lookup(String name) {
    Node fixed = super.lookup(name);
    if (fixed != null) {
      return fixed;
    }
    if (name.equals("self")) {
      return new HostLink("/proc/self", Integer.toString(self().pid()));
    }
    Task task =
        name.matches("[1-9][0-9]{0,8}") ? machine.tasks().find(Integer.parseInt(name)) : null;
    return task == null || !task.isLeader()
        ? null
        : new PidDirectory(path() + "/" + name, machine, task, true, mounts);
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

  private Task self() {
    Task task = machine.tasks().find(caller.get().pid());
    return task == null ? outside : task;
  }
}
