package io.cglab.core.device;

/**
 * What a disk is made of: an immutable description. Every machine makes a {@link Device} of its own
 * from it, so that one description serves many machines.
 */
public interface DeviceModel {
  /**
   * Makes the device.
   *
   * @param disk what it is registered as
   * @param seed of its chance
   * @param hz ticks a second
   * @throws IllegalArgumentException if the disk is none that the model can serve
   */
  Device device(DiskConfig disk, long seed, int hz);

  /** The longest range of one discard in bytes; 0 for a disk that discards nothing. */
  default long discardMaxBytes() {
    return 0;
  }

  /** True for a disk that acknowledges writes which a loss of power would undo. */
  default boolean cachesWrites() {
    return false;
  }

  /** True for a disk that spins. */
  default boolean rotational() {
    return false;
  }
}
