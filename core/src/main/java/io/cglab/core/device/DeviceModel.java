package io.cglab.core.device;

import io.cglab.core.api.Op;

/**
 * What a dispatched request costs in time. A model answers when a request that is given to the
 * device now will be complete; the queue in front of it, its depth and its order are the block
 * layer's.
 */
public interface DeviceModel {
  /**
   * Takes a request and returns the time of its completion in ns.
   *
   * @param op what is asked
   * @param sector first sector on the disk, 512 B each
   * @param sectors length in sectors, 0 for a flush
   * @param nowNs when it is given to the device
   */
  long complete(Op op, long sector, int sectors, long nowNs);
}
