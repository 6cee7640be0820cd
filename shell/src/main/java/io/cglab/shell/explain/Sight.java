package io.cglab.shell.explain;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.Machine;
import io.cglab.core.api.IoMax;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.policy.iolatency.LatencyTargets;
import io.cglab.core.policy.throttle.BlkThrottle;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.observe.TimeSpent;
import io.cglab.shell.observe.WaitReason;
import io.cglab.shell.observe.Waiting;
import io.cglab.shell.observe.Waits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all explanations share: the machine, what is on its way on it, and words for both. */
public final class Sight {
  private static final double COST_UNITS_PER_NS = (1L << 37) / 1e9;
  private static final double PPM = 1e6;
  private static final double WHOLE_HWEIGHT = 65536;

  private final Scene scene;
  private final Waits waits;

  public Sight(Instruments instruments) {
    CgroupFs files = instruments.machine();
    this.scene = new Scene(files);
    this.waits = instruments.waits();
  }

  Scene scene() {
    return scene;
  }

  Waits waits() {
    return waits;
  }

  Machine machine() {
    return scene.machine();
  }

  /** The cgroup whose I/O the task's is. */
  Cgroup cgroup(Task task) {
    return task.cgroup(machine().hierarchies().of(Controller.IO));
  }

  Disk disk(Waiting waiting) {
    return machine().blkgs().disk(waiting.blkg());
  }

  Cgroup payer(Waiting waiting) {
    return machine().blkgs().cgroup(waiting.blkg());
  }

  /** A limit's file and, on v2, its key in it. */
  String limitFile(WaitReason limit, Cgroup cgroup) {
    if (cgroup.hierarchy().isV2()) {
      return limit.text() + " of " + scene.file(cgroup, "io.max");
    }
    return scene.file(
        cgroup,
        switch (limit) {
          case WBPS -> "blkio.throttle.write_bps_device";
          case RIOPS -> "blkio.throttle.read_iops_device";
          case WIOPS -> "blkio.throttle.write_iops_device";
          default -> "blkio.throttle.read_bps_device";
        });
  }

  /** What an I/O is, such as {@code 4 KiB read}. */
  static String what(Waiting waiting) {
    return Numbers.bytes(waiting.bytes()) + (waiting.write() ? " write" : " read");
  }

  /** The oldest that waits for something but another piece of the same I/O; of at least one. */
  static Waiting first(List<Waiting> waiting) {
    return waiting.stream()
        .filter(each -> each.reason() != WaitReason.BEHIND)
        .findFirst()
        .orElse(waiting.get(0));
  }

  /** Why a bio waits, as the end of a sentence, with numbers. */
  String why(Waiting waiting) {
    Disk disk = disk(waiting);
    Cgroup at = machine().blkgs().cgroup(waiting.at());
    String name = disk.name();
    return switch (waiting.reason()) {
      case RBPS, WBPS, RIOPS, WIOPS -> limit(waiting, disk, at);
      case RELEASE ->
          "the throttle has let it go; the worker that issues such I/O one after another has not"
              + " come to it";
      case LATENCY ->
          "io.latency lets "
              + machine().iolatency().stat(waiting.at()).depth()
              + " I/Os of "
              + scene.directory(at)
              + " be in flight on "
              + name
              + ", for the sake of "
              + favored(at, disk);
      case WBT ->
          "wbt lets few buffered writes be in flight on " + name + ", to keep reads quick there";
      case COST -> cost(waiting, disk, at);
      case TAG ->
          "all "
              + machine().block().tags(disk)
              + " requests of "
              + name
              + " that it may use are taken (nr_requests), and it sleeps until one is free";
      case BEHIND -> "another piece of the same I/O has to be started first";
      case QUEUE -> queue(waiting, disk);
      case DEVICE ->
          name
              + " works on it, one of "
              + machine().block().inDevice(disk)
              + " there at once (at most "
              + disk.queueDepth()
              + ")";
      case CPU, NO_IO -> waiting.reason().text();
    };
  }

  /** Siblings of a cgroup that have a target of their own on a disk. */
  private String favored(Cgroup at, Disk disk) {
    List<String> names = new ArrayList<>();
    Cgroup parent = at.parent();
    if (parent != null) {
      for (Cgroup sibling : parent.children()) {
        int row = machine().blkgs().find(sibling, disk);
        long target =
            row == BlkgTable.NONE ? LatencyTargets.NONE : machine().latencyTargets().targetNs(row);
        if (target != LatencyTargets.NONE && !sibling.equals(at)) {
          names.add(scene.directory(sibling) + " (target " + Numbers.duration(target) + ")");
        }
      }
    }
    return names.isEmpty() ? "a sibling that missed its target" : String.join(", ", names);
  }

