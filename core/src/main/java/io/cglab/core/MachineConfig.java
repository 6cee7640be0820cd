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
import java.util.function.Consumer;

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
    return with(draft -> draft.disks = newDisks);
  }

  /** Another tick rate; the position of the start follows as given. */
  public MachineConfig withTicks(int newHz, long newJ0, long newPhaseNs) {
    return with(
        draft -> {
          draft.hz = newHz;
          draft.j0 = newJ0;
          draft.phaseNs = newPhaseNs;
        });
  }

  public MachineConfig withSeed(long newSeed) {
    return with(draft -> draft.seed = newSeed);
  }

  public MachineConfig withCosts(Costs newCosts) {
    return with(draft -> draft.costs = newCosts);
  }

  public MachineConfig withControllers(Set<Controller> newEnabled, Set<Controller> newDisabled) {
    return with(
        draft -> {
          draft.enabled = newEnabled;
          draft.disabled = newDisabled;
        });
  }

  public MachineConfig withCoarseTimers(boolean coarse) {
    return with(draft -> draft.coarseTimers = coarse);
  }

  public MachineConfig withThrottleSliceMs(int ms) {
    return with(draft -> draft.throttleSliceMs = ms);
  }

  /** A kernel that has other features. */
  public MachineConfig withFeatures(Set<Feature> newFeatures) {
    return with(draft -> draft.features = newFeatures);
  }

  /** Other schedulers at boot, by the disk's name. */
  public MachineConfig withSchedulers(Map<String, Scheduler> newSchedulers) {
    return with(draft -> draft.schedulers = newSchedulers);
  }

  /** Other volumes. */
  public MachineConfig withVolumes(List<VolumeConfig> newVolumes) {
    return with(draft -> draft.volumes = newVolumes);
  }

  private MachineConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** The components, some of which are about to change. */
  private static final class Draft {
    private int hz;
    private long j0;
    private long phaseNs;
    private long seed;
    private long memoryBytes;
    private Costs costs;
    private Set<Controller> enabled;
    private Set<Controller> disabled;
    private List<DiskConfig> disks;
    private boolean coarseTimers;
    private int throttleSliceMs;
    private Set<Feature> features;
    private Map<String, Scheduler> schedulers;
    private List<VolumeConfig> volumes;

    Draft(MachineConfig of) {
      hz = of.hz;
      j0 = of.j0;
      phaseNs = of.phaseNs;
      seed = of.seed;
      memoryBytes = of.memoryBytes;
      costs = of.costs;
      enabled = of.enabled;
      disabled = of.disabled;
      disks = of.disks;
      coarseTimers = of.coarseTimers;
      throttleSliceMs = of.throttleSliceMs;
      features = of.features;
      schedulers = of.schedulers;
      volumes = of.volumes;
    }

    MachineConfig config() {
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
          volumes);
    }
  }
}
