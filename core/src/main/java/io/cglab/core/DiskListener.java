package io.cglab.core;

import io.cglab.core.device.Disk;

/** Told of the disks of a machine. */
@FunctionalInterface
public interface DiskListener {
  /** A disk is there. */
  void added(Disk disk);

  /** A mapped device has another table: its size, its limits or its members may be others. */
  default void changed(Disk disk) {}

  /** A disk is gone; its name and number may come back as another's. */
  default void removed(Disk disk) {}
}
