package io.cglab.core.elevator;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestTable;

/**
 * deadline, of single-queue kernels (schedulers-and-devices.md 2.2): batches of ascending sectors
 * in one direction; deadlines are looked at between batches only.
 */
final class Deadline implements Elevator {
  private static final int NONE = RequestTable.NONE;
  private static final int READ = SortedRequests.READ;
  private static final int WRITE = SortedRequests.WRITE;
  private static final long NS_PER_MS = 1_000_000;

  private final RequestTable requests;
  private final BioTable bios;
  private final DeadlineTunables tunables;
  private final SortedRequests waiting;

  /** By direction: what follows the last request dispatched; NONE to begin with the oldest. */
  private final int[] next = {NONE, NONE};

  private int batching;
  private final ReadsFirst readsFirst = new ReadsFirst();

  Deadline(RequestTable requests, BioTable bios, DeadlineTunables tunables) {
    this.requests = requests;
    this.bios = bios;
    this.tunables = tunables;
    waiting = new SortedRequests(requests);
  }

  private long expireNs(int direction) {
    return (direction == READ ? tunables.readExpireMs() : tunables.writeExpireMs()) * NS_PER_MS;
  }

  @Override
  public int findBackMerge(int bio, int context) {
    return waiting.behindWhich(bios, bio);
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    return tunables.frontMerges() ? waiting.beforeWhich(bios, bio) : NONE;
  }

  @Override
  public void beforeFrontMerge(int request) {
    waiting.unsort(request);
  }

  @Override
  public void merged(int request, boolean atFront) {
    if (atFront) {
      waiting.sort(request);
    }
  }

  @Override
  public int neighbour(int request, boolean behind) {
    return waiting.neighbour(request, behind);
  }

  @Override
  public void joining(int survivor, int victim) {
    skip(victim);
    waiting.join(survivor, victim);
  }

  /** A request leaves: whoever would have been next there is what follows it. */
  private void skip(int request) {
    int d = waiting.direction(request);
    if (next[d] == request) {
      next[d] = waiting.next(request);
    }
  }

  @Override
  public void insert(int request, long nowNs) {
    waiting.add(request, nowNs + expireNs(waiting.direction(request)));
  }

  @Override
  public boolean hasWork() {
    return !waiting.isEmpty();
  }

  @Override
  public int dispatch(long nowNs) {
    int request = next[WRITE] == NONE ? next[READ] : next[WRITE];
    if (request == NONE || batching >= tunables.fifoBatch()) {
      int d = readsFirst.choose(waiting, tunables.writesStarved());
      if (d < 0) {
        return NONE;
      }
      int oldest = waiting.oldest(d);
      boolean isLate = requests.fifoNs(oldest) <= nowNs;
      request = isLate || next[d] == NONE ? oldest : next[d];
      batching = 0;
    }
    batching++;
    int d = waiting.direction(request);
    next[1 - d] = NONE;
    next[d] = waiting.next(request);
    waiting.remove(request);
    return request;
  }

  @Override
  public boolean completed(int request, long nowNs) {
    return false;
  }

  @Override
  public int drain() {
    next[READ] = NONE;
    next[WRITE] = NONE;
    return waiting.drain();
  }
}
