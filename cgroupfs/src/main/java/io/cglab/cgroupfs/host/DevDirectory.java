package io.cglab.cgroupfs.host;

import io.cglab.core.DiskListener;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.dm.MappedDevice;
import org.jspecify.annotations.Nullable;

/** /dev: the null and zero devices, and a node for each disk and partition, volumes by name too. */
public final class DevDirectory extends HostDirectory {
  private static final int MODE = 0755;
  private static final DevNo NULL = new DevNo(1, 3);
  private static final DevNo ZERO = new DevNo(1, 5);

  private @Nullable HostDirectory mapper;

  /**
   * The devices of a machine.
   *
   * @param outside the task that does the I/O of callers that are no simulated process
   */
  public DevDirectory(Machine machine, Task outside) {
    super("/dev", MODE);
    add("null", new MemoryDevice("/dev/null", NULL, false));
    add("zero", new MemoryDevice("/dev/zero", ZERO, true));
    machine.onDisk(
        new DiskListener() {
          @Override
          public void added(Disk disk) {
            addDisk(machine, outside, disk);
          }

          @Override
          public void changed(Disk disk) {
            addDisk(machine, outside, disk);
          }

          @Override
          public void removed(Disk disk) {
            remove(disk.name());
            mapper().removeLinks("../" + disk.name());
          }
        });
  }

  private void addDisk(Machine machine, Task outside, Disk disk) {
    addNode(machine, outside, disk.name(), disk.dev(), disk.sectors());
    for (Partition partition : disk.partitions()) {
      addNode(machine, outside, partition.name(), partition.dev(), partition.sectors());
    }
    MappedDevice device = machine.mapper().of(disk);
    if (device != null) {
      mapper().addLink(device.name(), "../" + disk.name());
    }
  }

  private void addNode(Machine machine, Task outside, String name, DevNo dev, long sectors) {
    add(name, new BlockDevice(machine, outside, name, dev, sectors));
  }

  /** /dev/mapper: it is there since the first mapped device. */
  private HostDirectory mapper() {
    if (mapper == null) {
      mapper = new HostDirectory("/dev/mapper", MODE);
      add("mapper", mapper);
    }
    return mapper;
  }
}
