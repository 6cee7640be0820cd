package io.cglab.core.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pending events by (time, order of pushing): ties fire in the order pushed, so a run is a function
 * of its inputs. A binary heap over parallel arrays: push, pop and cancel are O(log n) and allocate
 * nothing once the arrays have grown to the largest number ever pending.
 *
 * <p>An event is known by its row, valid until it has fired or was cancelled.
 *
 * <p>Most events are of a few kinds that nobody cancels, put off by one of a few delays: what a
 * system call or a device's completion takes. Those of one delay come in the order in which they
 * fire, so they wait in line ({@link #post}) and only the first of a line is in the heap. However
 * many are pending, one more or less is O(1) and touches memory in a row, and no reference is
 * stored: who is told is a number ({@link #enroll}).
 */
public final class EventQueue {
  /** No event. */
  public static final int NONE = -1;

  private static final int FIRST_CAPACITY = 64;
  private static final int LINES_SHIFT = 8;
  private static final long HASH = 0x9E3779B97F4A7C15L;

  // The heap, by place: the keys lie side by side so that sifting touches no row.
  private long[] timeNs = new long[FIRST_CAPACITY];
  private long[] seq = new long[FIRST_CAPACITY];
  private int[] row = new int[FIRST_CAPACITY];
  private int size;

  // The events, by row. A free row holds the next free row in place[].
  private @Nullable EventHandler[] handler = new @Nullable EventHandler[FIRST_CAPACITY];

  /** The handler's number, where that was given in its place. */
  private int[] handlerNumber = new int[FIRST_CAPACITY];

  private int[] arg = new int[FIRST_CAPACITY];
  private int[] place = new int[FIRST_CAPACITY];
  private @Nullable EventLine[] line = new @Nullable EventLine[FIRST_CAPACITY];
  private int freeHead = NONE;
  private int rows;

  // By a hash of the delay: the line that there is, and the last delay that had none.
  private final @Nullable EventLine[] lines = new @Nullable EventLine[1 << LINES_SHIFT];
  private final long[] seenNs = new long[1 << LINES_SHIFT];

  /** Events behind the first ones of their lines. */
  private int behind;

  // Who has a number. A free number holds the next free one in nextNumber[].
  private @Nullable EventHandler[] enrolled = new @Nullable EventHandler[FIRST_CAPACITY];
  private int[] nextNumber = new int[FIRST_CAPACITY];
  private int freeNumber = NONE;
  private int numbers;

  private long firedNs;
  private long nextSeq;

  /** Adds an event at {@code atNs} and returns its row. */
  public int push(long atNs, EventHandler eventHandler, int eventArg) {
    int event = pushNumbered(atNs, NONE, eventArg);
    handler[event] = eventHandler;
    return event;
  }

  private int pushNumbered(long atNs, int number, int eventArg) {
    int event = allocRow();
    handlerNumber[event] = number;
    arg[event] = eventArg;
    addToHeap(atNs, event);
    return event;
  }

  private void addToHeap(long atNs, int event) {
    if (size == timeNs.length) {
      growHeap();
    }
    siftUp(size++, atNs, nextSeq++, event);
  }

  /** Gives a handler a number. */
  public int enroll(EventHandler eventHandler) {
    int number = freeNumber;
    if (number != NONE) {
      freeNumber = nextNumber[number];
    } else {
      number = numbers++;
      if (number == enrolled.length) {
        enrolled = Arrays.copyOf(enrolled, number * 2);
        nextNumber = Arrays.copyOf(nextNumber, number * 2);
      }
    }
    enrolled[number] = eventHandler;
    return number;
  }

  /** Takes a handler's number back; no event of its is pending. */
  public void dismiss(int number) {
    enrolled[number] = null;
    nextNumber[number] = freeNumber;
    freeNumber = number;
  }

  private EventHandler enrolled(int number) {
    EventHandler of = enrolled[number];
    assert of != null : "nobody has the number " + number;
    return of;
  }

  /**
   * Adds an event at {@code atNs} that will not be cancelled.
   *
   * @param number the handler's, from {@link #enroll}
   */
  public void post(long atNs, int number, int eventArg) {
    EventLine at = lineOf(atNs - firedNs);
    if (at == null || (!at.isEmpty() && atNs < at.lastNs())) {
      pushNumbered(atNs, number, eventArg);
    } else if (at.isEmpty()) {
      at.addLast(atNs, nextSeq, number, eventArg);
      addToHeap(atNs, at.row);
    } else {
      at.addLast(atNs, nextSeq++, number, eventArg);
      behind++;
    }
  }

  /**
   * The line of a delay; null where another's is in its way, or where it is not known to be one
   * that comes again.
   */
  private @Nullable EventLine lineOf(long delayNs) {
    int hash = (int) (delayNs * HASH >>> Long.SIZE - LINES_SHIFT);
    EventLine found = lines[hash];
    if (found != null && found.delayNs == delayNs) {
      return found;
    }
    if (seenNs[hash] != delayNs) {
      seenNs[hash] = delayNs;
      return null;
    }
    if (found == null) {
      found = new EventLine(allocRow());
      line[found.row] = found;
      lines[hash] = found;
    } else if (!found.isEmpty()) {
      return null;
    }
    found.delayNs = delayNs;
    return found;
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
    return size + behind;
  }

  /** Removes the earliest event and fires it. The queue is not empty. */
  public void fireNext() {
    int event = row[0];
    long now = timeNs[0];
    firedNs = now;
    EventLine of = line[event];
    if (of != null) {
      fireFirst(of, now);
      return;
    }
    int number = handlerNumber[event];
    EventHandler eventHandler = number == NONE ? handler[event] : enrolled(number);
    assert eventHandler != null : "empty event row " + event;
    int eventArg = arg[event];
    removeAt(0);
    freeRow(event);
    eventHandler.fire(eventArg, now);
  }

  private void fireFirst(EventLine of, long now) {
    EventHandler eventHandler = enrolled(of.firstHandler());
    int eventArg = of.firstArg();
    of.removeFirst();
    if (of.isEmpty()) {
      removeAt(0);
    } else {
      behind--;
      siftDown(0, of.firstNs(), of.firstSeq(), of.row);
    }
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
      handlerNumber = Arrays.copyOf(handlerNumber, rows * 2);
      arg = Arrays.copyOf(arg, rows * 2);
      place = Arrays.copyOf(place, rows * 2);
      line = Arrays.copyOf(line, rows * 2);
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
