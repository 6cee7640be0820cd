package io.cglab.core.elevator;

import io.cglab.core.device.Disk;

/** Told of each change of a disk's queue settings that the block layer has to follow. */
@FunctionalInterface
public interface SchedulerListener {
  /** {@code before} is gone with its tunables; {@code now} is selected and has fresh ones. */
  void switched(Disk disk, Scheduler before, Scheduler now);

  /** Another number of requests may be allocated, or other bios may join queued ones. */
  default void adjusted(Disk disk) {}
}
