package io.cglab.core;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** A machine with one disk of fixed latency, and shorthands for cgroups, limits and jobs on it. */
public final class TestMachine {
  public static final DevNo DEV = new DevNo(8, 0);
  public static final long MS = 1_000_000;
  private static final int UNBOUND = Integer.MAX_VALUE;

  public final Machine machine;

  /** When each bio was started (stage 5), and the name of the cgroup that paid. */
  public record Issue(long ns, String cgroup, long bytes) {
    public long ms() {
      return ns / MS;
    }
  }

  public final List<Issue> issues = new ArrayList<>();

  public TestMachine(MachineConfig config) {
    machine = Machine.boot(config);
    machine.setTrace(
        new Trace() {
          @Override
          public void started(long nowNs, int bio) {
            int blkg = machine.block().bios().blkg(bio);
            issues.add(
                new Issue(
                    nowNs, machine.blkgs().cgroup(blkg).name(), machine.block().bios().bytes(bio)));
          }
        });
  }

  /**
   * The machine of the worked examples (2.9): 100 us a request, any number at once, no CPU costs.
   */
  public static TestMachine ideal(int hz) {
    return new TestMachine(
        MachineConfig.plain()
            .withTicks(hz, 0, 0)
            .withCosts(Costs.NONE)
            .withDisks(List.of(disk("sda", DEV, 100_000, UNBOUND, UNBOUND))));
  }

  public static DiskConfig disk(String name, DevNo dev, long ns, int depth, int maxSectors) {
    return disk(name, dev, new FixedLatency(ns), depth, maxSectors);
  }

  /** A disk of 4 GiB. */
  public static DiskConfig disk(
      String name, DevNo dev, DeviceModel model, int depth, int maxSectors) {
    return new DiskConfig(
        name, dev, 8L << 20, false, true, depth, maxSectors, maxSectors, 128, model, List.of());
  }

  public Hierarchy v2() {
    return machine.hierarchies().v2();
  }

  public Disk disk() {
    return machine.disks().get(0);
  }

  /** Makes the cgroup of a path such as {@code p/a}, with io on all the way. */
  public Cgroup cgroup(String path) throws KernelException {
    Cgroup at = v2().root();
    for (String name : path.split("/")) {
      v2().setSubtreeControl(at, Controller.IO.bit(), 0);
      Cgroup child = at.child(name);
      at = child == null ? v2().mkdir(at, name) : child;
    }
    return at;
  }

  public void limit(Cgroup cgroup, IoMax limits) {
    machine.throttle().activate(disk());
    machine.throttle().setLimits(machine.blkgs().obtain(cgroup, disk()), limits);
  }

  /** Starts a job of a new task in the cgroup. */
  public Run start(Cgroup cgroup, Job job) throws KernelException {
    Task task = machine.tasks().fork(machine.tasks().init());
    machine.tasks().moveProcess(task, cgroup);
    return machine.start(task, job);
  }

  /** Random reads of one size at a depth, without end. */
  public static Job reads(int bytes, int depth) {
    return Job.direct(DEV).reads().random().blockSize(bytes).ioDepth(depth).seed(1);
  }

  /** The issues of whole ms, each once, after the first ms. */
  public List<Long> burstTimes(long fromMs, long toMs) {
    return issues.stream()
        .map(Issue::ms)
        .filter(ms -> ms >= fromMs && ms <= toMs)
        .distinct()
        .toList();
  }
}
