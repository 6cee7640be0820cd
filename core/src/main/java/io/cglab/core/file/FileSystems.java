package io.cglab.core.file;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Disks;
import io.cglab.core.device.Partition;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The file systems on the disks of a machine. */
public final class FileSystems {
  private final Disks disks;
  private final Map<DevNo, FileSystem> byDev = new TreeMap<>();

  /** None yet. */
  public FileSystems(Disks disks) {
    this.disks = disks;
  }

  /**
   * mkfs(8): makes a file system on a disk or partition, in place of what was there. A file system
   * on a whole disk goes with one on a partition of it, and the other way round.
   *
   * @throws KernelException ENXIO if there is no such disk or partition, EBUSY if what is there is
   *     mounted
   */
  public FileSystem format(DevNo dev, FileSystemType type, Layout layout) throws KernelException {
    Disk disk = disks.lookup(dev);
    if (disk == null) {
      throw new KernelException(Errno.ENXIO, "no disk " + dev);
    }
    if (isMounted(dev)) {
      throw new KernelException(Errno.EBUSY, "the file system there is mounted");
    }
    Partition partition = disk.partition(dev);
    if (partition == null) {
      disk.partitions().forEach(part -> byDev.remove(part.dev()));
    } else {
      byDev.remove(disk.dev());
    }
    FileSystem made =
        new FileSystem(
            dev,
            disk,
            partition == null ? 0 : partition.start(),
            partition == null ? disk.sectors() : partition.sectors(),
            type,
            layout);
    byDev.put(dev, made);
    return made;
  }

  /** Takes away what is on a disk that goes. */
  public void forget(DevNo dev) {
    byDev.remove(dev);
  }

  /** The file system on a disk or partition, mounted or not; null for none. */
  public @Nullable FileSystem on(DevNo dev) {
    return byDev.get(dev);
  }

  /** True if what is on the disk or partition is mounted, or on the disk of this partition. */
  public boolean isMounted(DevNo dev) {
    Disk disk = disks.lookup(dev);
    if (disk == null) {
      return false;
    }
    for (FileSystem each : byDev.values()) {
      boolean overlaps =
          each.dev().equals(dev)
              || (each.disk() == disk && (disk.dev().equals(dev) || disk.dev().equals(each.dev())));
      if (overlaps && each.mounts() > 0) {
        return true;
      }
    }
    return false;
  }
}
