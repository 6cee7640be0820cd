package io.cglab.core.sim;

import java.util.Arrays;

/**
 * Pending events that were all put off by the same delay, and so come in the order in which they
 * fire: a ring.
 */
final class EventLine {
  private static final int FIRST_CAPACITY = 16;

  /** The delay that its events have, in ns. */
  long delayNs = -1;

  /** Its row in the heap while there is any event. */
  final int row;

  // Time and order of pushing side by side, then who is told what.
  private long[] key = new long[2 * FIRST_CAPACITY];
  private int[] arg = new int[FIRST_CAPACITY];
  private int[] handler = new int[FIRST_CAPACITY];
  private int head;
  private int size;

  EventLine(int row) {
    this.row = row;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void addLast(long timeNs, long seq, int handlerNumber, int eventArg) {
    if (size == arg.length) {
      grow();
    }
    int at = head + size++ & arg.length - 1;
    key[2 * at] = timeNs;
    key[2 * at + 1] = seq;
    arg[at] = eventArg;
    handler[at] = handlerNumber;
  }

  /** When the last one is due. */
  long lastNs() {
    return key[2 * (head + size - 1 & arg.length - 1)];
  }

  long firstNs() {
    return key[2 * head];
  }

  long firstSeq() {
    return key[2 * head + 1];
  }

  int firstArg() {
    return arg[head];
  }

  int firstHandler() {
    return handler[head];
  }

  void removeFirst() {
    head = head + 1 & arg.length - 1;
    size--;
  }

  private void grow() {
    int old = arg.length;
    key = Arrays.copyOf(key, 4 * old);
    arg = Arrays.copyOf(arg, 2 * old);
    handler = Arrays.copyOf(handler, 2 * old);
    // It was full: what lies in front of the head comes behind the rest.
    System.arraycopy(key, 0, key, 2 * old, 2 * head);
    System.arraycopy(arg, 0, arg, old, head);
    System.arraycopy(handler, 0, handler, old, head);
  }
}
