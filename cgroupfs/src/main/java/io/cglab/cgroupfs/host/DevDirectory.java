package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.disk.DiskCalls;
import io.cglab.core.DiskListener;
import io.cglab.core.api.DevNo;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.dm.MappedDevice;
import java.util.LinkedHashMap;
import java.util.Map;

/** /dev: the null and zero devices, and a node for each disk and partition, volumes by name too. */
public final class DevDirectory extends HostDirectory {
  private static final int MODE = 0755;
  private static final DevNo NULL = new DevNo(1, 3);
  private static final DevNo ZERO = new DevNo(1, 5);

  private final DiskCalls calls;

  /** Directories that there are since something was linked there; mapper since the first device. */
  private final Map<String, HostDirectory> directories = new LinkedHashMap<>();

  /**
   * The devices of a machine.
   *
   * @param calls whose machine it is, and who calls
   */
  public DevDirectory(DiskCalls calls) {
    super("/dev", MODE);
    this.calls = calls;
    add("null", new MemoryDevice("/dev/null", NULL, false));
    add("zero", new MemoryDevice("/dev/zero", ZERO, true));
    calls
        .machine()
        .onDisk(
            new DiskListener() {
              @Override
              public void added(Disk disk) {
                addDisk(disk);
              }

              @Override
              public void changed(Disk disk) {
                addDisk(disk);
              }

              @Override
              public void removed(Disk disk) {
                remove(disk.name());
                directories.values().forEach(each -> each.removeLinks(target(disk)));
              }
            });
  }

  private void addDisk(Disk disk) {
    addNode(disk.name(), disk.dev(), disk.sectors());
    for (Partition partition : disk.partitions()) {
      addNode(partition.name(), partition.dev(), partition.sectors());
    }
    MappedDevice device = calls.machine().mapper().of(disk);
    if (device != null) {
      link("mapper", device.name(), disk);
    }
  }

  private static String target(Disk disk) {
    return "../" + disk.name();
  }

  /** Makes the link /dev/DIRECTORY/NAME to a disk, as udev does; it goes with the disk. */
  public void link(String directory, String name, Disk disk) {
    directories
        .computeIfAbsent(
            directory,
            made -> {
              HostDirectory fresh = new HostDirectory("/dev/" + made, MODE);
              add(made, fresh);
              return fresh;
            })
        .addLink(name, target(disk));
  }

  private void addNode(String name, DevNo dev, long sectors) {
    add(name, new BlockDevice(calls, name, dev, sectors));
  }
}
