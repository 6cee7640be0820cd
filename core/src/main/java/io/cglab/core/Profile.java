package io.cglab.core;

import io.cglab.core.elevator.Scheduler;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kernel: what it has when all of it is built in, and its defaults. It is data, and all that a
 * machine keeps of it is in its {@link MachineConfig}.
 *
 * <p>{@link #LINUX_6_12} is checked by a record. {@link #LINUX_4_19} follows control-files.md 2.5
 * and the other notes about older kernels, and where those are silent the documentation that came
 * with Linux 4.19; no record checks it. {@link #LINUX_2_6_31} and {@link #LINUX_2_6_31_V10} follow
 * schedulers-and-devices.md 3 and dm-ioband.md 6; the tables of the IO controller's posting check
 * them.
 */
public enum Profile {
  /** The reference. */
  LINUX_6_12(
      "linux-6.12",
      EnumSet.complementOf(
          EnumSet.of(
              Feature.CFQ,
              Feature.CFQ_DEBUG,
              Feature.CFQ_FLAT,
              Feature.ANTICIPATORY,
              Feature.IO_CONTROLLER_V10,
              Feature.WBT)),
      EnumSet.of(Scheduler.NONE, Scheduler.MQ_DEADLINE, Scheduler.KYBER, Scheduler.BFQ),
      1000),

  /** The last long-term kernel with CFQ. */
  LINUX_4_19(
      "linux-4.19",
      EnumSet.of(
          Feature.THROTTLE,
          Feature.IOLATENCY,
          Feature.BFQ,
          Feature.BFQ_DEBUG,
          Feature.CFQ,
          Feature.CFQ_DEBUG),
      EnumSet.complementOf(EnumSet.of(Scheduler.ANTICIPATORY)),
      1000),

  /** The kernel beside which the IO controller was measured: CFQ without groups. */
  LINUX_2_6_31(
      "linux-2.6.31", EnumSet.of(Feature.CFQ_FLAT, Feature.ANTICIPATORY), schedulersOf2009(), 1000),

  /** The same kernel with the IO controller that was posted for it. */
  LINUX_2_6_31_V10(
      "linux-2.6.31-v10",
      EnumSet.of(Feature.IO_CONTROLLER_V10, Feature.ANTICIPATORY),
      schedulersOf2009(),
      1000);

  private final String kernel;
  private final Set<Feature> features;
  private final Set<Scheduler> schedulers;
  private final int hz;

  Profile(String kernel, Set<Feature> features, Set<Scheduler> schedulers, int hz) {
    this.kernel = kernel;
    this.features = Collections.unmodifiableSet(features);
    this.schedulers = Collections.unmodifiableSet(schedulers);
    this.hz = hz;
  }

  /** Those of single queues; none is for disks that have no requests. */
  private static Set<Scheduler> schedulersOf2009() {
    return EnumSet.of(
        Scheduler.NONE, Scheduler.NOOP, Scheduler.ANTICIPATORY, Scheduler.DEADLINE, Scheduler.CFQ);
  }

  /** The name in machine files, such as {@code linux-6.12}. */
  public String kernel() {
    return kernel;
  }

  /** What it has with nothing left out. */
  public Set<Feature> features() {
    return features;
  }

  /** The schedulers that it may be built with. */
  public Set<Scheduler> schedulers() {
    return schedulers;
  }

  /** Ticks a second where a machine file does not say. */
  public int hz() {
    return hz;
  }

  /** Returns the profile of this {@link #kernel} name, or null. */
  public static @Nullable Profile named(String kernel) {
    for (Profile profile : values()) {
      if (profile.kernel.equals(kernel)) {
        return profile;
      }
    }
    return null;
  }
}
