package io.cglab.core.dm;

import io.cglab.core.device.Disk;
import java.util.List;

/**
 * A volume of the machine.
 *
 * @param disk what it is registered as
 * @param target how its sectors lie on its members
 * @param memberNames names of the disks and partitions that its members are pieces of, each once,
 *     in order
 */
public record Volume(VolumeConfig config, Disk disk, Target target, List<String> memberNames) {
  public Volume {
    memberNames = List.copyOf(memberNames);
  }

  public String name() {
    return config.name();
  }
}
