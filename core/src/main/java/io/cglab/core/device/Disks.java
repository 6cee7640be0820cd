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
  private final List<Disk> all = new ArrayList<>();
  private final Map<DevNo, Disk> byDev = new TreeMap<>();

  /**
   * Registers a disk and its partitions.
   *
   * @throws IllegalArgumentException if one of the numbers is taken
   */
  public Disk add(DiskConfig config) {
    Disk disk = new Disk(all.size(), config);
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
