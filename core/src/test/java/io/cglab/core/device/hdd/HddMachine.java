package io.cglab.core.device.hdd;

import io.cglab.core.Costs;
import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Partition;
import io.cglab.core.elevator.QueueAttributes;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The machine of the posting without its schedulers: the disk of 2009, 40 us of turn-around, and
 * files as partitions of 2 GiB, {@code spacing} sectors apart.
 */
final class HddMachine {
  static final DevNo DISK = new DevNo(8, 0);
  static final long SECOND = 1_000_000_000;
  static final long GIB = 1L << 21; // sectors

  final Machine machine;

  HddMachine(Hdd hdd, int files, long spacing, long seed) {
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      partitions.add(
          new Partition("sda" + (i + 1), new DevNo(8, i + 1), i + 1, i * spacing, 2 * GIB));
    }
    DiskConfig disk =
        new DiskConfig(
            "sda",
            DISK,
            Hdd.SATA_2009_SECTORS,
            true,
            true,
            hdd.queue().depth(),
            1024,
            2560,
            128,
            hdd,
            partitions);
    machine =
        Machine.boot(
            MachineConfig.plain()
                .withSeed(seed)
                .withCosts(Costs.turn(40_000))
                .withDisks(List.of(disk)));
  }

  static HddMachine with(Hdd hdd) {
    return new HddMachine(hdd, 1, 0, 1);
  }

  QueueAttributes.WriteCache writeCache() {
    return machine.elevators().of(machine.disks().get(0)).attributes().writeCache();
  }

  Run start(Job job) throws Exception {
    Task task = machine.tasks().fork(machine.tasks().init());
    return machine.start(task, job);
  }

  /** I/Os a second of a job that has the disk to itself for ten. */
  double solo(Job job) throws Exception {
    Run run = start(job);
    machine.advanceTo(10 * SECOND);
    return (run.readIos() + run.wroteIos()) / 10.0;
  }

  /**
   * Random reads a second of one job on each file, all together. They begin within 5 ms in random
   * order: what comes first decides in which order a queue that does not sort goes round.
   */
  double readersTogether(long seed) throws Exception {
    List<Run> runs = new ArrayList<>();
    var random = new SplittableRandom(seed);
    for (Partition file : machine.disks().get(0).partitions()) {
      Job job = Job.randRead(file.name()).seed(random.nextLong());
      runs.add(start(job.startNs(random.nextLong(5_000_000))));
    }
    machine.advanceTo(10 * SECOND);
    return runs.stream().mapToLong(Run::readIos).sum() / 10.0;
  }
}
