package io.cglab.core.device;

import io.cglab.core.api.Op;

/**
 * A disk's own statistics, as in /proc/diskstats: counted when a request completes, after merging.
 * All times are in ns, all lengths in sectors of 512 B.
 */
public final class DiskStats {
  /** Classes of operations: the columns of /proc/diskstats. */
  public static final int READ = 0;

  public static final int WRITE = 1;
  public static final int DISCARD = 2;
  public static final int FLUSH = 3;
  private static final int CLASSES = 4;

  private final long[] ios = new long[CLASSES];
  private final long[] merges = new long[CLASSES];
  private final long[] sectors = new long[CLASSES];
  private final long[] timeNs = new long[CLASSES];
  private final int[] inFlight = new int[2];
  private long busyNs;
  private long busySinceNs;

  /** The class that {@code op} counts in. */
  public static int classOf(Op op) {
    return switch (op) {
      case READ -> READ;
      case DISCARD -> DISCARD;
      case FLUSH -> FLUSH;
      case WRITE, SECURE_ERASE, WRITE_ZEROES -> WRITE;
    };
  }

  /** A request began. */
  public void start(Op op, long nowNs) {
    if (inFlight[0] + inFlight[1] == 0) {
      busySinceNs = nowNs;
    }
    inFlight[op.isWrite() ? 1 : 0]++;
  }

  /** A request that began at {@code startNs} is complete. */
  public void complete(Op op, int requestSectors, long startNs, long nowNs) {
    int c = classOf(op);
    ios[c]++;
    sectors[c] += requestSectors;
    timeNs[c] += nowNs - startNs;
    inFlight[op.isWrite() ? 1 : 0]--;
    if (inFlight[0] + inFlight[1] == 0) {
      busyNs += nowNs - busySinceNs;
    }
  }

  /** Counts what was done before the machine's time began. */
  public void countEarlier(Op op, long requests, long requestSectors) {
    ios[classOf(op)] += requests;
    sectors[classOf(op)] += requestSectors;
  }

  /** A bio was merged into a queued request. */
  public void merge(Op op) {
    merges[classOf(op)]++;
  }

  /** A queued request became part of another one. */
  public void join(Op op) {
    merges[classOf(op)]++;
    inFlight[op.isWrite() ? 1 : 0]--;
  }

  public long ios(int statClass) {
    return ios[statClass];
  }

  public long merges(int statClass) {
    return merges[statClass];
  }

  public long sectors(int statClass) {
    return sectors[statClass];
  }

  public long timeNs(int statClass) {
    return timeNs[statClass];
  }

  /** Requests in flight: reads (0) or writes (1). */
  public int inFlight(int direction) {
    return inFlight[direction];
  }

  /** Time with at least one request in flight. */
  public long busyNs(long nowNs) {
    return inFlight[0] + inFlight[1] == 0 ? busyNs : busyNs + nowNs - busySinceNs;
  }
}
