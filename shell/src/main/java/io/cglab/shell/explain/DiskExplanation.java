package io.cglab.shell.explain;

import io.cglab.core.Machine;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.device.Disk;
import io.cglab.core.dm.MappedDevice;
import io.cglab.shell.observe.WaitReason;
import io.cglab.shell.observe.Waiting;
import java.util.ArrayList;
import java.util.List;

/** {@code explain DEV}: what a disk does, for whom, and whether it is what everybody waits for. */
public final class DiskExplanation {
  private DiskExplanation() {}

  /** The explanation of a disk. */
  public static String of(Disk disk, Sight sight) {
    Machine machine = sight.machine();
    StringBuilder out = new StringBuilder();
    out.append(disk.name()).append(" (").append(disk.dev()).append("): ");
    MappedDevice volume = machine.mapper().of(disk);
    int in = machine.block().inDevice(disk);
    if (volume != null) {
      out.append("a volume on ").append(String.join(", ", volume.memberNames()));
      out.append("; it queues nothing itself, its members do\n");
    } else {
      int tags = machine.block().tags(disk);
      out.append(disk.isRotational() ? "a rotating disk" : "a solid-state disk");
      out.append(", scheduler ").append(sight.scene().scheduler(disk)).append("; ");
      out.append(in).append(" of at most ").append(disk.queueDepth()).append(" in the device, ");
      out.append(tags - machine.block().freeTags(disk)).append(" of ").append(tags);
      out.append(" requests in use\n");
    }
    appendUsers(disk, sight, out);
    List<Waiting> waiting =
        sight.waits().waiting().stream().filter(each -> sight.disk(each).equals(disk)).toList();
    if (!waiting.isEmpty()) {
      out.append("now on their way:\n");
      sight.appendWaiting(out, waiting);
    }
    return out.append("bottleneck: ")
        .append(bottleneck(disk, in, waiting, sight))
        .append(".\n")
        .toString();
  }

  private static void appendUsers(Disk disk, Sight sight, StringBuilder out) {
    BlkgTable blkgs = sight.machine().blkgs();
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < blkgs.rows(); row++) {
      if (blkgs.isUsed(row) && blkgs.disk(row) == disk && sight.waits().iosLately(row) > 0) {
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      out.append("nobody has used it in the last second\n");
      return;
    }
    rows.sort((a, b) -> Long.compare(sight.waits().bytesLately(b), sight.waits().bytesLately(a)));
    double[] bytes = new double[rows.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = sight.waits().bytesLately(rows.get(i));
    }
    int[] percent = Shares.percent(bytes);
    out.append("who used it in the last second, by bytes:\n");
    Table table = new Table();
    for (int i = 0; i < bytes.length; i++) {
      table.row(
          percent[i] + " %",
          Numbers.bytes(bytes[i]),
          sight.waits().iosLately(rows.get(i)) + " I/Os",
          sight.scene().directory(blkgs.cgroup(rows.get(i))));
    }
    table.appendTo(out);
  }

  private static String bottleneck(Disk disk, int in, List<Waiting> waiting, Sight sight) {
    long held = waiting.stream().filter(each -> each.reason().isLimit()).count();
    long cost =
        waiting.stream()
            .filter(
                each ->
                    switch (each.reason()) {
                      case LATENCY, COST, WBT -> true;
                      default -> false;
                    })
            .count();
    if (disk.isRequestBased() && in >= disk.queueDepth()) {
      return "the device: it has as much in work as it takes"
          + (waiting.size() > in ? ", and " + (waiting.size() - in) + " I/Os wait" : "");
    }
    if (held > 0) {
      return "limits: "
          + held
          + (held == 1 ? " I/O waits" : " I/Os wait")
          + " under io.max or blkio.throttle while the device could do more";
    }
    if (cost > 0) {
      return "a policy: "
          + cost
          + " I/Os wait for io.latency, iocost or wbt while the device could do more";
    }
    long queued = waiting.stream().filter(each -> each.reason() == WaitReason.QUEUE).count();
    if (queued > 0 && disk.isRequestBased() && !sight.scene().scheduler(disk).equals("none")) {
      return "the scheduler: "
          + queued
          + " I/Os are queued in "
          + sight.scene().scheduler(disk)
          + " while the device could do more";
    }
    return waiting.isEmpty()
        ? "none, the disk is idle"
        : "none here: the device could do more at once than it is asked for";
  }
}
