package io.cglab.core.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.device.Device;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Disks;
import io.cglab.core.device.Partition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of a machine, in order of making. A volume is a disk without requests: it has no
 * scheduler and no tags, but records, limits and statistics of its own. Its bios go on to its
 * members, where the same cgroup pays for them again.
 */
public final class Volumes {
  /** Major number of volumes. */
  public static final int MAJOR = 253;

  private final Disks disks;
  private final List<Volume> all = new ArrayList<>();

  public Volumes(Disks disks) {
    this.disks = disks;
  }

  /** All volumes, in order of making. */
  public List<Volume> all() {
    return Collections.unmodifiableList(all);
  }

  /** The volume of a disk, or null if the disk is none. */
  public @Nullable Volume of(Disk disk) {
    for (Volume volume : all) {
      if (volume.disk().index() == disk.index()) {
        return volume;
      }
    }
    return null;
  }

  /** The lowest number that no volume has. */
  public DevNo freeDev() {
    int minor = 0;
    while (disks.lookup(new DevNo(MAJOR, minor)) != null) {
      minor++;
    }
    return new DevNo(MAJOR, minor);
  }

  /**
   * Makes a volume and registers its disk.
   *
   * @throws KernelException EBUSY if a name or its number is taken, ENXIO if a member is on no disk
   *     of the machine, EINVAL if it is not within its disk
   */
  public Volume add(VolumeConfig config) throws KernelException {
    if (isTaken(config)) {
      throw new KernelException(
          Errno.EBUSY, config.name() + " or " + config.dev() + " is there already");
    }
    int count = config.members().size();
    int[] disk = new int[count];
    long[] start = new long[count];
    long[] sectors = new long[count];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Segment member = config.members().get(i);
      Place place = place(member.disk());
      if (place == null) {
        throw new KernelException(Errno.ENXIO, "no disk " + member.disk());
      }
      if (member.sectors() > place.sectors() - member.start()) {
        throw new KernelException(
            Errno.EINVAL, member.disk() + " has no more than " + place.sectors() + " sectors");
      }
      disk[i] = place.disk().index();
      start[i] = place.start() + member.start();
      sectors[i] = member.sectors();
      if (!names.contains(member.disk())) {
        names.add(member.disk());
      }
    }
    Target target =
        config.isStriped()
            ? new Striped(config.chunkSectors(), disk, start)
            : new Linear(disk, start, sectors);
    Volume volume = new Volume(config, disks.add(diskOf(config, disk)), target, names);
    all.add(volume);
    return volume;
  }

  private boolean isTaken(VolumeConfig config) {
    for (Volume volume : all) {
      if (volume.name().equals(config.name())) {
        return true;
      }
    }
    return disks.lookup(config.dev()) != null || place(config.diskName()) != null;
  }

  /** A disk or partition: where it lies on its whole disk. */
  private record Place(Disk disk, long start, long sectors) {}

  private @Nullable Place place(String name) {
    for (Disk disk : disks.all()) {
      if (disk.name().equals(name)) {
        return new Place(disk, 0, disk.sectors());
      }
      for (Partition partition : disk.partitions()) {
        if (partition.name().equals(name)) {
          return new Place(disk, partition.start(), partition.sectors());
        }
      }
    }
    return null;
  }

  /** The volume's disk: it spins if a member does, and takes what all of them take. */
  private DiskConfig diskOf(VolumeConfig config, int[] members) {
    boolean rotational = false;
    int maxSectors = Integer.MAX_VALUE;
    int maxHwSectors = Integer.MAX_VALUE;
    int maxSegments = Integer.MAX_VALUE;
    for (int index : members) {
      Disk member = disks.get(index);
      rotational |= member.isRotational();
      maxSectors = Math.min(maxSectors, member.maxSectors());
      maxHwSectors = Math.min(maxHwSectors, member.config().maxHwSectors());
      maxSegments = Math.min(maxSegments, member.maxSegments());
    }
    return new DiskConfig(
        config.diskName(),
        config.dev(),
        config.sectors(),
        rotational,
        false,
        1,
        maxSectors,
        maxHwSectors,
        maxSegments,
        Mapped.INSTANCE,
        List.of());
  }

  /** A volume has no device of its own. */
  private enum Mapped implements DeviceModel, Device {
    INSTANCE;

    @Override
    public Device device(DiskConfig disk, long seed, int hz) {
      return this;
    }

    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      throw new IllegalStateException("a volume's bios go to its members");
    }
  }
}
