package io.cglab.core.elevator;

import io.cglab.core.device.Disk;

/** Told of each change of a disk's scheduler, when the new one is selected. */
@FunctionalInterface
public interface SchedulerListener {
  /** {@code before} is gone with its tunables; {@code now} has fresh ones. */
  void switched(Disk disk, Scheduler before, Scheduler now);
}
