package io.cglab.core.elevator;

import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;
import org.jspecify.annotations.Nullable;

/**
 * Queues whose next requests are near the head, by position: threads that read a file together take
 * turns without waiting for each other (3.2).
 */
final class CfqCooperators {
  private static final int NONE = RequestTable.NONE;

  private final CfqDevice device;
  private final CfqIdling idling;

  CfqCooperators(CfqDevice device, CfqIdling idling) {
    this.device = device;
    this.idling = idling;
  }

  private boolean isOff(CfqQueue queue) {
    return device.flavor == CfqFlavor.GROUPS || !queue.sync || queue == queue.group.only;
  }

  /** The queue's next request has changed, or is about to begin earlier. */
  void forget(CfqQueue queue) {
    if (queue.positioned != NONE) {
      queue.group.positions(queue.positionedLevel, device.requests).remove(queue.positioned);
      queue.positioned = NONE;
    }
  }

  /** The queue's next request may be another one now. */
  void changed(CfqQueue queue) {
    int next = queue.requests.next();
    if (isOff(queue) || (next == queue.positioned && queue.level == queue.positionedLevel)) {
      return;
    }
    forget(queue);
    if (next != NONE) {
      queue.positioned = next;
      queue.positionedLevel = queue.level;
      queue.group.positions(queue.level, device.requests).add(next);
    }
  }

  /** Another queue that goes on where this one, which is empty, has left the head; or null. */
  @Nullable CfqQueue find(CfqQueue queue, CfqQueues queues) {
    if (isOff(queue) || queue.seeks.isSeeky()) {
      return null;
    }
    SectorTree positions = queue.group.positions(queue.level, device.requests);
    CfqQueue found = usable(queue, positions.ceiling(device.lastPosition), queues);
    return found != null ? found : usable(queue, positions.lower(device.lastPosition), queues);
  }

  private @Nullable CfqQueue usable(CfqQueue queue, int request, CfqQueues queues) {
    if (request == NONE || !idling.isClose(queue, request)) {
      return null;
    }
    CfqQueue other = queues.get(device.requests.owner(request));
    return other == queue || other.seeks.isSeeky() || other.cooperated ? null : other;
  }
}
