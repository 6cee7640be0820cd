package io.cglab.cgroupfs.host;

import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Partition;
import io.cglab.core.elevator.QueueSettings;
import org.jspecify.annotations.Nullable;

/**
 * A disk or one of its partitions, for the files that tell of either.
 *
 * @param partition null for the disk itself
 */
record Block(Machine machine, Disk disk, @Nullable Partition partition) {
  static Block of(Machine machine, Disk disk) {
    return new Block(machine, disk, null);
  }

  boolean isDisk() {
    return partition == null;
  }

  boolean isPartition() {
    return partition != null;
  }

  /** True if the kernel has it. */
  boolean has(Feature feature) {
    return machine.config().features().contains(feature);
  }

  /** True if the kernel has the files of disks that came after 4.19. */
  boolean hasNewerFiles() {
    return has(Feature.NEWER_DISK_FILES);
  }

  String name() {
    return partition == null ? disk.name() : partition.name();
  }

  DevNo dev() {
    return partition == null ? disk.dev() : partition.dev();
  }

  /** Length in sectors of 512 B. */
  long sectors() {
    return partition == null ? disk.sectors() : partition.sectors();
  }

  QueueSettings queue() {
    return machine.elevators().of(disk);
  }
}
