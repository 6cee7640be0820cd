package io.cglab.core.device;

import io.cglab.core.api.DevNo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The registered disks, in order of registration. */
public final class Disks {
  /** 2⁶⁴ divided by the golden ratio: multiples of it are spread evenly. */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** By index, those that are gone too: bios may still be on their way. */
  private final List<Disk> registered = new ArrayList<>();

  private final List<Disk> all = new ArrayList<>();
  private final Map<DevNo, Disk> byDev = new TreeMap<>();
  private final long seed;
  private final int hz;

  /**
   * No disk yet.
   *
   * @param seed of the chance of all devices; each has its own
   * @param hz ticks a second
   */
  public Disks(long seed, int hz) {
    this.seed = seed;
    this.hz = hz;
  }

  /**
   * Registers a disk and its partitions.
   *
   * @throws IllegalArgumentException if one of the numbers is taken, or the model cannot serve the
   *     disk
   */
  public Disk add(DiskConfig config) {
    long own = seed + (registered.size() + 1) * GOLDEN_GAMMA;
    Disk disk = new Disk(registered.size(), config, config.model().device(config, own, hz));
    claim(config.dev(), disk);
    for (Partition partition : config.partitions()) {
      claim(partition.dev(), disk);
    }
    registered.add(disk);
    all.add(disk);
    return disk;
  }

  /** The disk is gone: its name and numbers are free, its index is not. */
  public void remove(Disk disk) {
    all.remove(disk);
    byDev.remove(disk.dev());
    for (Partition partition : disk.partitions()) {
      byDev.remove(partition.dev());
    }
  }

  private void claim(DevNo dev, Disk disk) {
    if (byDev.putIfAbsent(dev, disk) != null) {
      throw new IllegalArgumentException("device number taken twice: " + dev);
    }
  }

  /**
   * Returns the disk with this number, or the disk that has a partition of this number, or null.
   */
  public @Nullable Disk lookup(DevNo dev) {
    return byDev.get(dev);
  }

  /**
   * Returns the number of the disk or partition with this name ({@code sda1}) or this number
   * ({@code 8:1}), or null.
   */
  public @Nullable DevNo named(String name) {
    for (Disk disk : all) {
      if (name.equals(disk.name()) || name.equals(disk.dev().toString())) {
        return disk.dev();
      }
      for (Partition partition : disk.partitions()) {
        if (name.equals(partition.name()) || name.equals(partition.dev().toString())) {
          return partition.dev();
        }
      }
    }
    return null;
  }

  /** The name of the disk or partition of a number; the number itself if there is none. */
  public String nameOf(DevNo dev) {
    Disk disk = byDev.get(dev);
    if (disk == null) {
      return dev.toString();
    }
    Partition partition = disk.partition(dev);
    return partition == null ? disk.name() : partition.name();
  }

  /** The names of all disks and partitions, each disk before its own. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Disk disk : all) {
      names.add(disk.name());
      disk.partitions().forEach(partition -> names.add(partition.name()));
    }
    return names;
  }

  /** The disk of an index, which may be gone. */
  public Disk get(int index) {
    return registered.get(index);
  }

  /** How many disks there are. */
  public int count() {
    return all.size();
  }

  /** All disks in order of registration. */
  public List<Disk> all() {
    return Collections.unmodifiableList(all);
  }
}
