package io.cglab.core.task;

import io.cglab.core.api.Errno;
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

  /**
   * An I/O was reaped; what the workload calls.
   *
   * @param acceptedNs when an asynchronous submission had returned: {@code submittedNs} for
   *     synchronous I/O; it may be later than the completion
   */
  default void reaped(Op op, int bytes, long submittedNs, long acceptedNs, long reapedNs) {
    reaped(op, bytes, submittedNs, reapedNs);
  }

  /**
   * An I/O was reaped that has ended with an error; it counts nowhere else.
   *
   * @param file which of the job's devices it went to, from 0
   * @param offset first byte on that device
   */
  default void failed(Op op, int file, long offset, int bytes, Errno error) {}

  /**
   * A call submits I/Os.
   *
   * @param ios how many
   * @param depth how many are then begun and not reaped
   */
  default void submits(int ios, int depth) {}

  /** A call reaps so many I/Os. */
  default void reaps(int ios) {}
}
