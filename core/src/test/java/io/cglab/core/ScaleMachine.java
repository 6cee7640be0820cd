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
 * A machine of any size: cgroups three levels deep, those of the last level with a limit on a disk
 * that is never reached, and tasks that read 4 KiB at random. The tasks are spread over the disks,
 * each in a cgroup of its own; where there are fewer cgroups, tasks of all disks share each, which
 * has a limit on every disk.
 */
public final class ScaleMachine {
  private static final int LEVELS = 3;
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
    for (int i = 0; i < disks; i++) {
      machine.throttle().activate(machine.disks().get(i));
    }
    for (int i = 0; i < Math.max(tasks, leaves.size()); i++) {
      Cgroup leaf = leaves.get(leaves.size() < tasks ? i / disks % leaves.size() : i);
      Disk disk = machine.disks().get(i % disks);
      machine
          .throttle()
          .setLimits(machine.blkgs().obtain(leaf, disk), IoMax.NONE.withRbps(FAR_BPS));
      if (i < tasks) {
        start(i, leaf, disk);
      }
    }
  }

  private void start(int seed, Cgroup in, Disk on) throws KernelException {
    Task task = machine.tasks().fork(machine.tasks().init());
    machine.tasks().moveProcess(task, in);
    Job reads = Job.direct(on.dev()).reads().random().blockSize(4096).ioDepth(DEPTH).seed(seed);
    runs.add(machine.start(task, reads));
  }

  /** Makes {@code count} cgroups in all; returns those of the last level. */
  private List<Cgroup> grow(int count) throws KernelException {
    Hierarchy v2 = machine.hierarchies().v2();
    int fanout = 1;
    while (most(fanout) < count) {
      fanout++;
    }
    List<Cgroup> level = List.of(v2.root());
    int made = 0;
    while (true) {
      List<Cgroup> next = new ArrayList<>();
      for (Cgroup parent : level) {
        v2.setSubtreeControl(parent, Controller.IO.bit(), 0);
        for (int i = 0; i < fanout && made < count; i++) {
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

  /** How many cgroups there are if each has so many children. */
  private static long most(long fanout) {
    long all = 0;
    long level = 1;
    for (int i = 0; i < LEVELS; i++) {
      level *= fanout;
      all += level;
    }
    return all;
  }

  /** I/Os that tasks have reaped. */
  public long ios() {
    return runs.stream().mapToLong(Run::readIos).sum();
  }
}
