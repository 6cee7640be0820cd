package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.KernelException;
import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.BfqStats;
import io.cglab.core.elevator.Scheduler;

/**
 * blkio.bfq.*: what BFQ counts on the disks that it schedules (control-files.md 2.4, 4.5, 4.6), and
 * blkio.reset_stats.
 */
final class V1BfqFiles {
  private static final int SECTOR = 512;

  private V1BfqFiles() {}

  /** Number of one record in a file of a line a device. */
  @FunctionalInterface
  private interface PerRecord {
    long of(Machine machine, int blkg);
  }

  /** The reader of a file by kind of operation. */
  static ControlFile.Reader counter(BfqStats.Counter counter, boolean recursive) {
    return (context, out) -> {
      BlkgTable blkgs = context.machine().blkgs();
      Cgroup cgroup = context.cgroup();
      RwStatText text = new RwStatText(out, true);
      for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
        int blkg = cgroup.blkg(i);
        if (isScheduled(context.machine(), blkgs.disk(blkg))) {
          text.show(blkgs.disk(blkg).dev(), sum(context.machine(), blkg, counter, recursive));
        }
      }
      text.end();
    };
  }

  /** The reader of a file with one number a device. */
  static ControlFile.Reader gauge(BfqStats.Gauge gauge) {
    return (context, out) ->
        showNumbers(context, out, (machine, blkg) -> machine.bfqStats().gauge(blkg, gauge));
  }

  /** blkio.bfq.sectors: what was read and written, of any kind. */
  static ControlFile.Reader sectors(boolean recursive) {
    return (context, out) ->
        showNumbers(
            context,
            out,
            (machine, blkg) -> {
              RwStat bytes = sum(machine, blkg, BfqStats.Counter.SERVICE_BYTES, recursive);
              return (bytes.read() + bytes.write()) / SECTOR;
            });
  }

  /** blkio.bfq.time, which nothing has counted since BFQ keeps the file. */
  static void showTime(FileContext context, StringBuilder out) {
    showNumbers(context, out, (machine, blkg) -> 0);
  }

  private static void showNumbers(FileContext context, StringBuilder out, PerRecord number) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      Disk disk = machine.blkgs().disk(blkg);
      if (isScheduled(machine, disk)) {
        out.append(disk.dev()).append(' ').append(number.of(machine, blkg)).append('\n');
      }
    }
  }

  private static RwStat sum(
      Machine machine, int blkg, BfqStats.Counter counter, boolean recursive) {
    BlkgTable blkgs = machine.blkgs();
    BfqStats stats = machine.bfqStats();
    RwStat sum = new RwStat();
    if (recursive) {
      Subtree.forEach(
          blkgs,
          blkgs.cgroup(blkg),
          blkgs.disk(blkg),
          each -> {
            stats.addOwn(each, counter, sum);
            stats.addRemoved(each, counter, sum);
          });
    } else {
      stats.addOwn(blkg, counter, sum);
    }
    return sum;
  }

  private static boolean isScheduled(Machine machine, Disk disk) {
    return machine.elevators().of(disk).scheduler() == Scheduler.BFQ;
  }

  /** blkio.reset_stats: any number will do (3.9). */
  static void resetStats(FileContext context, byte[] text) throws KernelException {
    new Input(text).u64();
    Cgroup cgroup = context.cgroup();
    for (int i = 0; i < cgroup.blkgCount(); i++) {
      context.machine().blkgs().resetStat(cgroup.blkg(i));
      context.machine().bfqStats().reset(cgroup.blkg(i));
    }
  }
}
