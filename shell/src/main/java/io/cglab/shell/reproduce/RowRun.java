package io.cglab.shell.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MachineSpec.MountSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.Machine;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a row on a machine of its own and reads what fio reports. */
final class RowRun {
  private static final String MACHINE = "sata7200-2009";
  private static final double KIB = 1024;
  private static final double MS_PER_S = 1000;
  private static final double NS_PER_US = 1000;

  private final ScriptRun shell;

  RowRun(ScriptRun shell) {
    this.shell = shell;
  }

  /**
   * Runs it.
   *
   * @param nr jobs of the first process
   * @throws IllegalStateException if a command of the script fails
   */
  Figures run(Table table, int nr, long seed) {
    String script = RowScript.of(table, nr, seed);
    try (CgroupFs machine = CgroupFs.boot(machine(table).withSeed(seed))) {
      String complaints = shell.complaints(machine, script);
      if (!complaints.isEmpty()) {
        throw new IllegalStateException(table.id() + ":" + nr + ": " + complaints + script);
      }
      return new Figures(values(table, machine), diskMs(table, machine));
    } catch (IOException | MalformedFileException e) {
      throw new IllegalStateException(table.id() + ":" + nr, e);
    }
  }

  /** The disk with the table's kernel; the script mounts what it needs. */
  private static MachineSpec machine(Table table) throws IOException, MalformedFileException {
    MachineSpec of = MachineSpec.find(MACHINE, table.profile());
    List<MountSpec> disks =
        of.mounts().stream().filter(mount -> mount.source().startsWith("/dev/")).toList();
    MachineSpec bare =
        new MachineSpec(of.name(), of.profile(), of.config(), disks, of.fileSystems());
    boolean single = table.profile().schedulers().contains(Scheduler.CFQ);
    return single
        ? bare.withConfig(bare.config().withSchedulers(Map.of("sda", Scheduler.CFQ)))
        : bare;
  }

  private static List<Double> values(Table table, CgroupFs machine) throws IOException {
    List<Double> values = new ArrayList<>(processOf(machine, RowScript.FIRST));
    if (table.second() != null) {
      List<Double> second = processOf(machine, RowScript.SECOND);
      values.add(second.get(Column.BANDWIDTH.ordinal()));
      values.add(second.get(Column.LATENCY.ordinal()));
    }
    return values;
  }

  /** The groups' disk time: from a file, or under BFQ, whose file shows 0, from the machine. */
  private static List<Double> diskMs(Table table, CgroupFs machine) throws IOException {
    List<Double> diskMs = new ArrayList<>();
    for (int group = 1; group <= 2; group++) {
      Path times = machine.fileSystem().getPath(RowScript.TIMES + group);
      if (Files.exists(times)) {
        diskMs.add(lastNumber(Files.readString(times)));
      } else if (RowScript.isBfq(table) && table.hasGroups()) {
        diskMs.add((double) slotMs(machine.machine(), RowScript.GROUP + group));
      }
    }
    return diskMs;
  }

  private static long slotMs(Machine machine, String name) {
    Cgroup group = machine.hierarchies().v2().root().child(name);
    Disk disk = machine.disks().get(0);
    return group == null ? 0 : machine.bfqStats().slotMs(machine.blkgs().obtain(group, disk));
  }

  /** The number at the end of a file of one line; 0 if it is empty. */
  private static double lastNumber(String text) {
    String[] words = text.strip().split("\\s+");
    String last = words[words.length - 1];
    return last.isEmpty() ? 0 : Double.parseDouble(last);
  }

  /** The first four columns of one fio process, as its group line and its clat lines give them. */
  private static List<Double> processOf(CgroupFs machine, String report) throws IOException {
    String json = Files.readString(machine.fileSystem().getPath(report));
    double most = 0;
    double least = Double.MAX_VALUE;
    double bytes = 0;
    double longestMs = 1;
    double latencyNs = 0;
    for (JsonNode job : new ObjectMapper().readTree(json).required("jobs")) {
      JsonNode read = job.required("read");
      JsonNode of = read.required("io_bytes").asLong() > 0 ? read : job.required("write");
      double ms = Math.max(1, of.required("runtime").asDouble());
      double bandwidth = Math.floor(of.required("io_bytes").asDouble() * MS_PER_S / ms / KIB);
      most = Math.max(most, bandwidth);
      least = Math.min(least, bandwidth);
      bytes += of.required("io_bytes").asDouble();
      longestMs = Math.max(longestMs, ms);
      latencyNs = Math.max(latencyNs, of.required("clat_ns").required("max").asDouble());
    }
    return List.of(
        most, least, Math.floor(bytes * MS_PER_S / longestMs / KIB), latencyNs / NS_PER_US);
  }
}
