package io.cglab.core.device;

import io.cglab.core.api.Op;

/**
 * Every request takes the same time, however many there are at once: the null block device with a
 * completion timer, on which the record was made.
 *
 * @param completionNs service time of a request in ns, at least 0
 */
public record FixedLatency(long completionNs) implements DeviceModel, Device {
  public FixedLatency {
    if (completionNs < 0) {
      throw new IllegalArgumentException("negative service time: " + completionNs);
    }
  }

  @Override
  public Device device(DiskConfig disk, long seed, int hz) {
    return this; // it has no state
  }

  @Override
  public long complete(Op op, long sector, int sectors, long nowNs) {
    return nowNs + completionNs;
  }
}
