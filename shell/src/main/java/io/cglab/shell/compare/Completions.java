package io.cglab.shell.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every I/O that one process reaped, in the order of reaping: growing columns, with running totals
 * so that the bytes of any stretch of time are two look-ups. Times are in ns after t0.
 */
final class Completions {
  private long[] atNs = new long[256];
  private long[] latencyNs = new long[256];
  private long[] bytesSoFar = new long[256];
  private int size;

  /** Adds an I/O; {@code reapedNs} is never before that of the one added last. */
  void add(long reapedNs, long tookNs, long bytes) {
    assert size == 0 || reapedNs >= atNs[size - 1] : "reaped before the last one: " + reapedNs;
    if (size == atNs.length) {
      atNs = Arrays.copyOf(atNs, size * 2);
      latencyNs = Arrays.copyOf(latencyNs, size * 2);
      bytesSoFar = Arrays.copyOf(bytesSoFar, size * 2);
    }
    atNs[size] = reapedNs;
    latencyNs[size] = tookNs;
    bytesSoFar[size] = bytes + (size == 0 ? 0 : bytesSoFar[size - 1]);
    size++;
  }

  /** I/Os reaped before {@code ns}. */
  int countBefore(long ns) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (atNs[middle] < ns) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Bytes reaped before {@code ns}. */
  long bytesBefore(long ns) {
    int count = countBefore(ns);
    return count == 0 ? 0 : bytesSoFar[count - 1];
  }

  /** Bytes reaped in [{@code fromNs}, {@code toNs}); 0 if that is empty. */
  long bytesIn(long fromNs, long toNs) {
    return toNs <= fromNs ? 0 : bytesBefore(toNs) - bytesBefore(fromNs);
  }

  /** When the first {@code count} I/Os were reaped, fewer if there are not so many. */
  long[] times(int count) {
    return Arrays.copyOf(atNs, Math.min(count, size));
  }

  /** When each I/O was submitted, in the order of reaping. */
  List<Long> submissionsNs() {
    List<Long> submissions = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      submissions.add(atNs[i] - latencyNs[i]);
    }
    return submissions;
  }

  /** Latencies of the first {@code count} I/Os. */
  long[] latencies(int count) {
    return Arrays.copyOf(latencyNs, Math.min(count, size));
  }
}
