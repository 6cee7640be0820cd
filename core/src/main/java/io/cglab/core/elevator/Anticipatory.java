package io.cglab.core.elevator;

import static io.cglab.core.elevator.SortedRequests.READ;
import static io.cglab.core.elevator.SortedRequests.WRITE;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestTable;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;

/**
 * The anticipatory scheduler of kernels before 2.6.33 (schedulers-and-devices.md 2.5; Iyer and
 * Druschel, "Anticipatory scheduling", 2001).
 *
 * <p>Requests that somebody waits for (here: reads) and others (writes) take turns in batches, by
 * time. Within a batch the nearest request is next, with the head moving one way as a rule. After a
 * read {@link Anticipation} may keep the disk waiting for the same task's next one.
 */
final class Anticipatory implements Elevator {
  private static final int NONE = RequestTable.NONE;
  private static final long NS_PER_MS = 1_000_000;
  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final int WRITES_FOR_EACH = 10; // ms of a write batch
  private static final long LONGEST_BACK_SEEK_KIB = 1 << 19;

  /** Seeks back. */
  private record Back() implements NearestRequest.BackSeeks {
    @Override
    public long backSeekMaxKib() {
      return LONGEST_BACK_SEEK_KIB;
    }

    @Override
    public long backSeekPenalty() {
      return 2;
    }
  }

  private final RequestTable requests;
  private final BioTable bios;
  private final AnticipatoryTunables tunables;
  private final Ticks ticks;
  private final SortedRequests waiting;
  private final NearestRequest nearest;
  private final Anticipation anticipation;

  /** By direction: the nearest request, when its oldest was last looked at, where it was last. */
  private final int[] next = {NONE, NONE};

  private final long[] fifoCheckedNs = {0, 0};
  private final long[] position = {0, 0};

  /** The direction of the batch. */
  private int direction = READ;

  /** The batch before is still in the driver. */
  private boolean changed;

  /** No read of the batch is complete yet: its time has not begun. */
  private boolean fresh;

  private long batchEndNs;
  private long writesOfBatch;
  private long writesLeft;
  private boolean idled;
  private int inDriver;

  Anticipatory(
      RequestTable requests,
      BioTable bios,
      AnticipatoryTunables tunables,
      EventQueue events,
      Ticks ticks,
      Runnable kick) {
    this.requests = requests;
    this.bios = bios;
    this.tunables = tunables;
    this.ticks = ticks;
    waiting = SortedRequests.bySync(requests);
    nearest = new NearestRequest(requests, new Back());
    anticipation = new Anticipation(requests, tunables, events, NS_PER_SECOND / ticks.hz(), kick);
    writesOfBatch = Math.max(2, tunables.writeBatchExpireMs() / WRITES_FOR_EACH);
    writesLeft = writesOfBatch;
  }

  private long time(long now) {
    return ticks.startNs(ticks.at(now));
  }

  private long expireNs(int of) {
    return (of == READ ? tunables.readExpireMs() : tunables.writeExpireMs()) * NS_PER_MS;
  }

  private long batchNs(int of) {
    long ms = of == READ ? tunables.readBatchExpireMs() : tunables.writeBatchExpireMs();
    return ms * NS_PER_MS;
  }

  @Override
  public boolean isSingleQueue() {
    return true;
  }

  // ---- merging

  @Override
  public int findBackMerge(int bio, int context) {
    return waiting.behindWhich(bios, bio);
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    return waiting.beforeWhich(bios, bio);
  }

  @Override
  public void beforeFrontMerge(int request) {
    waiting.unsort(request);
  }

  @Override
  public void merged(int request, boolean atFront) {
    if (atFront) {
      waiting.sort(request);
      int d = waiting.direction(request);
      next[d] = nearest.of(next[d], request, position[d]);
    }
  }

  @Override
  public int neighbour(int request, boolean behind) {
    return waiting.neighbour(request, behind);
  }

  @Override
  public void joining(int survivor, int victim) {
    int d = waiting.direction(victim);
    if (next[d] == victim) {
      next[d] = survivor;
    }
    if (d == READ) {
      anticipation.left(victim, false);
    }
    waiting.join(survivor, victim);
  }

  // ---- arrival

