package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.elevator.BfqStats;
import io.cglab.core.elevator.Scheduler;

/**
 * blkio.bfq.*: what BFQ counts on the disks that it schedules (control-files.md 2.4, 4.5, 4.6), and
 * blkio.reset_stats.
 */
final class V1BfqFiles {
  private static final int SECTOR = 512;

  private V1BfqFiles() {}

  /** The reader of a file by kind of operation. */
  static ControlFile.Reader counter(BfqStats.Counter counter, boolean recursive) {
    return ScheduledRecords.counts(
        Scheduler.BFQ, (machine, blkg) -> sum(machine, blkg, counter, recursive));
  }

  /** The reader of a file with one number a device. */
  static ControlFile.Reader gauge(BfqStats.Gauge gauge) {
    return ScheduledRecords.numbers(
        Scheduler.BFQ, (machine, blkg) -> machine.bfqStats().gauge(blkg, gauge));
  }

  /** blkio.bfq.sectors: what was read and written, of any kind. */
  static ControlFile.Reader sectors(boolean recursive) {
    return ScheduledRecords.numbers(
        Scheduler.BFQ,
        (machine, blkg) -> {
          RwStat bytes = sum(machine, blkg, BfqStats.Counter.SERVICE_BYTES, recursive);
          return (bytes.read() + bytes.write()) / SECTOR;
        });
  }

  /** blkio.bfq.time, which nothing has counted since BFQ keeps the file. */
  static ControlFile.Reader time() {
    return ScheduledRecords.numbers(Scheduler.BFQ, (machine, blkg) -> 0);
  }

  private static RwStat sum(
      Machine machine, int blkg, BfqStats.Counter counter, boolean recursive) {
    BfqStats stats = machine.bfqStats();
    RwStat sum = new RwStat();
    ScheduledRecords.withThoseBelow(
        machine,
        blkg,
        recursive,
        each -> {
          stats.addOwn(each, counter, sum);
          if (recursive) {
            stats.addRemoved(each, counter, sum);
          }
        });
    return sum;
  }

  /** blkio.reset_stats: any number will do (3.9). */
  static void resetStats(FileContext context, byte[] text) throws KernelException {
    new Input(text).u64();
    Cgroup cgroup = context.cgroup();
    for (int i = 0; i < cgroup.blkgCount(); i++) {
      context.machine().blkgs().resetStat(cgroup.blkg(i));
      context.machine().bfqStats().reset(cgroup.blkg(i));
      context.machine().cfqStats().reset(cgroup.blkg(i));
    }
  }
}
