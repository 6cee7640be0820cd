package io.cglab.core.elevator;

/**
 * Which direction a new batch goes: reads come first until writes have stood back writes_starved
 * times (schedulers-and-devices.md 2.2, 2.3).
 */
final class ReadsFirst {
  private int starved;

  /** The direction, or −1 if nothing waits. */
  int choose(SortedRequests waiting, int writesStarved) {
    boolean writes = !waiting.isEmpty(SortedRequests.WRITE);
    if (!waiting.isEmpty(SortedRequests.READ) && !(writes && starved++ >= writesStarved)) {
      return SortedRequests.READ;
    }
    if (!writes) {
      return -1;
    }
    starved = 0;
    return SortedRequests.WRITE;
  }
}
