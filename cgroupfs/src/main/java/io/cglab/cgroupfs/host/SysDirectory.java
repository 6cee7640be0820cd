package io.cglab.cgroupfs.host;

import io.cglab.core.DiskListener;
import io.cglab.core.Machine;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.dm.MappedDevice;

/** /sys: the disks, what the kernel says of its cgroups, and where hierarchies are mounted. */
public final class SysDirectory extends HostDirectory {
  private static final String BLOCK = "../../block/";

  /** The files of a machine. */
  public SysDirectory(Machine machine) {
    super("/sys");
    HostDirectory block = addDirectory("block");
    HostDirectory byClass = addDirectory("class").addDirectory("block");
    HostDirectory byNumber = addDirectory("dev").addDirectory("block");
    machine.onDisk(
        new DiskListener() {
          @Override
          public void added(Disk disk) {
            addDisk(machine, disk, block);
            byClass.addLink(disk.name(), BLOCK + disk.name());
            byNumber.addLink(disk.dev().toString(), BLOCK + disk.name());
            for (Partition partition : disk.partitions()) {
              String target = BLOCK + disk.name() + "/" + partition.name();
              byClass.addLink(partition.name(), target);
              byNumber.addLink(partition.dev().toString(), target);
            }
          }

          @Override
          public void changed(Disk disk) {
            addDisk(machine, disk, block);
          }

          @Override
          public void removed(Disk disk) {
            block.remove(disk.name());
            byClass.remove(disk.name());
            byNumber.remove(disk.dev().toString());
          }
        });
    addDirectory("fs").addDirectory("cgroup");
    HostDirectory kernel = addDirectory("kernel");
    kernel.add(
        "cgroup",
        new SysDirectoryOf<>(kernel.path() + "/cgroup", machine, () -> KernelFiles.CGROUP));
    HostDirectory module = addDirectory("module").addDirectory("blk_cgroup");
    module.add(
        "parameters",
        new SysDirectoryOf<>(
            module.path() + "/parameters", machine, () -> KernelFiles.BLK_CGROUP_PARAMETERS));
  }

  private static void addDisk(Machine machine, Disk disk, HostDirectory block) {
    String path = block.path() + "/" + disk.name();
    Block of = Block.of(machine, disk);
    var directory = new SysDirectoryOf<>(path, of, () -> BlockFiles.TABLE);
    directory.add("queue", new QueueDirectory(path + "/queue", of));
    for (Partition partition : disk.partitions()) {
      directory.add(
          partition.name(),
          new SysDirectoryOf<>(
              path + "/" + partition.name(),
              new Block(machine, disk, partition),
              () -> BlockFiles.TABLE));
    }
    MappedDevice device = machine.mapper().of(disk);
    if (device != null) {
      directory.add("dm", new SysDirectoryOf<>(path + "/dm", device, () -> VolumeFiles.TABLE));
      HostDirectory members = directory.addDirectory("slaves");
      for (String member : device.memberNames()) {
        members.addLink(member, "../../../class/block/" + member);
      }
    }
    block.add(disk.name(), directory);
  }
}
