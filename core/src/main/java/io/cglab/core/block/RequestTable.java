package io.cglab.core.block;

import java.util.Arrays;

/** Requests in flight: one row each, columns as parallel arrays. Not thread-safe. */
final class RequestTable {
  static final int NONE = -1;
  private static final int FIRST_CAPACITY = 64;

  /** Its bio. */
  int[] bio = new int[FIRST_CAPACITY];

  /** When it was allocated. */
  long[] startNs = new long[FIRST_CAPACITY];

  private int[] next = new int[FIRST_CAPACITY];
  private int rows;
  private int freeHead = NONE;

  int alloc() {
    int request = freeHead;
    if (request != NONE) {
      freeHead = next[request];
      return request;
    }
    request = rows++;
    if (request == next.length) {
      bio = Arrays.copyOf(bio, request * 2);
      startNs = Arrays.copyOf(startNs, request * 2);
      next = Arrays.copyOf(next, request * 2);
    }
    return request;
  }

  void free(int request) {
    next[request] = freeHead;
    freeHead = request;
  }
}
