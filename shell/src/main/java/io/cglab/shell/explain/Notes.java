package io.cglab.shell.explain;

import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.api.IoMax;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.device.Disk;
import io.cglab.core.dm.MappedDevice;
import io.cglab.core.elevator.Scheduler;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table of hints behind writes that succeeded and still do not do what one may think. */
public final class Notes {
  /** Says what is odd about a write that was taken; null where nothing is. */
  @FunctionalInterface
  interface Rule {
    @Nullable String note(Written written, Scene scene);
  }

  /** A write(2) that was taken: the file, and the text without blanks around it. */
  record Written(Path path, @Nullable Cgroup cgroup, String file, String text) {
    /** The disk that the text begins with, or null. */
    @Nullable Disk disk(Scene scene) {
      return scene.disk(text.split("\\s", 2)[0]);
    }
  }

  private record Row(Pattern file, Rule rule) {}

  private static final String V1_LIMITS = "blkio\\.throttle\\..*_device";

  private static final List<Row> TABLE =
      List.of(
          row("io\\.max|io\\.latency|" + V1_LIMITS, Notes::suffix),
          row("io\\.max|" + V1_LIMITS, Notes::looser),
          row("io\\.max|" + V1_LIMITS, Notes::member),
          row("blkio\\.throttle\\.write_.*_device", Notes::buffered),
          row("io\\.weight", Notes::costOff),
          row("io\\.bfq\\.weight|blkio\\.bfq\\.weight", Notes::bfqOff),
          row("io\\.max|io\\.weight|cgroup\\.procs|blkio\\..*", Notes::plainFile));

  private static Row row(String file, Rule rule) {
    return new Row(Pattern.compile(file), rule);
  }

  private Notes() {}

  /** What is odd about a write that the kernel took; null where nothing is. */
  public static @Nullable String of(Path path, String text, Scene scene) {
    Path name = path.getFileName();
    if (name == null) {
      return null;
    }
    Written written = new Written(path, scene.cgroup(path.getParent()), name.toString(), text);
    for (Row row : TABLE) {
      boolean fits = row.file().matcher(written.file()).matches();
      String note = fits ? row.rule().note(written, scene) : null;
      if (note != null) {
        return note;
      }
    }
    return null;
  }

  /** The kernel reads the digits and stops: 10M is a limit of 10. */
  private static @Nullable String suffix(Written written, Scene scene) {
    if (written.cgroup() == null) {
      return null;
    }
    String[] words = written.text().split("\\s+", -1);
    for (int i = 1; i < words.length; i++) {
      String value = words[i].substring(words[i].indexOf('=') + 1);
      long meant = Numbers.suffixed(value);
      if (written.file().equals("io.latency") && value.matches("\\d+(us|ms|s)")) {
        words[i] = "target=" + LimitHints.micros(value);
        return "the kernel reads the digits and ignores the unit: the target is now "
            + value.replaceAll("\\D", "")
            + " us; "
            + value
            + " is echo \""
            + String.join(" ", words)
            + "\" > "
            + written.path();
      }
      if (meant > 0) {
        words[i] = words[i].substring(0, words[i].indexOf('=') + 1) + meant;
        return String.format(
            Locale.ROOT,
            "the kernel reads the digits and ignores the suffix: the limit is now %s a second; %s"
                + " is %d: echo \"%s\" > %s",
            value.replaceAll("\\D.*", ""),
            value,
            meant,
            String.join(" ", words),
            written.path());
      }
    }
    return null;
  }

