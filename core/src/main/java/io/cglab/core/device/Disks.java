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
    long own = seed + (all.size() + 1) * GOLDEN_GAMMA;
    Disk disk = new Disk(all.size(), config, config.model().device(config, own, hz));
    claim(config.dev(), disk);
    for (Partition partition : config.partitions()) {
      claim(partition.dev(), disk);
    }
    all.add(disk);
    return disk;
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

  /** The names of all disks and partitions, each disk before its own. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Disk disk : all) {
      names.add(disk.name());
      disk.partitions().forEach(partition -> names.add(partition.name()));
    }
    return names;
  }

  public Disk get(int index) {
    return all.get(index);
  }

  public int count() {
    return all.size();
  }

  /** All disks in order of registration. */
  public List<Disk> all() {
    return Collections.unmodifiableList(all);
  }
}
