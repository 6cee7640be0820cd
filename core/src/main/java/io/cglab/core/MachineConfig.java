package io.cglab.core;

import io.cglab.core.cgroup.Controller;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.dm.VolumeConfig;
import io.cglab.core.elevator.Scheduler;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a machine is made of. With a seed and the commands it is given, in order and with their
 * virtual times, it determines a run to the last byte.
 *
 * @param hz ticks a second
 * @param j0 the tick counter's value when the machine starts
 * @param phaseNs how far into that tick it starts, in ns
 * @param seed of all chance in the machine
 * @param memoryBytes size of its memory
 * @param costs CPU time and delays
 * @param enabled controllers compiled in and not switched off at boot
 * @param disabled controllers compiled in but switched off at boot
 * @param disks in order of registration
 * @param coarseTimers true for kernels since 4.8, whose distant timers are rounded up to coarse
 *     ticks (throttle-and-qos.md 0.3); false for the exact timers before
 * @param throttleSliceMs length of a throttling slice, 1 to 1000 ms: 100 today, 20 on
 *     non-rotational disks of kernels that were built with low limits
 * @param features what the kernel has; {@link Feature#BFQ_DEBUG} goes without {@link Feature#BFQ},
 *     {@link Feature#CFQ_DEBUG} without {@link Feature#CFQ}
 * @param schedulers that disks start with, by the disk's name; none for those that are not named
 * @param volumes made of the disks, in order; one may be made of those before it
 */
public record MachineConfig(
    int hz,
    long j0,
    long phaseNs,
    long seed,
    long memoryBytes,
    Costs costs,
    Set<Controller> enabled,
    Set<Controller> disabled,
    List<DiskConfig> disks,
    boolean coarseTimers,
    int throttleSliceMs,
    Set<Feature> features,
    Map<String, Scheduler> schedulers,
    List<VolumeConfig> volumes) {
  private static final long DEFAULT_MEMORY_BYTES = 3L << 30;

  public MachineConfig {
    enabled = Set.copyOf(enabled);
    disabled = Set.copyOf(disabled);
    disks = List.copyOf(disks);
    volumes = List.copyOf(volumes);
    Set<Feature> built = EnumSet.noneOf(Feature.class);
    built.addAll(features);
    if (!built.contains(Feature.BFQ)) {
      built.remove(Feature.BFQ_DEBUG);
    }
    if (!built.contains(Feature.CFQ)) {
      built.remove(Feature.CFQ_DEBUG);
    }
    if (built.contains(Feature.CFQ) && built.contains(Feature.IOCOST)) {
      throw new IllegalArgumentException("io.weight is either CFQ's or iocost's");
    }
    features = Collections.unmodifiableSet(built);
    schedulers = Collections.unmodifiableMap(new TreeMap<>(schedulers));
    if (throttleSliceMs < 1 || throttleSliceMs > 1000) {
      throw new IllegalArgumentException(
          "throttle slice out of range 1 to 1000 ms: " + throttleSliceMs);
    }
  }

  /** The reference kernel with io as its only controller and no disk. */
  public static MachineConfig plain() {
    return new MachineConfig(
        Profile.LINUX_6_12.hz(),
        0,
        0,
        0,
        DEFAULT_MEMORY_BYTES,
        Costs.RECORDED,
        EnumSet.of(Controller.IO),
        Set.of(),
        List.of(),
        true,
        100,
        Profile.LINUX_6_12.features(),
        Map.of(),
        List.of());
  }

  public MachineConfig withDisks(List<DiskConfig> newDisks) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        seed,
        memoryBytes,
        costs,
        enabled,
        disabled,
        newDisks,
        coarseTimers,
        throttleSliceMs,
        features,
        schedulers,
        volumes);
  }

  /** Another tick rate; the position of the start follows as given. */
  public MachineConfig withTicks(int newHz, long newJ0, long newPhaseNs) {
    return new MachineConfig(
        newHz,
        newJ0,
        newPhaseNs,
        seed,
        memoryBytes,
        costs,
        enabled,
        disabled,
        disks,
        coarseTimers,
        throttleSliceMs,
        features,
        schedulers,
        volumes);
  }

  public MachineConfig withSeed(long newSeed) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        newSeed,
        memoryBytes,
        costs,
        enabled,
        disabled,
        disks,
        coarseTimers,
        throttleSliceMs,
        features,
        schedulers,
        volumes);
  }

  public MachineConfig withCosts(Costs newCosts) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        seed,
        memoryBytes,
        newCosts,
        enabled,
        disabled,
        disks,
        coarseTimers,
        throttleSliceMs,
        features,
        schedulers,
        volumes);
  }

  public MachineConfig withControllers(Set<Controller> newEnabled, Set<Controller> newDisabled) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        seed,
        memoryBytes,
        costs,
        newEnabled,
        newDisabled,
        disks,
        coarseTimers,
        throttleSliceMs,
        features,
        schedulers,
        volumes);
  }

  public MachineConfig withCoarseTimers(boolean coarse) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        seed,
        memoryBytes,
        costs,
        enabled,
        disabled,
        disks,
        coarse,
        throttleSliceMs,
        features,
        schedulers,
        volumes);
  }

  public MachineConfig withThrottleSliceMs(int ms) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        seed,
        memoryBytes,
        costs,
        enabled,
        disabled,
        disks,
        coarseTimers,
        ms,
        features,
        schedulers,
        volumes);
  }

  /** A kernel that has other features. */
  public MachineConfig withFeatures(Set<Feature> newFeatures) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        seed,
        memoryBytes,
        costs,
        enabled,
        disabled,
        disks,
        coarseTimers,
        throttleSliceMs,
        newFeatures,
        schedulers,
        volumes);
  }

  /** Other schedulers at boot, by the disk's name. */
  public MachineConfig withSchedulers(Map<String, Scheduler> newSchedulers) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        seed,
        memoryBytes,
        costs,
        enabled,
        disabled,
        disks,
        coarseTimers,
        throttleSliceMs,
        features,
        newSchedulers,
        volumes);
  }

  /** Other volumes. */
  public MachineConfig withVolumes(List<VolumeConfig> newVolumes) {
    return new MachineConfig(
        hz,
        j0,
        phaseNs,
        seed,
        memoryBytes,
        costs,
        enabled,
        disabled,
        disks,
        coarseTimers,
        throttleSliceMs,
        features,
        schedulers,
        newVolumes);
  }
}
