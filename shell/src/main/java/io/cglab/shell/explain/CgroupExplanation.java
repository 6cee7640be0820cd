package io.cglab.shell.explain;

import io.cglab.core.Machine;
import io.cglab.core.api.IoMax;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.Scheduler;
import io.cglab.core.policy.iolatency.LatencyTargets;
import io.cglab.shell.observe.TimeSpent;
import io.cglab.shell.observe.WaitReason;
import io.cglab.shell.observe.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code explain CGROUP [DEV]}: limits and shares in force, what waits, and for what. */
public final class CgroupExplanation {
  private static final double WHOLE_HWEIGHT = 65536;
  private static final long NS_PER_US = 1000;

  private final Cgroup cgroup;
  private final Sight sight;
  private final Scene scene;
  private final Machine machine;
  private final StringBuilder out = new StringBuilder();

  private CgroupExplanation(Cgroup cgroup, Sight sight) {
    this.cgroup = cgroup;
    this.sight = sight;
    this.scene = sight.scene();
    this.machine = sight.machine();
  }

  /** The explanation of a cgroup on one disk, or on all that it has to do with. */
  public static String of(Cgroup cgroup, @Nullable Disk disk, Sight sight) {
    return new CgroupExplanation(cgroup, sight).text(disk);
  }

  private String text(@Nullable Disk only) {
    Hierarchy io = machine.hierarchies().of(Controller.IO);
    List<Task> tasks = new ArrayList<>();
    addTasks(cgroup, tasks);
    out.append(scene.directory(cgroup)).append(": ").append(tasks.size());
    out.append(tasks.size() == 1 ? " process" : " processes").append(" in it and below");
    if (!io.equals(cgroup.hierarchy())) {
      out.append("; its hierarchy has no io controller, that is at ");
      return out.append(scene.directory(io.root())).append("\n").toString();
    }
    Cgroup payer = BlkgTable.effective(cgroup);
    if (!payer.equals(cgroup)) {
      out.append("; io is not enabled for it, so that all is done in the name of ");
      out.append(scene.directory(payer));
    }
    out.append('\n');
    boolean any = false;
    for (Disk disk : machine.disks().all()) {
      if (only == null ? concerns(payer, disk) : only.equals(disk)) {
        any = true;
        onDisk(payer, disk);
      }
    }
    if (!any) {
      out.append("no limit holds for it on any disk, and it has done no I/O\n");
    }
    TimeSpent spent = sight.waits().spent(tasks);
    if (!spent.parts().isEmpty()) {
      out.append("where the time of its processes went, each since its first I/O (");
      out.append(spent.ios()).append(" I/Os):\n");
      sight.appendSpent(out, spent);
    }
    return out.toString();
  }

  private static void addTasks(Cgroup at, List<Task> to) {
    for (Task task : at.tasks()) {
      if (!task.isDead()) {
        to.add(task);
      }
    }
    for (Cgroup child : at.children()) {
      addTasks(child, to);
    }
  }

  private boolean concerns(Cgroup payer, Disk disk) {
    if (payer.isRoot()) {
      int row = machine.blkgs().find(payer, disk);
      var stat = row == BlkgTable.NONE ? null : machine.blkgs().stat(row);
      return stat != null && stat.readIos() + stat.wroteIos() > 0
          || !waiting(payer, disk).isEmpty();
    }
    if (machine.blkgs().find(payer, disk) != BlkgTable.NONE) {
      return true;
    }
    for (WaitReason limit : limits()) {
      if (smallest(payer, disk, limit) != null) {
        return true;
      }
    }
    return false;
  }

  private static List<WaitReason> limits() {
    return List.of(WaitReason.RBPS, WaitReason.WBPS, WaitReason.RIOPS, WaitReason.WIOPS);
  }

