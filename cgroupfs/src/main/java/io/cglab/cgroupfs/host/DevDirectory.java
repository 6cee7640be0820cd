package io.cglab.cgroupfs.host;

import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;

/** /dev: the null and zero devices, and a node for each disk and partition. */
public final class DevDirectory extends HostDirectory {
  private static final int MODE = 0755;
  private static final DevNo NULL = new DevNo(1, 3);
  private static final DevNo ZERO = new DevNo(1, 5);

  /**
   * The devices of a machine.
   *
   * @param outside the task that does the I/O of callers that are no simulated process
   */
  public DevDirectory(Machine machine, Task outside) {
    super("/dev", MODE);
    add("null", new MemoryDevice("/dev/null", NULL, false));
    add("zero", new MemoryDevice("/dev/zero", ZERO, true));
    for (Disk disk : machine.disks().all()) {
      add(disk.name(), new BlockDevice(machine, outside, disk.name(), disk.dev(), disk.sectors()));
      for (Partition partition : disk.partitions()) {
        add(
            partition.name(),
            new BlockDevice(
                machine, outside, partition.name(), partition.dev(), partition.sectors()));
      }
    }
  }
}
