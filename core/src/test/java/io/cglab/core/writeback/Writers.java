package io.cglab.core.writeback;

import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.IoStat;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.Partition;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.file.FileSystem;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Inode;
import io.cglab.core.file.Layout;
import io.cglab.core.resource.MemorySetting;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A machine with an ext4 on its one disk, for tests of buffered I/O. */
final class Writers {
  static final long MIB = 1 << 20;
  static final long SECOND = 1_000_000_000L;
  static final DevNo SDA = new DevNo(8, 0);
  static final DevNo SDA1 = new DevNo(8, 1);

  final Machine machine;
  final Disk disk;
  final FileSystem fileSystem;
  final Hierarchy hierarchy;

  private Writers(Set<Controller> enabled, boolean v1) throws KernelException {
    DiskConfig sda =
        new DiskConfig(
            "sda",
            SDA,
            64L << 21,
            false,
            true,
            32,
            2560,
            2560,
            128,
            new FixedLatency(200_000),
            List.of(new Partition("sda1", SDA1, 1, 2048, 16384 + 3)));
    machine =
        Machine.boot(
            MachineConfig.plain()
                .withControllers(enabled, Set.of())
                .withDisks(List.of(sda))
                .withSchedulers(Map.of("sda", Scheduler.MQ_DEADLINE)));
    disk = machine.disks().all().get(0);
    fileSystem = machine.fileSystems().format(SDA, FileSystemType.EXT4, Layout.USUAL);
    if (v1) {
      hierarchy = machine.hierarchies().createV1(Set.of(Controller.IO), "", machine.tasks());
      return;
    }
    hierarchy = machine.hierarchies().v2();
    int mask = 0;
    for (Controller controller : enabled) {
      mask |= controller.bit();
    }
    hierarchy.setSubtreeControl(hierarchy.root(), mask, 0);
  }

  /** v2 with io and memory enabled. */
  static Writers v2() throws KernelException {
    return new Writers(EnumSet.of(Controller.IO, Controller.MEMORY), false);
  }

  /** v2 without a memory controller. */
  static Writers withoutMemory() throws KernelException {
    return new Writers(EnumSet.of(Controller.IO), false);
  }

  /** A v1 hierarchy of blkio; memory is on v2. */
  static Writers v1() throws KernelException {
    return new Writers(EnumSet.of(Controller.IO, Controller.MEMORY), true);
  }

  Cgroup cgroup(String name) throws KernelException {
    return hierarchy.mkdir(hierarchy.root(), name);
  }

  void wbps(Cgroup cgroup, long bytes) {
    machine.throttle().activate(disk);
    machine.throttle().setLimits(machine.blkgs().obtain(cgroup, disk), IoMax.NONE.withWbps(bytes));
  }

  void memory(Cgroup cgroup, MemorySetting limit, long bytes) {
    machine.resources().memory().settings().set(cgroup, limit, bytes >> 12);
    machine.pageCache().reclaim().limitChanged(cgroup);
  }

  Task task(Cgroup cgroup) throws KernelException {
    Task task = machine.tasks().fork(machine.tasks().init(), "dd");
    machine.tasks().moveProcess(task, cgroup);
    return task;
  }

  Inode file() throws KernelException {
    return fileSystem.create();
  }

  CachedFile cached(Inode file) {
    return machine.buffered().file(file);
  }

  /** A writer of a new file that goes on until it is stopped. */
  Run writer(Cgroup cgroup) throws KernelException {
    return machine.start(task(cgroup), write(file()));
  }

  static Job write(Inode file) {
    return Job.direct(file).writes().blockSize((int) MIB).buffered(true);
  }

  /** Writes so many MiB and lets the time pass that it takes. */
  Run write(Cgroup cgroup, Inode file, int mib) throws KernelException {
    return finish(machine.start(task(cgroup), write(file).count(mib)));
  }

  Run fsync(Cgroup cgroup, Inode file) throws KernelException {
    return finish(machine.buffered().fsync(task(cgroup), cached(file), false));
  }

  Run finish(Run run) {
    while (!run.isDone()) {
      if (!machine.step()) {
        throw new AssertionError("it never ends");
      }
    }
    return run;
  }

  void pass(double seconds) {
    machine.advanceTo(machine.nowNs() + (long) (seconds * SECOND));
  }

  double seconds() {
    return machine.nowNs() / (double) SECOND;
  }

  IoStat stat(Cgroup cgroup) {
    return machine.blkgs().stat(machine.blkgs().obtain(cgroup, disk));
  }

  /** Bytes that were charged to it as written. */
  long wrote(Cgroup cgroup) {
    return stat(cgroup).wroteBytes();
  }
}
