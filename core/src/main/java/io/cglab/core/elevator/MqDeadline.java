package io.cglab.core.elevator;

import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestFifo;
import io.cglab.core.block.RequestTable;
import io.cglab.core.block.SectorTree;

/**
 * mq-deadline (schedulers-and-devices.md 2.2, 2.3): batches of ascending sectors in one direction,
 * reads preferred but not without end, requests that have waited too long first. Three levels by
 * I/O class; a lower one is served when the higher ones have nothing queued nor in flight, or by
 * aging.
 */
final class MqDeadline implements Elevator {
  private static final int NONE = RequestTable.NONE;
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final long NS_PER_MS = 1_000_000;
  private static final int PRIO_CLASS_SHIFT = 13;
  private static final int REAL_TIME = 1;
  private static final int IDLE = 3;

  private final RequestTable requests;
  private final BioTable bios;
  private final DeadlineTunables tunables;
  private final Level[] levels;
  private int batching;
  private int starved;
  private int lastDirection = WRITE;

  /** Requests of one I/O class. */
  private static final class Level {
    final SectorTree[] sorted;
    final RequestFifo[] fifo;
    final long[] position = new long[2];

    /** Inserted and neither completed nor merged away. */
    int pending;

    Level(RequestTable requests) {
      sorted = new SectorTree[] {new SectorTree(requests), new SectorTree(requests)};
      fifo = new RequestFifo[] {new RequestFifo(requests), new RequestFifo(requests)};
    }

    boolean isEmpty() {
      return fifo[READ].isEmpty() && fifo[WRITE].isEmpty();
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

  private int direction(int request) {
    return requests.isWrite(request) ? WRITE : READ;
  }

  private long expireNs(int direction) {
    return (direction == READ ? tunables.readExpireMs() : tunables.writeExpireMs()) * NS_PER_MS;
  }

  @Override
  public int limitDepth(int bio, int context, int tags) {
    return bios.op(bio) == Op.READ ? tags : Math.min(tags, tunables.asyncDepth());
  }

  // ---- merging

  @Override
  public int findBackMerge(int bio, int context) {
    SectorTree sorted = sortedOf(bio);
    int request = sorted.lower(bios.sector(bio));
    return request != NONE && requests.end(request) == bios.sector(bio) ? request : NONE;
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    if (!tunables.frontMerges()) {
      return NONE;
    }
    long end = bios.sector(bio) + bios.sectors(bio);
    int request = sortedOf(bio).ceiling(end);
    return request != NONE && requests.sector(request) == end ? request : NONE;
  }

  private SectorTree sortedOf(int bio) {
    return levels[levelOf(bios.prio(bio))].sorted[bios.isWrite(bio) ? WRITE : READ];
  }

  @Override
  public void beforeFrontMerge(int request) {
    level(request).sorted[direction(request)].remove(request);
  }

  @Override
  public void merged(int request, boolean atFront) {
    if (atFront) {
      level(request).sorted[direction(request)].add(request);
    }
  }

  @Override
  public int neighbour(int request, boolean behind) {
    SectorTree sorted = level(request).sorted[direction(request)];
    return behind ? sorted.next(request) : sorted.previous(request);
  }

  @Override
  public void joining(int survivor, int victim) {
    Level level = level(victim);
    int d = direction(victim);
    if (requests.fifoNs(victim) < requests.fifoNs(survivor)) {
      requests.setFifoNs(survivor, requests.fifoNs(victim));
      level.fifo[d].remove(survivor);
      level.fifo[d].addBefore(survivor, victim);
    }
    level.sorted[d].remove(victim);
    level.fifo[d].remove(victim);
    level.pending--;
  }

  // ---- order

  @Override
  public void insert(int request, long nowNs) {
    Level level = level(request);
    int d = direction(request);
    requests.setFifoNs(request, nowNs + expireNs(d));
    level.fifo[d].addLast(request);
    level.sorted[d].add(request);
    level.pending++;
  }

  @Override
  public boolean hasWork() {
    for (Level level : levels) {
      if (!level.isEmpty()) {
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
    int d = lastDirection;
    int request = level.sorted[d].ceiling(level.position[d]);
    if (request == NONE || batching >= tunables.fifoBatch()) {
      d = chooseDirection(level);
      if (d < 0) {
        return NONE;
      }
      int next = level.sorted[d].ceiling(level.position[d]);
      int oldest = level.fifo[d].first();
      request = next == NONE || requests.fifoNs(oldest) <= nowNs ? oldest : next;
      lastDirection = d;
      batching = 0;
    }
    if (latestNs != Long.MAX_VALUE && requests.fifoNs(request) - expireNs(d) > latestNs) {
      return NONE;
    }
    batching++;
    level.position[d] = requests.sector(request);
    level.sorted[d].remove(request);
    level.fifo[d].remove(request);
    return request;
  }

  private int chooseDirection(Level level) {
    boolean writes = !level.fifo[WRITE].isEmpty();
    if (!level.fifo[READ].isEmpty() && !(writes && starved++ >= tunables.writesStarved())) {
      return READ;
    }
    if (!writes) {
      return -1;
    }
    starved = 0;
    return WRITE;
  }

  @Override
  public boolean completed(int request, long nowNs) {
    level(request).pending--;
    return false;
  }

  @Override
  public int drain() {
    for (Level level : levels) {
      for (int d = READ; d <= WRITE; d++) {
        int request = level.fifo[d].poll();
        if (request != NONE) {
          level.sorted[d].remove(request);
          return request;
        }
      }
    }
    return NONE;
  }
}
