package io.cglab.cgroupfs.files;

import io.cglab.core.Machine;
import io.cglab.core.block.RwStat;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.elevator.Scheduler;
import java.util.function.IntConsumer;

/**
 * v1's statistics of a scheduler: of each record whose disk it drives, the newest first
 * (control-files.md 4.5, 4.6).
 */
final class ScheduledRecords {
  private ScheduledRecords() {}

  /** Number of one record in a file of a line a device. */
  @FunctionalInterface
  interface Number {
    long of(Machine machine, int blkg);
  }

  /** Counts of one record in a file by kind of operation. */
  @FunctionalInterface
  interface Counts {
    RwStat of(Machine machine, int blkg);
  }

  /** The reader of a file with one number a device. */
  static ControlFile.Reader numbers(Scheduler scheduler, Number number) {
    return (context, out) -> {
      Machine machine = context.machine();
      forEach(
          context,
          scheduler,
          blkg -> {
            out.append(machine.blkgs().disk(blkg).dev()).append(' ');
            out.append(number.of(machine, blkg)).append('\n');
          });
    };
  }

  /** The reader of a file by kind of operation. */
  static ControlFile.Reader counts(Scheduler scheduler, Counts counts) {
    return (context, out) -> {
      Machine machine = context.machine();
      RwStatText text = RwStatText.of(machine, out);
      forEach(
          context,
          scheduler,
          blkg -> text.show(machine.blkgs().disk(blkg).dev(), counts.of(machine, blkg)));
      text.end();
    };
  }

  /** Does {@code action} with the record, and if {@code recursive} with all below it. */
  static void withThoseBelow(Machine machine, int blkg, boolean recursive, IntConsumer action) {
    BlkgTable blkgs = machine.blkgs();
    if (recursive) {
      Subtree.forEach(blkgs, blkgs.cgroup(blkg), blkgs.disk(blkg), action);
    } else {
      action.accept(blkg);
    }
  }

  private static void forEach(FileContext context, Scheduler scheduler, IntConsumer action) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      if (machine.elevators().of(machine.blkgs().disk(blkg)).scheduler() == scheduler) {
        action.accept(blkg);
      }
    }
  }
}
