package io.cglab.core.device;

import io.cglab.core.api.DevNo;
import java.util.List;

/**
 * A disk as it is registered.
 *
 * @param name kernel name, as in /dev
 * @param sectors capacity in sectors of 512 B
 * @param rotational true for a spinning disk
 * @param requestBased false for drivers that take bios as they are (ram, most of dm): they have no
 *     queue of requests, no tags and no scheduler
 * @param queueDepth requests that the hardware takes at once, at least 1
 * @param maxSectors the largest request in sectors; longer bios are split
 * @param maxHwSectors the driver's upper bound of {@code maxSectors}
 * @param maxSegments the largest number of 4 KiB segments of a request
 * @param model what a request costs
 * @param partitions in order of number
 */
public record DiskConfig(
    String name,
    DevNo dev,
    long sectors,
    boolean rotational,
    boolean requestBased,
    int queueDepth,
    int maxSectors,
    int maxHwSectors,
    int maxSegments,
    DeviceModel model,
    List<Partition> partitions) {
  /** Sectors of a request where neither the driver nor the user says otherwise: 1280 KiB. */
  public static final int DEFAULT_MAX_SECTORS = 2560;

  public DiskConfig {
    partitions = List.copyOf(partitions);
    if (queueDepth < 1) {
      throw new IllegalArgumentException(name + ": queue depth below 1: " + queueDepth);
    }
    if (maxSectors < 8 || maxSectors > maxHwSectors) {
      throw new IllegalArgumentException(
          name + ": max sectors out of range 8 to " + maxHwSectors + ": " + maxSectors);
    }
  }
}
