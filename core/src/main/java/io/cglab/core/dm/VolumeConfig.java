package io.cglab.core.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disks;
import java.util.ArrayList;
import java.util.List;

/**
 * A volume as it is made: its own name and number, and how its sectors lie on its members
 * (schedulers-and-devices.md 5.3).
 *
 * @param name what /sys/block/dm-N/dm/name and /dev/mapper show
 * @param dev its number; the kernel's name of the disk is dm-MINOR
 * @param chunkSectors length of a chunk of a striped volume in sectors; {@link #LINEAR} for one
 *     whose members follow one another
 * @param members one or more, in order; those of a striped volume are equally long, in whole chunks
 */
public record VolumeConfig(String name, DevNo dev, int chunkSectors, List<Segment> members) {
  /** In place of a chunk's length: members one after the other. */
  public static final int LINEAR = 0;

  /** Length of a chunk where nobody says otherwise: 64 KiB. */
  public static final int DEFAULT_CHUNK_SECTORS = 128;

  /** The shortest chunk: a page. */
  public static final int LEAST_CHUNK_SECTORS = 8;

  public VolumeConfig {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException(name + ": a volume without members");
    }
    if (chunkSectors != LINEAR && chunkSectors < LEAST_CHUNK_SECTORS) {
      throw new IllegalArgumentException(name + ": chunk of less than a page: " + chunkSectors);
    }
    if (chunkSectors != LINEAR) {
      long sectors = members.get(0).sectors();
      for (Segment member : members) {
        if (member.sectors() != sectors || sectors % chunkSectors != 0) {
          throw new IllegalArgumentException(
              name
                  + ": members of a striped volume are equally long, in whole chunks of "
                  + chunkSectors
                  + " sectors, but "
                  + member.disk()
                  + " gives "
                  + member.sectors());
        }
      }
    }
  }

  /** Members one after the other. */
  public static VolumeConfig linear(String name, DevNo dev, List<Segment> members) {
    return new VolumeConfig(name, dev, LINEAR, members);
  }

  /** Chunks dealt out to the members in turn. */
  public static VolumeConfig striped(
      String name, DevNo dev, int chunkSectors, List<Segment> members) {
    if (chunkSectors == LINEAR) {
      throw new IllegalArgumentException(name + ": stripes without a length");
    }
    return new VolumeConfig(name, dev, chunkSectors, members);
  }

  /** True for a volume whose chunks lie on its members in turn. */
  public boolean isStriped() {
    return chunkSectors != LINEAR;
  }

  /** The kernel's name of the disk. */
  public String diskName() {
    return "dm-" + dev.minor();
  }

  /** Length in sectors. */
  public long sectors() {
    return members.stream().mapToLong(Segment::sectors).sum();
  }

  /**
   * Makes the volume.
   *
   * @throws KernelException EBUSY if a name or its number is taken or a member is in use, ENXIO if
   *     a member is on no disk of the machine, EINVAL if it is not within its disk
   */
  public MappedDevice make(DeviceMapper mapper, Disks disks) throws KernelException {
    List<TargetSpec.Leg> legs = new ArrayList<>();
    for (Segment member : members) {
      DevNo on = disks.named(member.disk());
      if (on == null) {
        throw new KernelException(Errno.ENXIO, "no disk " + member.disk());
      }
      legs.add(new TargetSpec.Leg(on, member.start()));
    }
    List<TableLine> lines = new ArrayList<>();
    if (isStriped()) {
      lines.add(new TableLine(0, sectors(), new TargetSpec.Striped(chunkSectors, legs)));
    } else {
      long start = 0;
      for (int i = 0; i < legs.size(); i++) {
        long length = members.get(i).sectors();
        lines.add(new TableLine(start, length, new TargetSpec.Linear(legs.get(i))));
        start += length;
      }
    }
    MappedDevice device = mapper.create(name, dev);
    try {
      mapper.load(device, lines, true);
      mapper.resume(device);
    } catch (KernelException refused) {
      mapper.remove(device);
      throw refused;
    }
    return device;
  }
}
