package io.cglab.core.elevator;

import io.cglab.core.Costs;
import io.cglab.core.Feature;
import io.cglab.core.MachineConfig;
import io.cglab.core.Profile;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Device;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A machine whose disk seeks, under one of the CFQs, and readers and writers on it. */
final class CfqMachine {
  static final long MS = 1_000_000;
  static final long SECOND_NS = 1_000_000_000;

  /** Sectors: 128 GiB. */
  static final long SECTORS = 1L << 28;

  /** Files are this far apart. */
  static final long FILE_BYTES = 1L << 31;

  /**
   * A disk of one arm, which takes what lies behind the last request quickly and seeks for all
   * else.
   */
  record Seeking(long nextNs, long seekNs) implements DeviceModel {
    @Override
    public Device device(DiskConfig disk, long seed, int hz) {
      return new Device() {
        private long freeNs;
        private long end = -1;

        @Override
        public long complete(Op op, long sector, int sectors, long nowNs) {
          freeNs = Math.max(freeNs, nowNs) + (sector == end ? nextNs : seekNs);
          end = sector + sectors;
          return freeNs;
        }
      };
    }
  }

  static final Seeking DISK = new Seeking(113_000, 8_200_000);

  final TestMachine test;
  final List<Run> runs = new ArrayList<>();

  /** The longest wait of each run so far, in ns. */
  final List<long[]> longest = new ArrayList<>();

  CfqMachine(CfqFlavor flavor, Scheduler scheduler, DeviceModel model, int depth) {
    this(flavor, scheduler, model, depth, true);
  }

  CfqMachine(
      CfqFlavor flavor, Scheduler scheduler, DeviceModel model, int depth, boolean rotational) {
    DiskConfig disk =
        new DiskConfig(
            "sda",
            TestMachine.DEV,
            SECTORS,
            rotational,
            true,
            depth,
            2560,
            2560,
            128,
            model,
            List.of());
    test =
        new TestMachine(
            MachineConfig.plain()
                .withCosts(Costs.NONE)
                .withFeatures(features(flavor))
                .withSchedulers(Map.of("sda", scheduler))
                .withDisks(List.of(disk)));
    queue().setNoMerges(2); // every I/O costs its time
  }

  static Set<Feature> features(CfqFlavor flavor) {
    return switch (flavor) {
      case FLAT -> EnumSet.copyOf(Profile.LINUX_2_6_31.features());
      case GROUPS -> EnumSet.copyOf(Profile.LINUX_4_19.features());
      case V10 -> EnumSet.copyOf(Profile.LINUX_2_6_31_V10.features());
    };
  }

  QueueSettings queue() {
    return test.machine.elevators().of(test.disk());
  }

  CfqTunables tunables() {
    CfqTunables tunables = queue().cfq();
    assert tunables != null : "not on cfq";
    return tunables;
  }

  /** Sets a weight, of both kinds. */
  void weigh(String cgroup, int weight) throws KernelException {
    Cgroup of = test.cgroup(cgroup);
    test.machine.cfqWeights().setDefault(CfqWeights.Share.GROUP, of, weight);
    test.machine.cfqWeights().setDefault(CfqWeights.Share.LEAF, of, weight);
  }

  /** One I/O of 4 KiB at a time, in a file of its own. */
  Job job() {
    return Job.direct(TestMachine.DEV)
        .reads()
        .offset(runs.size() * FILE_BYTES)
        .seed(runs.size() + 1);
  }

  /** Starts a job; {@code /} is the root cgroup. */
  Run start(String cgroup, Job job) throws KernelException {
    long[] most = new long[1];
    longest.add(most);
    Job watched = job.observer((op, bytes, from, to) -> most[0] = Math.max(most[0], to - from));
    Cgroup group = cgroup.equals("/") ? test.v2().root() : test.cgroup(cgroup);
    Run run = test.start(group, watched);
    runs.add(run);
    return run;
  }

  Run reader(String cgroup) throws KernelException {
    return start(cgroup, job());
  }

  Run randomReader(String cgroup) throws KernelException {
    return start(cgroup, job().random());
  }

  void runFor(long ns) {
    test.machine.advanceTo(test.machine.nowNs() + ns);
  }

  double longestMs(int run) {
    return longest.get(run)[0] / (double) MS;
  }

  double share(int run) {
    long all = runs.stream().mapToLong(Run::readBytes).sum();
    return (double) runs.get(run).readBytes() / all;
  }

  private long blkg(String cgroup) throws KernelException {
    return test.machine.blkgs().obtain(test.cgroup(cgroup), test.disk());
  }

  /** One number that CFQ has counted for a cgroup. */
  long gauge(String cgroup, CfqStats.Gauge gauge) throws KernelException {
    return test.machine.cfqStats().gauge((int) blkg(cgroup), gauge);
  }
}
