package io.cglab.core.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pending events by (time, order of pushing): ties fire in the order pushed, so a run is a function
 * of its inputs. A binary heap over parallel arrays: push, pop and cancel are O(log n) and allocate
 * nothing once the arrays have grown to the largest number ever pending.
 *
 * <p>An event is known by its row, valid until it has fired or was cancelled.
 */
public final class EventQueue {
  /** No event. */
  public static final int NONE = -1;

  private static final int FIRST_CAPACITY = 64;

  // The heap, by place: the keys lie side by side so that sifting touches no row.
  private long[] timeNs = new long[FIRST_CAPACITY];
  private long[] seq = new long[FIRST_CAPACITY];
  private int[] row = new int[FIRST_CAPACITY];
  private int size;

  // The events, by row. A free row holds the next free row in place[].
  private @Nullable EventHandler[] handler = new @Nullable EventHandler[FIRST_CAPACITY];
  private int[] arg = new int[FIRST_CAPACITY];
  private int[] place = new int[FIRST_CAPACITY];
  private int freeHead = NONE;
  private int rows;

  private long nextSeq;

  /** Adds an event at {@code atNs} and returns its row. */
  public int push(long atNs, EventHandler eventHandler, int eventArg) {
    int event = allocRow();
    handler[event] = eventHandler;
    arg[event] = eventArg;
    if (size == timeNs.length) {
      growHeap();
    }
    siftUp(size++, atNs, nextSeq++, event);
    return event;
  }

  /** Removes a pending event. */
  public void cancel(int event) {
    int hole = place[event];
    assert row[hole] == event : "event is not pending: " + event;
    removeAt(hole);
    freeRow(event);
  }

  /** Time of the earliest event in ns, or {@link Long#MAX_VALUE} if none is pending. */
  public long nextNs() {
    return size == 0 ? Long.MAX_VALUE : timeNs[0];
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Number of pending events. */
  public int size() {
    return size;
  }

  /** Removes the earliest event and fires it. The queue is not empty. */
  public void fireNext() {
    int event = row[0];
    long now = timeNs[0];
    EventHandler eventHandler = handler[event];
    assert eventHandler != null : "empty event row " + event;
    int eventArg = arg[event];
    removeAt(0);
    freeRow(event);
    eventHandler.fire(eventArg, now);
  }

  private void removeAt(int hole) {
    int last = --size;
    if (hole == last) {
      return;
    }
    long t = timeNs[last];
    long s = seq[last];
    int r = row[last];
    if (hole > 0 && before(t, s, (hole - 1) >>> 1)) {
      siftUp(hole, t, s, r);
    } else {
      siftDown(hole, t, s, r);
    }
  }

  private void siftUp(int from, long t, long s, int r) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!before(t, s, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, t, s, r);
  }

  private void siftDown(int from, long t, long s, int r) {
    int at = from;
    int firstLeaf = size >>> 1;
    while (at < firstLeaf) {
      int child = 2 * at + 1;
      if (child + 1 < size && before(timeNs[child + 1], seq[child + 1], child)) {
        child++;
      }
      if (before(t, s, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, t, s, r);
  }

  private boolean before(long t, long s, int at) {
    return t < timeNs[at] || (t == timeNs[at] && s < seq[at]);
  }

  private void move(int from, int to) {
    timeNs[to] = timeNs[from];
    seq[to] = seq[from];
    row[to] = row[from];
    place[row[to]] = to;
  }

  private void put(int at, long t, long s, int r) {
    timeNs[at] = t;
    seq[at] = s;
    row[at] = r;
    place[r] = at;
  }

  private int allocRow() {
    if (freeHead != NONE) {
      int event = freeHead;
      freeHead = place[event];
      return event;
    }
    if (rows == place.length) {
      handler = Arrays.copyOf(handler, rows * 2);
      arg = Arrays.copyOf(arg, rows * 2);
      place = Arrays.copyOf(place, rows * 2);
    }
    return rows++;
  }

  private void freeRow(int event) {
    handler[event] = null;
    place[event] = freeHead;
    freeHead = event;
  }

  private void growHeap() {
    timeNs = Arrays.copyOf(timeNs, size * 2);
    seq = Arrays.copyOf(seq, size * 2);
    row = Arrays.copyOf(row, size * 2);
  }
}
