package io.cglab.core.task;

import io.cglab.core.api.Op;

/** Told of every I/O that a workload has reaped. */
@FunctionalInterface
public interface JobObserver {
  /** Sees nothing. */
  JobObserver NONE = (op, bytes, submittedNs, reapedNs) -> {};

  /**
   * An I/O was reaped.
   *
   * @param submittedNs when its submission began
   * @param reapedNs when the task saw it complete: its latency is the difference
   */
  void reaped(Op op, int bytes, long submittedNs, long reapedNs);
}