  private static @Nullable String looser(Written written, Scene scene) {
    Disk disk = written.disk(scene);
    Cgroup cgroup = written.cgroup();
    if (disk == null || cgroup == null || !cgroup.hierarchy().isV2()) {
      return null;
    }
    Machine machine = scene.machine();
    int own = machine.blkgs().find(cgroup, disk);
    if (own == BlkgTable.NONE) {
      return null;
    }
    IoMax limits = machine.throttle().limits(own);
    for (LimitKind kind : LimitKind.values()) {
      long value = kind.of(limits);
      boolean isSet = written.text().contains(kind.key() + "=");
      for (Cgroup at = cgroup.parent(); at != null && isSet; at = at.parent()) {
        int row = machine.blkgs().find(at, disk);
        long above = row == BlkgTable.NONE ? kind.none() : kind.of(machine.throttle().limits(row));
        if (value != kind.none() && Long.compareUnsigned(above, value) < 0) {
          return String.format(
              Locale.ROOT,
              "%s has %s=%s for %s, which is less: all below it share that, so this limit is"
                  + " never reached; the smallest of a cgroup and its ancestors is in force",
              scene.file(at, "io.max"),
              kind.key(),
              Long.toUnsignedString(above),
              disk.name());
        }
      }
    }
    return null;
  }

  private static @Nullable String member(Written written, Scene scene) {
    Disk disk = written.disk(scene);
    if (disk == null || written.cgroup() == null) {
      return null;
    }
    for (MappedDevice volume : scene.machine().mapper().all()) {
      boolean isMember = false;
      for (String name : volume.memberNames()) {
        isMember |= disk.equals(scene.diskNamed(name));
      }
      if (isMember) {
        return String.format(
            Locale.ROOT,
            "the volume %s (%s) lies on %s: this limits what reaches %s, whichever way it came;"
                + " to limit I/O to the volume as such, write \"%s ...\"",
            volume.disk().name(),
            volume.disk().dev(),
            disk.name(),
            disk.name(),
            volume.disk().dev());
      }
    }
    return null;
  }

  private static @Nullable String buffered(Written written, Scene scene) {
    return written.cgroup() == null
        ? null
        : "on cgroup v1 this limits direct and synchronous writes only: buffered ones are written"
            + " back later by a kernel thread in the root cgroup, past the limit; cgroup v2 with"
            + " io and memory counts them for the writer";
  }

  private static @Nullable String costOff(Written written, Scene scene) {
    Machine machine = scene.machine();
    Cgroup cgroup = written.cgroup();
    if (cgroup == null || !scene.has(Feature.IOCOST)) {
      return null;
    }
    for (Disk disk : machine.disks().all()) {
      if (machine.iocost().isEnabled(disk)) {
        return null;
      }
    }
    Disk any = scene.anyDisk();
    return "the weight has no effect until iocost is on for a disk: echo \""
        + (any == null ? "MAJ:MIN" : any.dev())
        + " enable=1\" > "
        + scene.file(cgroup.hierarchy().root(), "io.cost.qos")
        + "; BFQ does not look at io.weight but at io.bfq.weight";
  }

  private static @Nullable String bfqOff(Written written, Scene scene) {
    Machine machine = scene.machine();
    if (written.cgroup() == null) {
      return null;
    }
    for (Disk disk : machine.disks().all()) {
      if (machine.elevators().of(disk).scheduler() == Scheduler.BFQ) {
        return null;
      }
    }
    Disk any = scene.anyDisk();
    String name = any == null ? "sda" : any.name();
    return "the weight has no effect until BFQ schedules a disk, and none does ("
        + name
        + " has "
        + (any == null ? "none" : scene.scheduler(any))
        + "): echo bfq > /sys/block/"
        + name
        + "/queue/scheduler";
  }

  /** A directory beside the hierarchies is no cgroup, and its files are just files. */
  private static @Nullable String plainFile(Written written, Scene scene) {
    if (written.cgroup() != null || !written.path().startsWith("/sys/fs/cgroup")) {
      return null;
    }
    var io = scene.machine().hierarchies().of(Controller.IO);
    return written.path().getParent()
        + " is no cgroup but a plain directory beside the hierarchies, and this a plain file that"
        + " nobody reads; the io controller is at "
        + scene.directory(io.root());
  }
}
