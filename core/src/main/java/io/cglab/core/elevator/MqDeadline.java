package io.cglab.core.elevator;

import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestTable;

/**
 * mq-deadline (schedulers-and-devices.md 2.2, 2.3): batches of ascending sectors in one direction,
 * reads preferred but not without end, requests that have waited too long first. Three levels by
 * I/O class; a lower one is served when the higher ones have nothing queued nor in flight, or by
 * aging.
 */
final class MqDeadline implements Elevator {
  private static final int NONE = RequestTable.NONE;
  private static final int READ = SortedRequests.READ;
  private static final int WRITE = SortedRequests.WRITE;
  private static final long NS_PER_MS = 1_000_000;
  private static final int PRIO_CLASS_SHIFT = 13;
  private static final int REAL_TIME = 1;
  private static final int IDLE = 3;

  private final RequestTable requests;
  private final BioTable bios;
  private final DeadlineTunables tunables;
  private final Level[] levels;
  private int batching;
  private final ReadsFirst readsFirst = new ReadsFirst();
  private int lastDirection = WRITE;

  /** Requests of one I/O class. */
  private static final class Level {
    final SortedRequests waiting;
    final long[] position = new long[2];

    /** Inserted and neither completed nor merged away. */
    int pending;

    Level(RequestTable requests) {
      waiting = new SortedRequests(requests);
    }
  }

  MqDeadline(RequestTable requests, BioTable bios, DeadlineTunables tunables) {
    this.requests = requests;
    this.bios = bios;
    this.tunables = tunables;
    levels = new Level[] {new Level(requests), new Level(requests), new Level(requests)};
  }

  private static int levelOf(int prio) {
    return switch (prio >> PRIO_CLASS_SHIFT) {
      case REAL_TIME -> 0;
      case IDLE -> 2;
      default -> 1;
    };
  }

  private Level level(int request) {
    return levels[levelOf(requests.prio(request))];
  }

  private long expireNs(int direction) {
    return (direction == READ ? tunables.readExpireMs() : tunables.writeExpireMs()) * NS_PER_MS;
  }

  @Override
  public int limitDepth(int bio, int context, int tags) {
    return bios.op(bio) == Op.READ ? tags : Math.min(tags, tunables.asyncDepth());
  }

  // ---- merging

  private SortedRequests waiting(int bio) {
    return levels[levelOf(bios.prio(bio))].waiting;
  }

  @Override
  public int findBackMerge(int bio, int context) {
    return waiting(bio).behindWhich(bios, bio);
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    return tunables.frontMerges() ? waiting(bio).beforeWhich(bios, bio) : NONE;
  }

  @Override
  public void beforeFrontMerge(int request) {
    level(request).waiting.unsort(request);
  }

  @Override
  public void merged(int request, boolean atFront) {
    if (atFront) {
      level(request).waiting.sort(request);
    }
  }

  @Override
  public int neighbour(int request, boolean behind) {
    return level(request).waiting.neighbour(request, behind);
  }

  @Override
  public void joining(int survivor, int victim) {
    Level level = level(victim);
    level.waiting.join(survivor, victim);
    level.pending--;
  }

  // ---- order

  @Override
  public void insert(int request, long nowNs) {
    Level level = level(request);
    level.waiting.add(request, nowNs + expireNs(level.waiting.direction(request)));
    level.pending++;
  }

  @Override
  public boolean hasWork() {
    for (Level level : levels) {
      if (!level.waiting.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int dispatch(long nowNs) {
    int aged = dispatchAged(nowNs);
    if (aged != NONE) {
      return aged;
    }
    for (Level level : levels) {
      int request = dispatchFrom(level, nowNs, Long.MAX_VALUE);
      if (request != NONE || level.pending > 0) {
        return request;
      }
    }
    return NONE;
  }

  private int dispatchAged(long nowNs) {
    int busy = 0;
    for (Level level : levels) {
      busy += level.pending > 0 ? 1 : 0;
    }
    if (busy < 2) {
      return NONE;
    }
    long latest = nowNs - tunables.prioAgingExpireMs() * NS_PER_MS;
    for (int i = 1; i < levels.length; i++) {
      int request = dispatchFrom(levels[i], nowNs, latest);
      if (request != NONE) {
        return request;
      }
    }
    return NONE;
  }

  /** The next request of a level, if it was inserted at {@code latestNs} or before. */
  private int dispatchFrom(Level level, long nowNs, long latestNs) {
    SortedRequests waiting = level.waiting;
    int d = lastDirection;
    int request = waiting.from(d, level.position[d]);
    if (request == NONE || batching >= tunables.fifoBatch()) {
      d = readsFirst.choose(waiting, tunables.writesStarved());
      if (d < 0) {
        return NONE;
      }
      int next = waiting.from(d, level.position[d]);
      int oldest = waiting.oldest(d);
      request = next == NONE || requests.fifoNs(oldest) <= nowNs ? oldest : next;
      lastDirection = d;
      batching = 0;
    }
    if (latestNs != Long.MAX_VALUE && requests.fifoNs(request) - expireNs(d) > latestNs) {
      return NONE;
    }
    batching++;
    level.position[d] = requests.sector(request);
    waiting.take(request);
    return request;
  }

  @Override
  public boolean completed(int request, long nowNs) {
    level(request).pending--;
    return false;
  }

  @Override
  public int drain() {
    for (Level level : levels) {
      int request = level.waiting.drain();
      if (request != NONE) {
        return request;
      }
    }
    return NONE;
  }
}
