package io.cglab.shell.command;

import io.cglab.core.api.DevNo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk or partition as sysfs shows it.
 *
 * @param disk the disk that it is a partition of; null for a disk
 */
record SysBlock(Context c, String kernelName, @Nullable SysBlock disk) {
  private static final String ROOT = "/sys/block";

  /** All disks, by device number. */
  static List<SysBlock> disks(Context c) throws IOException {
    List<SysBlock> disks = new ArrayList<>();
    for (String name : Listing.names(c.path(ROOT))) {
      disks.add(new SysBlock(c, name, null));
    }
    disks.sort(byNumber());
    return disks;
  }

  private static Comparator<SysBlock> byNumber() {
    return Comparator.comparingLong((SysBlock block) -> block.number("major"))
        .thenComparingLong(block -> block.number("minor"));
  }

  private long number(String which) {
    String[] parts = attribute("dev").split(":", 2);
    return parts.length < 2 ? 0 : Numbers.whole(parts[which.equals("major") ? 0 : 1]);
  }

  /** Its device number. */
  DevNo dev() {
    return new DevNo((int) number("major"), (int) number("minor"));
  }

  /** The partitions, by device number. */
  List<SysBlock> partitions() throws IOException {
    List<SysBlock> partitions = new ArrayList<>();
    if (disk == null) {
      for (String name : Listing.names(c.path(directory()))) {
        if (Files.exists(c.path(directory() + "/" + name + "/partition"))) {
          partitions.add(new SysBlock(c, name, this));
        }
      }
    }
    partitions.sort(byNumber());
    return partitions;
  }

  /** The disk or partition whose device node {@code path} is; null if it is none. */
  static @Nullable SysBlock of(Context c, Path path) throws IOException {
    String name = path.toRealPath().getFileName().toString();
    for (SysBlock disk : disks(c)) {
      if (disk.kernelName().equals(name)) {
        return disk;
      }
      for (SysBlock partition : disk.partitions()) {
        if (partition.kernelName().equals(name)) {
          return partition;
        }
      }
    }
    return null;
  }

  private String directory() {
    return disk == null ? ROOT + "/" + kernelName : disk.directory() + "/" + kernelName;
  }

  /** The text of an attribute without its newline; empty where there is none. */
  String attribute(String name) {
    try {
      List<String> lines = c.readLines(directory() + "/" + name);
      return lines.isEmpty() ? "" : lines.get(0);
    } catch (IOException e) {
      return "";
    }
  }

  /** An attribute of the queue, which a partition has in common with its disk. */
  String queue(String name) {
    return disk == null ? attribute("queue/" + name) : disk.queue(name);
  }

  /** An attribute of the queue as a number; 0 where there is none. */
  long queueNumber(String name) {
    return Math.max(0, Numbers.whole(queue(name)));
  }

  /** The size in sectors of 512 B. */
  long sectors() {
    return Math.max(0, Numbers.whole(attribute("size")));
  }

  /** The name in /dev: that of a mapping for a device of the device mapper. */
  String name() {
    String mapping = attribute("dm/name");
    return mapping.isEmpty() ? kernelName : mapping;
  }

  String path() {
    return (attribute("dm/name").isEmpty() ? "/dev/" : "/dev/mapper/") + name();
  }

  String type() {
    if (disk != null) {
      return "part";
    }
    if (attribute("dm/name").isEmpty()) {
      return kernelName.startsWith("loop") ? "loop" : "disk";
    }
    String uuid = attribute("dm/uuid");
    return uuid.startsWith("CRYPT-") ? "crypt" : uuid.startsWith("LVM-") ? "lvm" : "dm";
  }

  /** The names of the devices below this one: what a mapping is made of. */
  List<String> slaves() {
    try {
      return Listing.names(c.path(directory() + "/slaves"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