  private String limit(Waiting waiting, Disk disk, Cgroup at) {
    LimitKind kind = LimitKind.valueOf(waiting.reason().name());
    IoMax limits = machine().throttle().limits(waiting.at());
    long next = machine().throttle().nextReleaseNs(waiting.at(), waiting.write());
    long ahead =
        waits.waiting().stream()
            .filter(other -> other.at() == waiting.at() && other.write() == waiting.write())
            .filter(other -> other.reason().isLimit() && other.bio() != waiting.bio())
            .filter(other -> isAhead(other, waiting))
            .count();
    String first = ahead == 0 ? "it" : "the first";
    return limitFile(waiting.reason(), at)
        + " ("
        + (kind.of(limits) == kind.none() ? "lifted" : kind.show(kind.of(limits)))
        + " on "
        + disk.name()
        + ") is used up; "
        + (ahead == 0 ? "nothing is ahead of it" : ahead + " I/Os are ahead of it")
        + (next == BlkThrottle.NEVER
            ? ""
            : ", and "
                + first
                + " may go on in "
                + Numbers.duration(next - machine().nowNs())
                + ", at "
                + Numbers.instant(next));
  }

  private static boolean isAhead(Waiting other, Waiting than) {
    return other.sinceNs() < than.sinceNs()
        || other.sinceNs() == than.sinceNs() && other.submittedNs() < than.submittedNs();
  }

  private String cost(Waiting waiting, Disk disk, Cgroup at) {
    double speed = machine().iocost().vratePpm(disk) / PPM;
    double ns = waiting.lack() / COST_UNITS_PER_NS / speed;
    return scene.directory(at)
        + " has used up its part of "
        + disk.name()
        + ": iocost gives it "
        + percent(machine().iocost().hweight(waiting.at()) / WHOLE_HWEIGHT)
        + " (io.weight "
        + machine().iocost().weights().weight(waiting.at())
        + "), and when it asked it lacked about "
        + Numbers.duration(Math.round(Math.max(0, ns)))
        + " of that";
  }

  /** A part of 1, in percent. */
  static String percent(double part) {
    return Numbers.decimal(part * 100) + " %";
  }

  private String queue(Waiting waiting, Disk disk) {
    int in = machine().block().inDevice(disk);
    String device = disk.name() + " has " + in + " of at most " + disk.queueDepth() + " in work";
    String scheduler = scene.scheduler(disk);
    int served = waits.served(disk);
    boolean others =
        served != BlkgTable.NONE
            && machine().blkgs().isUsed(served)
            && !machine().blkgs().cgroup(served).equals(payer(waiting));
    if (scheduler.equals("none")) {
      return "it has its request and waits for the device: " + device;
    }
    return "the scheduler "
        + scheduler
        + " keeps it back: "
        + device
        + (others
            ? ", and the last that it was given is of "
                + scene.directory(machine().blkgs().cgroup(served))
            : "");
  }

  // ---- tables

  /** Counts by reason, the most frequent first, with the age of the oldest. */
  void appendWaiting(StringBuilder out, List<Waiting> waiting) {
    Map<WaitReason, List<Waiting>> by = new EnumMap<>(WaitReason.class);
    for (Waiting each : waiting) {
      by.computeIfAbsent(each.reason(), any -> new ArrayList<>()).add(each);
    }
    List<List<Waiting>> groups = new ArrayList<>(by.values());
    groups.sort((a, b) -> Integer.compare(b.size(), a.size()));
    Table table = new Table();
    for (List<Waiting> group : groups) {
      Waiting oldest = group.get(0);
      table.row(
          group.size() + (group.size() == 1 ? " I/O" : " I/Os"),
          label(oldest.reason(), machine().blkgs().cgroup(oldest.at())),
          "oldest " + Numbers.duration(machine().nowNs() - oldest.submittedNs()));
    }
    table.appendTo(out);
  }

  /** Where time went, in percent that add up to 100. */
  void appendSpent(StringBuilder out, TimeSpent spent) {
    List<TimeSpent.Part> parts = spent.parts();
    double[] ns = new double[parts.size()];
    for (int i = 0; i < ns.length; i++) {
      ns[i] = parts.get(i).ns();
    }
    int[] percent = Shares.percent(ns);
    Table table = new Table();
    for (int i = 0; i < ns.length; i++) {
      TimeSpent.Part part = parts.get(i);
      table.row(
          percent[i] + " %",
          Numbers.duration(Math.round(part.ns())),
          label(part.reason(), part.whose()));
    }
    table.appendTo(out);
  }

  private String label(WaitReason reason, @Nullable Cgroup whose) {
    return reason.isLimit() && whose != null && !whose.isRemoved()
        ? limitFile(reason, whose)
        : reason.text();
  }
}
