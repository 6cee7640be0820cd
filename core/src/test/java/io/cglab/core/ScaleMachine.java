package io.cglab.core;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A machine of any size: cgroups three levels deep, all with a record on a disk and a limit that is
 * never reached, and tasks that read 4 KiB at random, each in a cgroup of its own as far as there
 * are any, spread over the disks.
 */
public final class ScaleMachine {
  private static final int FANOUT = 50;
  private static final int DEPTH = 4;
  private static final long SECTORS = 1L << 31;
  private static final long FAR_BPS = 1L << 50;

  public final Machine machine;
  private final List<Run> runs = new ArrayList<>();

  /** A machine of so many cgroups, disks and busy tasks. */
  public ScaleMachine(int cgroups, int disks, int tasks, Scheduler scheduler)
      throws KernelException {
    List<DiskConfig> configs = new ArrayList<>();
    Map<String, Scheduler> schedulers = new TreeMap<>();
    for (int i = 0; i < disks; i++) {
      DevNo dev = new DevNo(8 + i / 1000, i % 1000 * 16);
      String name = "sd" + i;
      schedulers.put(name, scheduler);
      configs.add(
          new DiskConfig(
              name,
              dev,
              SECTORS,
              false,
              true,
              64,
              2560,
              2560,
              128,
              new FixedLatency(100_000),
              List.of()));
    }
    machine =
        Machine.boot(
            MachineConfig.plain().withSeed(1).withDisks(configs).withSchedulers(schedulers));
    List<Cgroup> leaves = grow(cgroups);
    for (int i = 0; i < leaves.size(); i++) {
      Disk disk = machine.disks().get(i % disks);
      machine.throttle().activate(disk);
      machine
          .throttle()
          .setLimits(machine.blkgs().obtain(leaves.get(i), disk), IoMax.NONE.withRbps(FAR_BPS));
    }
    for (int i = 0; i < tasks; i++) {
      int leaf = i % leaves.size();
      Task task = machine.tasks().fork(machine.tasks().init());
      machine.tasks().moveProcess(task, leaves.get(leaf));
      DevNo dev = machine.disks().get(leaf % disks).dev();
      runs.add(
          machine.start(
              task, Job.direct(dev).reads().random().blockSize(4096).ioDepth(DEPTH).seed(i)));
    }
  }

  /** Makes {@code count} cgroups in all; returns those that have no children, spread evenly. */
  private List<Cgroup> grow(int count) throws KernelException {
    Hierarchy v2 = machine.hierarchies().v2();
    List<Cgroup> level = List.of(v2.root());
    int made = 0;
    while (true) {
      List<Cgroup> next = new ArrayList<>();
      for (Cgroup parent : level) {
        v2.setSubtreeControl(parent, Controller.IO.bit(), 0);
        for (int i = 0; i < FANOUT && made < count; i++) {
          next.add(v2.mkdir(parent, "g" + i));
          made++;
        }
      }
      if (made == count) {
        return next;
      }
      level = next;
    }
  }

  /** I/Os that tasks have reaped. */
  public long ios() {
    return runs.stream().mapToLong(Run::readIos).sum();
  }
}
