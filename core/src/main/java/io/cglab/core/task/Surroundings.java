package io.cglab.core.task;

import io.cglab.core.block.BlockLayer;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Tasks;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.VirtualClock;

/**
 * What a workload needs of its machine.
 *
 * @param submitNs CPU time of a submission
 * @param reapNs CPU time of a wake-up that reaps
 * @param sleepLateNs how late a sleep ends
 */
public record Surroundings(
    VirtualClock clock,
    EventQueue events,
    BlockLayer block,
    Hierarchies hierarchies,
    Tasks tasks,
    long submitNs,
    long reapNs,
    long sleepLateNs) {}
