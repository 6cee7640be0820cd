package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.CfqClasses;
import io.cglab.core.elevator.CfqStats.Gauge;
import io.cglab.core.elevator.CfqWeights;
import io.cglab.core.elevator.CfqWeights.Share;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of the IO controller of 2009 (dm-ioband.md 6.1). Errors are those of Linux 2.6.31's
 * cgroups and of the controller's successor, which reads blkio.weight_device as this one read
 * io.policy: a write is shorter than 64 bytes, and whatever is no policy is EINVAL.
 */
final class V10Files {
  private static final int LONGEST = 63;
  private static final int LIGHTEST = 100;
  private static final int HEAVIEST = 1000;
  private static final int FIELDS = 3;
  private static final long NS_PER_MS = 1_000_000;

  private V10Files() {}

  /** All. */
  static final List<ControlFile> ALL =
      ImmutableList.of(
          rw("weight", V10Files::showWeight, V10Files::writeWeight),
          rw("ioprio_class", V10Files::showClass, V10Files::writeClass)
              .taking(Grammar.words("1", "2", "3")),
          rw("policy", V10Files::showPolicy, V10Files::writePolicy).taking(Grammar.device()),
          statistic("disk_time", (machine, blkg) -> ms(machine, blkg, Gauge.TIME)),
          statistic("disk_sectors", (machine, blkg) -> gauge(machine, blkg, Gauge.SECTORS)),
          statistic(
              "disk_queue",
              (machine, blkg) ->
                  gauge(machine, blkg, Gauge.ENQUEUE)
                      + " "
                      + ms(machine, blkg, Gauge.GROUP_WAIT_TIME)),
          statistic("disk_dequeue", (machine, blkg) -> gauge(machine, blkg, Gauge.DEQUEUE)));

  private static ControlFile rw(String name, ControlFile.Reader reader, ControlFile.Writer writer) {
    return ControlFiles.io(
        "io." + name,
        ANY,
        Feature.IO_CONTROLLER_V10,
        reader,
        (context, text) -> {
          if (text.length > LONGEST) {
            throw new KernelException(Errno.E2BIG, "this kernel takes at most 63 bytes");
          }
          writer.write(context, text);
        });
  }

  // ---- what is set

  private static void showWeight(FileContext context, StringBuilder out) {
    CfqWeights weights = context.machine().cfqWeights();
    out.append(weights.defaultOf(Share.GROUP, context.cgroup())).append('\n');
  }

  private static void writeWeight(FileContext context, byte[] text) throws KernelException {
    int weight = number(text, LIGHTEST, HEAVIEST, "a weight");
    context.machine().cfqWeights().setDefault(Share.GROUP, context.cgroup(), weight);
  }

  private static void showClass(FileContext context, StringBuilder out) {
    out.append(context.machine().cfqClasses().defaultOf(context.cgroup())).append('\n');
  }

  private static void writeClass(FileContext context, byte[] text) throws KernelException {
    int ioClass = number(text, CfqClasses.REAL_TIME, CfqClasses.IDLE, "a class");
    context.machine().cfqClasses().setDefault(context.cgroup(), ioClass);
  }

  private static int number(byte[] text, int least, int most, String what) throws KernelException {
    long value;
    try {
      value = new Input(text).u64();
    } catch (KernelException malformed) {
      throw new KernelException(Errno.EINVAL, what + " is a number");
    }
    return checked(value, least, most, what);
  }

  private static int checked(long value, int least, int most, String what) throws KernelException {
    if (value < least || value > most) {
      throw new KernelException(Errno.EINVAL, what + " is " + least + " to " + most);
    }
    return (int) value;
  }

  private static void showPolicy(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    Map<DevNo, String> lines = new TreeMap<>();
    Cgroup cgroup = context.cgroup();
    for (int i = 0; i < cgroup.blkgCount(); i++) {
      int blkg = cgroup.blkg(i);
      int weight = machine.cfqWeights().override(Share.GROUP, blkg);
      if (weight != CfqWeights.NONE) {
        int ioClass = machine.cfqClasses().override(blkg);
        lines.put(machine.blkgs().disk(blkg).dev(), "\t" + weight + "\t" + ioClass + "\n");
      }
    }
    out.append(lines.isEmpty() ? "" : "dev\tweight\tclass\n");
    lines.forEach((dev, line) -> out.append(dev).append(line));
  }

  private static void writePolicy(FileContext context, byte[] text) throws KernelException {
    Machine machine = context.machine();
    String line = new String(text, StandardCharsets.ISO_8859_1).strip();
    List<String> fields = Splitter.on(' ').omitEmptyStrings().splitToList(line);
    if (fields.size() != FIELDS) {
      throw new KernelException(
          Errno.EINVAL, "a policy is MAJ:MIN WEIGHT CLASS, such as 8:16 300 2");
    }
    Disk disk = disk(machine, fields.get(0));
    long wanted = decimal(fields.get(1));
    int weight = wanted == 0 ? 0 : checked(wanted, LIGHTEST, HEAVIEST, "a weight");
    int ioClass = checked(decimal(fields.get(2)), CfqClasses.REAL_TIME, CfqClasses.IDLE, "a class");
    if (!machine.cfqWeights().isActive(disk)) {
      throw new KernelException(Errno.EINVAL, disk.name() + " has no scheduler with groups");
    }
    int blkg = machine.blkgs().obtain(context.cgroup(), disk);
    machine.cfqWeights().setOverride(Share.GROUP, blkg, weight == 0 ? CfqWeights.NONE : weight);
    machine.cfqClasses().setOverride(blkg, weight == 0 ? CfqClasses.NONE : ioClass);
  }

  private static Disk disk(Machine machine, String text) throws KernelException {
    List<String> numbers = Splitter.on(':').splitToList(text);
    if (numbers.size() != 2) {
      throw new KernelException(Errno.EINVAL, "a device is MAJ:MIN, such as 8:16");
    }
    long major = decimal(numbers.get(0));
    long minor = decimal(numbers.get(1));
    for (Disk disk : machine.disks().all()) {
      if (disk.dev().major() == major && disk.dev().minor() == minor) {
        return disk;
      }
    }
    throw new KernelException(Errno.ENODEV, "no whole disk " + text + "; see /proc/partitions");
  }

  /** As strict_strtoul: digits, and nothing else. */
  private static long decimal(String text) throws KernelException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new KernelException(Errno.EINVAL, "\"" + text + "\" is no number");
    }
    return Long.parseLong(text);
  }

  // ---- what is counted

  @FunctionalInterface
  private interface Value {
    Object of(Machine machine, int blkg);
  }

  /** A file with a line of each disk: its numbers, apart, and what was counted. */
  private static ControlFile statistic(String name, Value value) {
    return ControlFiles.ro(
            "io." + name,
            ANY,
            (context, out) -> {
              Machine machine = context.machine();
              Cgroup cgroup = context.cgroup();
              for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
                int blkg = cgroup.blkg(i);
                Disk disk = machine.blkgs().disk(blkg);
                if (machine.cfqWeights().isActive(disk)) {
                  out.append(disk.dev().major()).append(' ').append(disk.dev().minor());
                  out.append(' ').append(value.of(machine, blkg)).append('\n');
                }
              }
            })
        .of(Controller.IO)
        .with(Feature.IO_CONTROLLER_V10);
  }

  private static long gauge(Machine machine, int blkg, Gauge gauge) {
    return machine.cfqStats().gauge(blkg, gauge);
  }

  private static long ms(Machine machine, int blkg, Gauge gauge) {
    return gauge(machine, blkg, gauge) / NS_PER_MS;
  }
}
