package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/** Whether the disk takes several requests at a time, as far as was seen (3.1, hw_tag). */
final class CfqCommandQueueing {
  private static final int FEW = 5;
  private static final int ENOUGH_SAMPLES = 50;
  private static final int UNKNOWN = -1;

  private final boolean once;
  private int queueing;
  private int samples;
  private int peak;

  CfqCommandQueueing(CfqFlavor flavor) {
    once = flavor == CfqFlavor.GROUPS;
    queueing = once ? UNKNOWN : 1;
  }

  /** True unless the disk was seen to take requests one by one. */
  boolean isLikely() {
    return queueing != 0;
  }

  /**
   * A request is complete, and still counts.
   *
   * @param active the queue whose turn it is, null for none
   */
  void observe(CfqDevice device, @Nullable CfqQueue active) {
    int inDriver = device.allInDriver();
    peak = Math.max(peak, inDriver);
    if (once && queueing == 1) {
      return;
    }
    if (device.queued <= FEW && inDriver <= FEW) {
      return;
    }
    // A queue that is waited for keeps others from showing what the disk can take.
    if (once
        && active != null
        && active.idleWindow
        && active.dispatched + active.requests.size() < FEW
        && inDriver < FEW) {
      return;
    }
    if (samples++ < ENOUGH_SAMPLES) {
      return;
    }
    queueing = peak >= FEW ? 1 : 0;
    samples = 0;
    peak = 0;
  }
}
