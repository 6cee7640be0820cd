package io.cglab.core.task;

import io.cglab.core.block.BlockLayer;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Tasks;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.VirtualClock;
import java.util.function.Predicate;

/**
 * What a workload needs of its machine.
 *
 * @param cachesWrites true of a disk whose volatile cache flushes empty
 * @param submitNs CPU time of a submission
 * @param schedulerNs what it takes more on a disk with a scheduler
 * @param reapNs CPU time of a wake-up that reaps
 * @param sleepLateNs how late a sleep ends
 */
public record Surroundings(
    VirtualClock clock,
    EventQueue events,
    BlockLayer block,
    Hierarchies hierarchies,
    Tasks tasks,
    Predicate<Disk> cachesWrites,
    long submitNs,
    long schedulerNs,
    long reapNs,
    long sleepLateNs) {

  /** CPU time of a submission to a disk, in ns. */
  long submitNs(Disk disk) {
    return block.hasScheduler(disk) ? submitNs + schedulerNs : submitNs;
  }
}
