package io.cglab.core.device;

import io.cglab.core.api.Op;

/**
 * The null block device (schedulers-and-devices.md 5.3): it keeps nothing, so a request takes as
 * long as its way of completing takes, however many there are at once.
 *
 * <p>With a bandwidth there is a budget of floor(2²⁰ / 50) · {@code mbps} bytes. It is filled up,
 * not added to, every 20 ms of the machine's time. A request that would make it negative is
 * refused, and the device takes nothing more until it is filled up again.
 *
 * @param irqMode 0 completes inline, 1 in a soft interrupt: both at the time of the start; 2 by a
 *     timer
 * @param completionNs time of a request with {@code irqMode} 2 in ns, at least 0
 * @param mbps bandwidth in MiB/s, up to {@value #MOST_MBPS}; 0 for no bound
 */
public record NullBlk(int irqMode, long completionNs, int mbps) implements DeviceModel {
  /** Completes by a timer. */
  public static final int TIMER = 2;

  public static final int MOST_MBPS = 40_960;

  /** How often the budget is filled up. */
  static final long REFILL_NS = 20_000_000;

  private static final int REFILLS_PER_SECOND = 50;
  private static final int BYTES_PER_MIB = 1 << 20;
  private static final int SECTOR_SHIFT = 9;

  public NullBlk {
    if (irqMode < 0 || irqMode > TIMER) {
      throw new IllegalArgumentException("irqmode out of range 0 to 2: " + irqMode);
    }
    if (completionNs < 0) {
      throw new IllegalArgumentException("negative service time: " + completionNs);
    }
    if (mbps < 0 || mbps > MOST_MBPS) {
      throw new IllegalArgumentException("mbps out of range 0 to " + MOST_MBPS + ": " + mbps);
    }
  }

  /** The budget of 20 ms in bytes; 0 without a bandwidth. */
  public long budgetBytes() {
    return (long) (BYTES_PER_MIB / REFILLS_PER_SECOND) * mbps;
  }

  /** The least bandwidth at which a request of so many sectors is ever taken, in MiB/s. */
  public static int leastMbps(int sectors) {
    long perMbps = BYTES_PER_MIB / REFILLS_PER_SECOND;
    return (int) ((((long) sectors << SECTOR_SHIFT) + perMbps - 1) / perMbps);
  }

  @Override
  public Device device(DiskConfig disk, long seed, int hz) {
    if (mbps > 0 && mbps < leastMbps(disk.maxHwSectors())) {
      throw new IllegalArgumentException(
          disk.name()
              + ": with "
              + mbps
              + " MiB/s a request of "
              + disk.maxHwSectors()
              + " sectors is never taken");
    }
    long serviceNs = irqMode == TIMER ? completionNs : 0;
    return mbps == 0 ? new FixedLatency(serviceNs) : new Limited(serviceNs, budgetBytes());
  }

  /** The device with a bandwidth. */
  private static final class Limited implements Device {
    private final long serviceNs;
    private final long fullBytes;
    private long leftBytes;
    private long filledNs;
    private boolean refusing;

    Limited(long serviceNs, long fullBytes) {
      this.serviceNs = serviceNs;
      this.fullBytes = fullBytes;
      leftBytes = fullBytes;
    }

    @Override
    public long complete(Op op, long sector, int sectors, long nowNs) {
      long filled = nowNs - nowNs % REFILL_NS;
      if (filled != filledNs) {
        filledNs = filled;
        leftBytes = fullBytes;
        refusing = false;
      }
      long bytes = (long) sectors << SECTOR_SHIFT;
      if (refusing || bytes > leftBytes) {
        refusing = true;
        return BUSY;
      }
      leftBytes -= bytes;
      return nowNs + serviceNs;
    }

    @Override
    public long retryNs(long nowNs) {
      return nowNs - nowNs % REFILL_NS + REFILL_NS;
    }
  }
}
