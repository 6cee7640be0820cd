package io.cglab.core.dm.ioband;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The groups that hold bios of a class, who is to go first on top. */
final class GroupHeap {
  /** Who goes first of two. */
  @FunctionalInterface
  interface Order {
    boolean isBefore(IobandGroup a, IobandGroup b);
  }

  private final int list;
  private final Order order;
  private @Nullable IobandGroup[] heap = new @Nullable IobandGroup[8];
  private int size;

  /**
   * An empty heap.
   *
   * @param list which place of a group's is here
   */
  GroupHeap(int list, Order order) {
    this.list = list;
    this.order = order;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  IobandGroup at(int index) {
    IobandGroup group = heap[index];
    assert group != null : "empty";
    return group;
  }

  IobandGroup top() {
    return at(0);
  }

  /** Who goes first of those behind the first; null if there is nobody. */
  @Nullable IobandGroup second() {
    if (size < 2) {
      return null;
    }
    return size < 3 || order.isBefore(at(1), at(2)) ? at(1) : at(2);
  }

  /** Puts a group in, or to its new place. */
  void put(IobandGroup group) {
    int at = group.heapAt[list];
    if (at < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      at = size++;
      set(at, group);
    }
    down(up(at));
  }

  void remove(IobandGroup group) {
    int at = group.heapAt[list];
    if (at < 0) {
      return;
    }
    group.heapAt[list] = -1;
    IobandGroup last = at(--size);
    heap[size] = null;
    if (last != group) {
      set(at, last);
      down(up(at));
    }
  }

  /** All claims have changed. */
  void rebuild() {
    for (int i = size / 2 - 1; i >= 0; i--) {
      down(i);
    }
  }

  private void set(int at, IobandGroup group) {
    heap[at] = group;
    group.heapAt[list] = at;
  }

  private int up(int from) {
    IobandGroup group = at(from);
    int at = from;
    while (at > 0 && order.isBefore(group, at((at - 1) / 2))) {
      set(at, at((at - 1) / 2));
      at = (at - 1) / 2;
    }
    set(at, group);
    return at;
  }

  private void down(int from) {
    IobandGroup group = at(from);
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && order.isBefore(at(child + 1), at(child))) {
        child++;
      }
      if (!order.isBefore(at(child), group)) {
        break;
      }
      set(at, at(child));
      at = child;
    }
    set(at, group);
  }
}
