package io.cglab.core.device;

import io.cglab.core.api.Op;

/**
 * A device at work: says how long each request takes. It answers when a request that is given to it
 * now will be complete; the queue in front of it, its depth and its order are the block layer's.
 * Requests come in order of time.
 */
public interface Device {
  /** The device refuses the request: it takes nothing before {@link #retryNs}. */
  long BUSY = -1;

  /**
   * Takes a request and returns the time of its completion in ns, not before {@code nowNs}, or
   * refuses it with {@link #BUSY}.
   *
   * @param op what is asked
   * @param sector first sector on the disk, 512 B each
   * @param sectors length in sectors, 0 for a flush
   * @param nowNs when it is given to the device
   */
  long complete(Op op, long sector, int sectors, long nowNs);

  /**
   * When to offer requests again to a device that has refused one at {@code nowNs}: later than
   * {@code nowNs}. Only devices that refuse have an answer.
   */
  default long retryNs(long nowNs) {
    throw new IllegalStateException("it refuses nothing");
  }
}
