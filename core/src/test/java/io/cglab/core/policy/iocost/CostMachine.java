package io.cglab.core.policy.iocost;

import io.cglab.core.Costs;
import io.cglab.core.MachineConfig;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine with iocost on its disk, which is so large that two random places are hardly ever near
 * each other.
 */
final class CostMachine {
  static final long MS = TestMachine.MS;
  static final long SECOND = 1_000 * MS;
  private static final long SECTORS = 1L << 34;
  private static final int UNBOUND = 1 << 20;

  /** 5000 I/Os of 4 KiB a second, near or far, read or write: 200 us each. */
  static final CostModel FIVE_THOUSAND =
      new CostModel(209_715_200, 5_000, 5_000, 209_715_200, 5_000, 5_000);

  final TestMachine m;
  private int seed;

  private CostMachine(TestMachine m) {
    this.m = m;
  }

  /** A disk that takes so long for each request, any number at once, and no CPU costs. */
  static CostMachine ideal(long deviceUs) {
    return with(Costs.NONE, deviceUs, UNBOUND);
  }

  static CostMachine with(Costs costs, long deviceUs, int depth) {
    DiskConfig disk =
        new DiskConfig(
            "sda",
            TestMachine.DEV,
            SECTORS,
            false,
            true,
            depth,
            2560,
            2560,
            128,
            new FixedLatency(deviceUs * 1_000),
            List.of());
    return new CostMachine(
        new TestMachine(
            MachineConfig.plain().withTicks(1000, 0, 0).withCosts(costs).withDisks(List.of(disk))));
  }

  Iocost iocost() {
    return m.machine.iocost();
  }

  /** Pins vrate to 100 % with the period of a latency target. */
  CostMachine pinned(long latencyUs) {
    return qos(new QosParams(0, latencyUs, 0, latencyUs, 1_000_000, 1_000_000));
  }

  CostMachine qos(QosParams params) {
    iocost().settings().setQos(m.disk(), true, true, params);
    return this;
  }

  CostMachine model(CostModel model) {
    iocost().settings().setModel(m.disk(), true, model);
    return this;
  }

  CostMachine enabled() {
    iocost().settings().setQos(m.disk(), true, false, DiskClass.SSD_DEFAULT.qos());
    return this;
  }

  Cgroup cgroup(String path, int weight) throws KernelException {
    Cgroup cgroup = m.cgroup(path);
    iocost().weights().setDefault(cgroup, weight);
    return cgroup;
  }

  /** A thread that reads 4 KiB at random places, one I/O at a time. */
  Job reader() {
    return TestMachine.reads(4096, 1).seed(++seed);
  }

  /** One asynchronous job that keeps so many such reads in flight. */
  Job async(int depth) {
    return TestMachine.reads(4096, depth).asyncIo(true).seed(++seed);
  }

  /** One read of 4 KiB at a place, in bytes. */
  static Job chunk(long offset) {
    return Job.direct(TestMachine.DEV).reads().sequential().blockSize(4096).offset(offset).count(1);
  }

  List<Run> threads(Cgroup cgroup, int count) throws KernelException {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(m.start(cgroup, reader()));
    }
    return runs;
  }

  void advanceTo(long ns) {
    m.machine.advanceTo(ns);
  }

  static long ios(List<Run> runs) {
    return runs.stream().mapToLong(Run::readIos).sum();
  }

  int blkg(Cgroup cgroup) {
    return m.machine.blkgs().obtain(cgroup, m.disk());
  }

  double hweight(Cgroup cgroup) {
    return iocost().hweight(blkg(cgroup)) / 65536.0;
  }

  IocostStat stat(Cgroup cgroup) {
    return iocost().stat(blkg(cgroup));
  }

  double vratePercent() {
    return iocost().vratePpm(m.disk()) / 1e4;
  }
}