  @Override
  public void insert(int request, long nowNs) {
    long now = time(nowNs);
    int d = waiting.direction(request);
    waiting.add(request, now + expireNs(d));
    next[d] = nearest.of(next[d], request, position[d]);
    if (d == READ) {
      anticipation.arrived(request, position[direction], now);
    }
  }

  @Override
  public boolean hasWork() {
    return !waiting.isEmpty();
  }

  // ---- dispatch

  @Override
  public int dispatch(long nowNs) {
    long now = time(nowNs);
    boolean reads = !waiting.isEmpty(READ);
    boolean writes = !waiting.isEmpty(WRITE);
    idled |= direction == WRITE && !writes;
    if ((!reads && !writes) || anticipation.isWaiting() || (changed && inDriver > 0)) {
      return NONE;
    }
    if (!(reads && writes && isBatchOver(now))) {
      int request = next[direction];
      boolean late = direction == READ && isFifoLate(READ, now);
      if (late) {
        return take(waiting.oldest(READ), now);
      }
      if (direction == READ
          && tunables.anticExpireMs() > 0
          && anticipation.begins(request, position[READ], now)) {
        return NONE;
      }
      if (request != NONE) {
        if (reads && !writes) {
          batchEndNs = now + batchNs(READ);
        }
        return take(isFifoLate(direction, now) ? waiting.oldest(direction) : request, now);
      }
    }
    return beginBatch(reads && !(writes && direction == READ) ? READ : WRITE, now);
  }

  private boolean isBatchOver(long now) {
    if (changed || fresh) {
      return false;
    }
    return now > batchEndNs || (direction == WRITE && writesLeft == 0);
  }

  /** The deadlines of a direction are looked at once in a while only. */
  private boolean isFifoLate(int of, long now) {
    int oldest = waiting.oldest(of);
    if (oldest == NONE || now - fifoCheckedNs[of] < expireNs(of)) {
      return false;
    }
    fifoCheckedNs[of] = now;
    return now > requests.fifoNs(oldest);
  }

  private int beginBatch(int of, long now) {
    changed |= direction != of;
    direction = of;
    if (of == WRITE) {
      writesLeft = writesOfBatch;
      idled = false;
    }
    fifoCheckedNs[of] = now;
    return take(waiting.oldest(of), now);
  }

  private int take(int request, long now) {
    if (changed) {
      if (inDriver > 0) {
        return NONE; // the batch before has to drain
      }
      fresh = direction == READ;
      if (direction == WRITE) {
        batchEndNs = now + batchNs(WRITE);
      }
      changed = false;
    }
    int d = waiting.direction(request);
    next[d] = nearest.around(waiting.sorted(d), request);
    position[d] = requests.end(request);
    waiting.remove(request);
    anticipation.dispatched(request, d == READ);
    if (d == READ) {
      anticipation.left(request, true);
    } else if (writesLeft > 0) {
      writesLeft--;
    }
    inDriver++;
    return request;
  }

  // ---- completion

  @Override
  public boolean completed(int request, long nowNs) {
    long now = time(nowNs);
    inDriver--;
    int d = waiting.direction(request);
    if (fresh && d == READ) {
      tuneWriteBatch(now);
      batchEndNs = now + batchNs(READ);
      fresh = false;
    }
    if (d == READ) {
      anticipation.completed(request, now);
    }
    return hasWork();
  }

  /** A write batch is over: the next one has more writes if they were quick, else fewer. */
  private void tuneWriteBatch(long now) {
    long meant = batchNs(WRITE);
    long took = now - batchEndNs + meant;
    if (took > meant && !idled) {
      writesOfBatch = took > 3 * meant ? writesOfBatch / 2 : writesOfBatch - 1;
    } else if (took < meant && writesLeft == 0) {
      writesOfBatch = meant > 3 * took ? writesOfBatch * 2 : writesOfBatch + 1;
    }
    writesOfBatch = Math.max(1, writesOfBatch);
  }

  @Override
  public boolean contextEnded(int context) {
    anticipation.ended(context);
    return false;
  }

  @Override
  public int drain() {
    anticipation.stop();
    next[READ] = NONE;
    next[WRITE] = NONE;
    return waiting.drain();
  }
}
