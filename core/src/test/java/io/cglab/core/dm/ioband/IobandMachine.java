package io.cglab.core.dm.ioband;

import io.cglab.core.Costs;
import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.Merging;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.Partition;
import io.cglab.core.dm.MappedDevice;
import io.cglab.core.dm.TableLine;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The model of dm-ioband.md 3.4: a disk that serves one request at a time, in order, in 1 ms, with
 * partitions sda1 to sda8; clients with 20 us of think time; no CPU costs.
 */
final class IobandMachine {
  static final long MS = 1_000_000;
  static final long SECOND = 1000 * MS;
  private static final long THINK_NS = 20_000;
  static final long DISK_SECTORS = 8L << 20;
  static final long PARTITION_SECTORS = 1L << 20;

  final Machine machine;
  private long seed = 1;

  IobandMachine() {
    this(new FixedLatency(MS));
  }

  /** With the controllers of the add-ons. */
  IobandMachine(boolean addOns) {
    this(addOns, Costs.NONE, new FixedLatency(MS));
  }

  IobandMachine(DeviceModel... models) {
    this(false, Costs.NONE, models);
  }

  /** On which submissions and wake-ups take CPU time. */
  static IobandMachine withCosts(DeviceModel... models) {
    return new IobandMachine(false, Costs.RECORDED, models);
  }

  private IobandMachine(boolean addOns, Costs costs, DeviceModel... models) {
    List<DiskConfig> disks = new ArrayList<>();
    Map<String, Scheduler> schedulers = new TreeMap<>();
    for (int i = 0; i < models.length; i++) {
      String name = "sd" + (char) ('a' + i);
      List<Partition> partitions = new ArrayList<>();
      for (int n = 1; n <= 8; n++) {
        DevNo dev = new DevNo(8, 16 * i + n);
        long start = (n - 1) * PARTITION_SECTORS;
        partitions.add(new Partition(name + n, dev, n, start, PARTITION_SECTORS));
      }
      schedulers.put(name, Scheduler.NOOP);
      disks.add(
          new DiskConfig(
              name,
              new DevNo(8, 16 * i),
              DISK_SECTORS,
              false,
              true,
              1,
              2560,
              2560,
              128,
              models[i],
              partitions));
    }
    machine =
        Machine.boot(
            MachineConfig.plain()
                .withControllers(
                    addOns
                        ? Set.of(Controller.IO, Controller.BIO, Controller.BLOCKIO)
                        : Set.of(Controller.IO),
                    Set.of())
                .withCosts(costs)
                .withDisks(disks)
                .withSchedulers(schedulers));
    machine.disks().all().forEach(disk -> machine.block().setMerging(disk, Merging.NOTHING));
  }

  IobandMachine profile(IobandProfile profile) throws KernelException {
    machine.mapper().ioband().setProfile(profile);
    return this;
  }

  /** An ioband device on a whole disk or partition. */
  IobandDevice create(String name, String on, IobandSpec spec) throws KernelException {
    return map(name, PARTITION_SECTORS, new TargetSpec.Ioband(dev(on), spec)).iobandAt(0);
  }

  DevNo dev(String name) {
    DevNo dev = machine.disks().named(name);
    assert dev != null : name;
    return dev;
  }

  /** A mapped device whose lines are equally long. */
  MappedDevice map(String name, long sectorsEach, TargetSpec... targets) throws KernelException {
    MappedDevice device = machine.mapper().create(name);
    machine.mapper().load(device, lines(sectorsEach, targets));
    machine.mapper().resume(device);
    return device;
  }

  static List<TableLine> lines(long sectorsEach, TargetSpec... targets) {
    List<TableLine> lines = new ArrayList<>();
    for (TargetSpec target : targets) {
      lines.add(new TableLine(lines.size() * sectorsEach, sectorsEach, target));
    }
    return lines;
  }

  /** An ioband device ioband1, ioband2, ... on sda1, sda2, ..., all in one device group. */
  IobandDevice member(int n, long weight) throws KernelException {
    IobandDevice device = create("ioband" + n, "sda" + n, IobandSpec.of("1", 0, 0));
    device.setWeight(IobandGroup.DEFAULT_ID, weight);
    return device;
  }

  Task task(int uid) throws KernelException {
    Task task = machine.tasks().fork(machine.tasks().init());
    task.process().setOwner(uid, uid);
    return task;
  }

  /** Clients of their own processes that read 4 KiB at a time. */
  List<Run> clients(IobandDevice on, int count) throws KernelException {
    return clients(on, count, 0, 4096);
  }

  List<Run> clients(IobandDevice on, int count, int uid, int bytes) throws KernelException {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(machine.start(task(uid), job(on.name()).blockSize(bytes)));
    }
    return runs;
  }

  /** Random reads of 4 KiB on a mapped device. */
  Job job(String name) throws KernelException {
    DevNo dev = machine.mapper().get(name).dev();
    return Job.direct(dev).reads().random().seed(seed++).thinkNs(THINK_NS);
  }

  void advance(long seconds) {
    machine.advanceTo(machine.nowNs() + seconds * SECOND);
  }

  /** Bios of each group in percent of all, in the order of the groups. */
  static double[] shares(List<IobandGroup> groups) {
    long all = 0;
    for (IobandGroup group : groups) {
      all += group.status(0).reads();
    }
    double[] shares = new double[groups.size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = 100.0 * groups.get(i).status(0).reads() / all;
    }
    return shares;
  }
}