  private void onDisk(Cgroup payer, Disk disk) {
    out.append("on ").append(disk.name()).append(" (").append(disk.dev()).append("), scheduler ");
    out.append(scene.scheduler(disk)).append(":\n");
    Table table = new Table();
    for (WaitReason limit : limits()) {
      Cgroup at = smallest(payer, disk, limit);
      if (at != null) {
        LimitKind kind = LimitKind.valueOf(limit.name());
        long value = kind.of(limitsOf(at, disk));
        table.row(
            "limit of " + (kind.isWrite() ? "writes" : "reads"),
            kind.show(value),
            sight.limitFile(limit, at)
                + (at.equals(payer) ? "" : ", the smallest of it and its ancestors"));
      }
    }
    if (table.isEmpty()) {
      table.row("no limit", "here or above");
    }
    shares(payer, disk, table);
    table.appendTo(out);
    List<Waiting> waiting = waiting(payer, disk);
    if (!waiting.isEmpty()) {
      out.append("  now on their way:\n");
      sight.appendWaiting(out, waiting);
      Waiting oldest = Sight.first(waiting);
      out.append("  the oldest, a ").append(Sight.what(oldest)).append(", waits: ");
      out.append(sight.why(oldest)).append(".\n");
    } else {
      out.append("  nothing of it is on its way now\n");
    }
  }

  private IoMax limitsOf(Cgroup at, Disk disk) {
    int row = machine.blkgs().find(at, disk);
    return row == BlkgTable.NONE ? IoMax.NONE : machine.throttle().limits(row);
  }

  /** Where the limit that holds is; v1 knows only the cgroup's own. Null for none. */
  private @Nullable Cgroup smallest(Cgroup payer, Disk disk, WaitReason limit) {
    LimitKind kind = LimitKind.valueOf(limit.name());
    Cgroup best = null;
    long least = kind.none();
    for (Cgroup at = payer; at != null; at = at.hierarchy().isV2() ? at.parent() : null) {
      long value = kind.of(limitsOf(at, disk));
      if (value != kind.none() && (best == null || Long.compareUnsigned(value, least) < 0)) {
        best = at;
        least = value;
      }
    }
    return best;
  }

  private void shares(Cgroup payer, Disk disk, Table table) {
    int row = machine.blkgs().find(payer, disk);
    if (row == BlkgTable.NONE || payer.isRoot()) {
      return;
    }
    if (machine.iocost().isEnabled(disk)) {
      int hweight = machine.iocost().hweight(row);
      table.row(
          "share by iocost",
          hweight == 0 ? "none yet" : Sight.percent(hweight / WHOLE_HWEIGHT),
          "io.weight "
              + machine.iocost().weights().weight(row)
              + " among those that are active now; the disk runs at "
              + Sight.percent(machine.iocost().vratePpm(disk) / 1e6)
              + " of its model");
    }
    if (machine.elevators().of(disk).scheduler() == Scheduler.BFQ) {
      long own = machine.bfqWeights().weight(row);
      long all = own + activeSiblings(payer, disk);
      table.row(
          "share by BFQ",
          Sight.percent((double) own / all),
          "weight " + own + " of " + all + " of the siblings that are active now");
    }
    long target = machine.latencyTargets().targetNs(row);
    if (machine.latencyTargets().isActive(disk) && target != LatencyTargets.NONE) {
      table.row("target", Numbers.duration(target), scene.file(payer, "io.latency"));
    }
    int depth = machine.iolatency().stat(row).depth();
    if (depth != Integer.MAX_VALUE) {
      table.row("in flight", depth + " at most", "io.latency holds it back for a sibling");
    }
  }

  /** Sum of the BFQ weights of siblings that do I/O: on its way, or in the last second. */
  private long activeSiblings(Cgroup payer, Disk disk) {
    Cgroup parent = payer.parent();
    long sum = 0;
    if (parent != null) {
      for (Cgroup sibling : parent.children()) {
        int row = machine.blkgs().find(sibling, disk);
        boolean active =
            row != BlkgTable.NONE
                && !sibling.equals(payer)
                && (!waiting(sibling, disk).isEmpty() || sight.waits().iosLately(row) > 0);
        sum += active ? machine.bfqWeights().weight(row) : 0;
      }
    }
    return sum;
  }

  private List<Waiting> waiting(Cgroup of, Disk disk) {
    return sight.waits().waiting().stream()
        .filter(each -> sight.disk(each).equals(disk) && of.contains(sight.payer(each)))
        .toList();
  }
}
