package io.cglab.core.device;

import io.cglab.core.api.Op;
import java.util.SplittableRandom;

/**
 * A disk in memory that answers each command after a delay, independently of all others
 * (schedulers-and-devices.md 5.3).
 *
 * @param delayTicks the delay in ticks, at least 0; 0 completes at the time of the start
 * @param delayNs the delay in ns, below a second; where it is not 0 it counts in place of {@code
 *     delayTicks}
 * @param random true for delays drawn uniformly from 0 to below the delay
 */
public record ScsiDebug(int delayTicks, int delayNs, boolean random) implements DeviceModel {
  /** Commands that it takes at once. */
  public static final int MOST_COMMANDS = 192;

  private static final int NS_PER_SECOND = 1_000_000_000;

  public ScsiDebug {
    if (delayTicks < 0) {
      throw new IllegalArgumentException("negative delay: " + delayTicks);
    }
    if (delayNs < 0 || delayNs >= NS_PER_SECOND) {
      throw new IllegalArgumentException("ndelay out of range 0 to below a second: " + delayNs);
    }
  }

  @Override
  public Device device(DiskConfig disk, long seed, int hz) {
    long ns = delayNs > 0 ? delayNs : (long) delayTicks * NS_PER_SECOND / hz;
    return random && ns > 0 ? new Uniform(ns, new SplittableRandom(seed)) : new FixedLatency(ns);
  }

  /** Delays of 0 to below {@code boundNs}. */
  private record Uniform(long boundNs, SplittableRandom chance) implements Device {
    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      return nowNs + chance.nextLong(boundNs);
    }
  }
}
