package io.cglab.core.block;

import io.cglab.core.api.Op;
import java.util.Arrays;

/**
 * Counts by kind of operation, as v1's statistics files show them (control-files.md 4.6). Sync and
 * Async are a second classification of the same operations: reads are always sync.
 */
public final class RwStat {
  private static final int KINDS = 5;
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int SYNC = 2;
  private static final int ASYNC = 3;
  private static final int DISCARD = 4;

  private final long[] counts = new long[KINDS];

  /** Adds {@code amount}, which may be negative. */
  public void add(Op op, boolean sync, long amount) {
    int kind =
        switch (op) {
          case READ -> READ;
          case DISCARD -> DISCARD;
          case WRITE, FLUSH, SECURE_ERASE, WRITE_ZEROES -> WRITE;
        };
    counts[kind] += amount;
    counts[sync || op == Op.READ ? SYNC : ASYNC] += amount;
  }

  /** Adds all of another's counts. */
  public void add(RwStat other) {
    for (int i = 0; i < KINDS; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Sets all to zero. */
  public void reset() {
    Arrays.fill(counts, 0);
  }

  public long read() {
    return counts[READ];
  }

  public long write() {
    return counts[WRITE];
  }

  public long sync() {
    return counts[SYNC];
  }

  public long async() {
    return counts[ASYNC];
  }

  public long discard() {
    return counts[DISCARD];
  }
}
