package io.cglab.core.device.hdd;

/**
 * The commands that a drive has accepted: one row each, columns as parallel arrays. A row is also
 * in at most one {@link Line} of waiting commands.
 */
final class Commands {
  static final int NONE = -1;

  final int[] request;
  final long[] sector;
  final int[] sectors;
  final boolean[] write;

  /** When it came. */
  final long[] sinceNs;

  /**
   * Of a flush: what was cached before this mark is to be on the platters. Of a read: when its data
   * has crossed the bus, if it was expected to be there; else 0.
   */
  final long[] mark;

  private final int[] next;
  private int freeHead;

  Commands(int capacity) {
    request = new int[capacity];
    sector = new long[capacity];
    sectors = new int[capacity];
    write = new boolean[capacity];
    sinceNs = new long[capacity];
    mark = new long[capacity];
    next = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      next[i] = i + 1 < capacity ? i + 1 : NONE;
    }
  }

  int take(int ofRequest, long from, int length, boolean isWrite, long nowNs) {
    int command = freeHead;
    assert command != NONE : "more commands than the queue takes";
    freeHead = next[command];
    request[command] = ofRequest;
    sector[command] = from;
    sectors[command] = length;
    write[command] = isWrite;
    sinceNs[command] = nowNs;
    return command;
  }

  /** Gives the row back. */
  void free(int command) {
    next[command] = freeHead;
    freeHead = command;
  }

  long end(int command) {
    return sector[command] + sectors[command];
  }

  /** Commands in the order in which they came. */
  final class Line {
    private int first = NONE;
    private int last = NONE;

    boolean isEmpty() {
      return first == NONE;
    }

    /** The one that has waited longest, or NONE. */
    int first() {
      return first;
    }

    /** The one behind it, or NONE. */
    int after(int command) {
      return next[command];
    }

    void add(int command) {
      next[command] = NONE;
      if (last == NONE) {
        first = command;
      } else {
        next[last] = command;
      }
      last = command;
    }

    void remove(int command) {
      int before = NONE;
      for (int at = first; at != command; at = next[at]) {
        before = at;
      }
      if (before == NONE) {
        first = next[command];
      } else {
        next[before] = next[command];
      }
      if (last == command) {
        last = before;
      }
    }
  }
}
