package io.cglab.core.writeback;

import org.jspecify.annotations.Nullable;

/**
 * The writeback structures of others that own files in which pages of a cgroup are dirty
 * (throttle-and-qos.md 6.2, foreign flush): at most four are remembered. They are flushed when a
 * dirtier of the cgroup is throttled, which would otherwise wait for pages that its own flusher
 * never writes.
 */
final class ForeignWbs {
  private static final int MOST = 4;
  private static final long REFRESH_NS = 1_000_000_000L;

  private final @Nullable Wb[] wbs = new @Nullable Wb[MOST];
  private final long[] noted = new long[MOST];

  /** A page of the cgroup was made dirty in a file of {@code wb}. */
  void note(Wb wb, long nowNs) {
    int oldest = 0;
    for (int i = 0; i < MOST; i++) {
      if (wbs[i] == wb) {
        if (nowNs - noted[i] >= REFRESH_NS) {
          noted[i] = nowNs;
        }
        return;
      }
      if (wbs[i] == null || (wbs[oldest] != null && noted[i] < noted[oldest])) {
        oldest = i;
      }
    }
    wbs[oldest] = wb;
    noted[oldest] = nowNs;
  }

  /** Forgets and returns one that was noted since {@code sinceNs}; null for none. */
  @Nullable Wb take(long sinceNs) {
    for (int i = 0; i < MOST; i++) {
      Wb wb = wbs[i];
      wbs[i] = null;
      if (wb != null && noted[i] >= sinceNs) {
        return wb;
      }
    }
    return null;
  }
}
