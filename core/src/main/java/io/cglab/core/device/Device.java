package io.cglab.core.device;

import io.cglab.core.api.Op;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;

/**
 * A device at work: says how long each request takes. It answers when a request that is given to it
 * now will be complete; the queue in front of it, its depth and its order are the block layer's.
 * Requests come in order of time.
 *
 * <p>A device with a queue or a cache of its own cannot answer at once, because what comes later
 * changes what it does. It is {@link #connect}ed to the machine's events, says {@link #LATER} and
 * lets the completion happen itself.
 */
public interface Device {
  /** The device refuses the request: it takes nothing before {@link #retryNs}. */
  long BUSY = -1;

  /** The device has taken the request and will say when it is complete. */
  long LATER = -2;

  /**
   * Connects the device to its machine; called once, before its first request.
   *
   * @param events where it puts its own
   * @param completion to be fired once for each request that it said {@link #LATER} for, with the
   *     number of the request; as an event, never from within {@link #start}
   */
  default void connect(EventQueue events, EventHandler completion) {}

  /**
   * Takes a request: as {@link #complete}, which is what this does where a device has no events of
   * its own, or {@link #LATER}.
   *
   * @param request its number, which is its own until it is complete
   * @param forced a write that is complete when it is on the medium (forced unit access)
   */
  default long start(int request, Op op, long sector, int sectors, boolean forced, long nowNs) {
    return complete(op, sector, sectors, nowNs);
  }

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
