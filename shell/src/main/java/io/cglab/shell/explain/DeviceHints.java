package io.cglab.shell.explain;

import io.cglab.core.api.Errno;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines that begin with a device: the number must be a whole disk's. */
final class DeviceHints {
  private DeviceHints() {}

  static @Nullable String of(Refusal refusal, Scene scene) {
    String text = refusal.text();
    String first = text.split("\\s", 2)[0];
    if (refusal.errno() == Errno.ENODEV) {
      return ofUnknown(refusal, scene, first);
    }
    String name = first.startsWith("/dev/") ? first.substring(5) : first;
    Disk named = scene.diskNamed(name);
    if (named != null) {
      return String.format(
          Locale.ROOT,
          "control files take a disk by its number, MAJ:MIN; %s is %s: %s",
          named.name(),
          named.dev(),
          again(refusal, first, named));
    }
    boolean isWeight = refusal.file().contains("weight");
    if (first.indexOf(':') < 0 && !isWeight) {
      return "the line begins with the disk's MAJ:MIN and a blank; here are "
          + scene.disks()
          + ": "
          + example(refusal, scene);
    }
    return null;
  }

  private static String ofUnknown(Refusal refusal, Scene scene, String dev) {
    Disk whole = scene.disk(dev);
    if (whole == null) {
      return "no disk of this machine is " + dev + "; there are " + scene.disks() + " (lsblk)";
    }
    String partition = dev;
    for (Partition each : whole.partitions()) {
      partition = each.dev().toString().equals(dev) ? each.name() : partition;
    }
    return String.format(
        Locale.ROOT,
        "%s is the partition %s; the block layer limits whole disks, and this one is %s, %s: %s",
        dev,
        partition,
        whole.name(),
        whole.dev(),
        again(refusal, dev, whole));
  }

  private static String again(Refusal refusal, String first, Disk disk) {
    return echo(disk.dev() + refusal.text().substring(first.length()), refusal);
  }

  private static String example(Refusal refusal, Scene scene) {
    Disk disk = scene.anyDisk();
    String value = refusal.text().isEmpty() ? "rbps=1048576" : refusal.text();
    return echo((disk == null ? "MAJ:MIN" : disk.dev()) + " " + value, refusal);
  }

  /** The command that writes {@code text} to the file of the refusal. */
  static String echo(String text, Refusal refusal) {
    return "echo \"" + text + "\" > " + refusal.path();
  }
}
