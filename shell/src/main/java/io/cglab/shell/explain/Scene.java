package io.cglab.shell.explain;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.elevator.Scheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A machine as its user sees it: cgroups by their directories, disks by their numbers. */
public final class Scene {
  private static final int MOST_NAMED = 4;

  private final CgroupFs files;

  public Scene(CgroupFs files) {
    this.files = files;
  }

  public Machine machine() {
    return files.machine();
  }

  /** An absolute path of the machine. */
  Path path(String text) {
    return files.fileSystem().getPath(text);
  }

  boolean has(Feature feature) {
    return machine().config().features().contains(feature);
  }

  /** The cgroup that a directory is, or null. */
  public @Nullable Cgroup cgroup(@Nullable Path directory) {
    return directory == null ? null : files.mounts().cgroupAt(directory);
  }

  /** The directory of a cgroup; its path within the hierarchy where that is not mounted. */
  public String directory(Cgroup cgroup) {
    Path path = files.mounts().pathOf(cgroup);
    return path == null ? cgroup.path() : path.toString();
  }

  /** A file of a cgroup. */
  public String file(Cgroup cgroup, String name) {
    String directory = directory(cgroup);
    return directory.equals("/") ? "/" + name : directory + "/" + name;
  }

  /** The disk or partition of this MAJ:MIN, or null. */
  @Nullable Disk disk(String dev) {
    DevNo number = Numbers.dev(dev);
    return number == null ? null : machine().disks().lookup(number);
  }

  /** The disk of this name, or the one that a partition of this name is on; null if none is. */
  public @Nullable Disk diskNamed(String name) {
    for (Disk disk : machine().disks().all()) {
      if (disk.name().equals(name)) {
        return disk;
      }
      for (Partition partition : disk.partitions()) {
        if (partition.name().equals(name)) {
          return disk;
        }
      }
    }
    return null;
  }

  /** All disks, as {@code sda 8:0, sdb 8:16}. */
  String disks() {
    List<String> names = new ArrayList<>();
    machine().disks().all().forEach(disk -> names.add(disk.name() + " " + disk.dev()));
    return names.isEmpty() ? "no disks" : String.join(", ", names);
  }

  /** A disk that makes a good example: the first. */
  @Nullable Disk anyDisk() {
    List<Disk> disks = machine().disks().all();
    return disks.isEmpty() ? null : disks.get(0);
  }

  /** The scheduler of a disk by the name that its file has. */
  public String scheduler(Disk disk) {
    return name(machine().elevators().of(disk).scheduler());
  }

  static String name(Scheduler scheduler) {
    return scheduler.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Processes by number and name, such as {@code 12 (dd), 14 (fio)}. */
  static String processes(Collection<Task> tasks) {
    List<String> names = new ArrayList<>();
    for (Task task : tasks) {
      if (names.size() == MOST_NAMED) {
        names.add((tasks.size() - MOST_NAMED) + " more");
        break;
      }
      names.add(task.pid() + " (" + task.process().name() + ")");
    }
    return String.join(", ", names);
  }

  /** Names of cgroups, such as {@code a, b and 3 more}. */
  static String names(Collection<Cgroup> cgroups) {
    List<String> names = new ArrayList<>();
    for (Cgroup cgroup : cgroups) {
      if (names.size() == MOST_NAMED) {
        names.add((cgroups.size() - MOST_NAMED) + " more");
        break;
      }
      names.add(cgroup.name());
    }
    return String.join(", ", names);
  }
}
