package io.cglab.shell.load;

import io.cglab.core.api.Op;
import io.cglab.core.task.JobObserver;

/** What a workload got: the I/Os that were reaped until the end of the run. */
final class Tally implements JobObserver {
  private final long endNs;
  long ios;
  long bytes;
  long latencyNs;
  long worstNs;

  Tally(long endNs) {
    this.endNs = endNs;
  }

  @Override
  public void reaped(Op op, int length, long submittedNs, long reapedNs) {
    if (reapedNs <= endNs) {
      ios++;
      bytes += length;
      latencyNs += reapedNs - submittedNs;
      worstNs = Math.max(worstNs, reapedNs - submittedNs);
    }
  }
}
