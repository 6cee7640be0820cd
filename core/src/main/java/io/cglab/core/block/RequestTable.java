package io.cglab.core.block;

import io.cglab.core.api.Op;
import java.util.Arrays;

/**
 * Requests: one row each, columns as parallel arrays. A request is a list of bios of one operation
 * that form one range of sectors. A row is the block layer's from allocation to completion, and an
 * elevator's between {@link Elevator#insert} and its dispatch. Not thread-safe.
 */
public final class RequestTable {
  /** No request. */
  public static final int NONE = -1;

  private static final int FIRST_CAPACITY = 64;
  private static final Op[] OPS = Op.values();

  private final BioTable bios;

  /** First and last bio; bios are linked through {@link BioTable#next}. */
  int[] head = new int[FIRST_CAPACITY];

  private int[] tail = new int[FIRST_CAPACITY];
  private int[] disk = new int[FIRST_CAPACITY];
  private byte[] op = new byte[FIRST_CAPACITY];
  private boolean[] sync = new boolean[FIRST_CAPACITY];
  private boolean[] noIdle = new boolean[FIRST_CAPACITY];
  private boolean[] mergeable = new boolean[FIRST_CAPACITY];
  private long[] sector = new long[FIRST_CAPACITY];
  private int[] sectors = new int[FIRST_CAPACITY];
  private int[] blkg = new int[FIRST_CAPACITY];
  private int[] prio = new int[FIRST_CAPACITY];
  private int[] context = new int[FIRST_CAPACITY];
  long[] askedNs = new long[FIRST_CAPACITY];
  long[] allocNs = new long[FIRST_CAPACITY];
  long[] driverNs = new long[FIRST_CAPACITY];

  /** How the device ends it: the place of a Faults.Outcome. */
  byte[] outcome = new byte[FIRST_CAPACITY];

  private int[] tag = new int[FIRST_CAPACITY];
  private int[] generation = new int[FIRST_CAPACITY];

  // For the elevator that holds it.
  private long[] fifoNs = new long[FIRST_CAPACITY];
  private int[] fifoNext = new int[FIRST_CAPACITY];
  private int[] fifoPrev = new int[FIRST_CAPACITY];
  private int[] owner = new int[FIRST_CAPACITY];
  int[] rank = new int[FIRST_CAPACITY];

  /** Tags that are held, by {@link DiskQueue#pool}. */
  private int[] held = new int[FIRST_CAPACITY];

  /** Links of a queue's requests by sector. */
  final SectorLinks inQueue = new SectorLinks(FIRST_CAPACITY);

  /** Links of those requests that are the next ones of their queues. */
  final SectorLinks ofNext = new SectorLinks(FIRST_CAPACITY);

  private int rows;
  private int freeHead = NONE;
  private int used;
  private int rankSeed = 0x2545F491;

  RequestTable(BioTable bios) {
    this.bios = bios;
  }

  /** Makes a request of one bio. */
  int alloc(int bio, int contextOf, long now) {
    used++;
    int request = freeHead;
    if (request != NONE) {
      freeHead = fifoNext[request];
    } else {
      request = rows++;
      if (request == head.length) {
        grow(request * 2);
      }
    }
    head[request] = bio;
    tail[request] = bio;
    bios.next[bio] = BioTable.NONE;
    Op of = bios.op(bio);
    disk[request] = bios.disk[bio];
    op[request] = (byte) of.ordinal();
    sync[request] = bios.isSync(bio);
    noIdle[request] =
        of != Op.READ && bios.has(bio, BioTable.SYNC) && !bios.has(bio, BioTable.IDLE);
    mergeable[request] =
        (of == Op.READ || of == Op.WRITE) && !bios.has(bio, BioTable.NO_MERGE | BioTable.FUA);
    sector[request] = bios.sector[bio];
    sectors[request] = bios.sectors[bio];
    blkg[request] = bios.blkg[bio];
    prio[request] = bios.prio[bio];
    context[request] = contextOf;
    askedNs[request] = bios.askedNs[bio];
    allocNs[request] = now;
    driverNs[request] = now;
    fifoNext[request] = NONE;
    fifoPrev[request] = NONE;
    owner[request] = NONE;
    rankSeed = rankSeed * 1664525 + 1013904223;
    rank[request] = rankSeed;
    return request;
  }

  void free(int request) {
    used--;
    fifoNext[request] = freeHead;
    freeHead = request;
  }

  private void grow(int capacity) {
    head = Arrays.copyOf(head, capacity);
    tail = Arrays.copyOf(tail, capacity);
    disk = Arrays.copyOf(disk, capacity);
    op = Arrays.copyOf(op, capacity);
    sync = Arrays.copyOf(sync, capacity);
    noIdle = Arrays.copyOf(noIdle, capacity);
    mergeable = Arrays.copyOf(mergeable, capacity);
    sector = Arrays.copyOf(sector, capacity);
    sectors = Arrays.copyOf(sectors, capacity);
    blkg = Arrays.copyOf(blkg, capacity);
    prio = Arrays.copyOf(prio, capacity);
    context = Arrays.copyOf(context, capacity);
    askedNs = Arrays.copyOf(askedNs, capacity);
    allocNs = Arrays.copyOf(allocNs, capacity);
    driverNs = Arrays.copyOf(driverNs, capacity);
    outcome = Arrays.copyOf(outcome, capacity);
    tag = Arrays.copyOf(tag, capacity);
    generation = Arrays.copyOf(generation, capacity);
    fifoNs = Arrays.copyOf(fifoNs, capacity);
    fifoNext = Arrays.copyOf(fifoNext, capacity);
    fifoPrev = Arrays.copyOf(fifoPrev, capacity);
    owner = Arrays.copyOf(owner, capacity);
    rank = Arrays.copyOf(rank, capacity);
    inQueue.grow(capacity);
    ofNext.grow(capacity);
  }

  /** Requests that exist now. */
  public int used() {
    return used;
  }

  public Op op(int request) {
    return OPS[op[request]];
  }

  /** True if limits and schedulers count it as a write. */
  public boolean isWrite(int request) {
    return op[request] != 0;
  }

  /** True if it began with a bio of metadata. */
  public boolean isMeta(int request) {
    return bios.has(head[request], BioTable.META);
  }

  /** True if somebody waits for it: reads, and writes that say so. */
  public boolean isSync(int request) {
    return sync[request];
  }

  /** True for writes that somebody waits for but that say that no more will follow. */
  public boolean isNoIdle(int request) {
    return noIdle[request];
  }

  /** Index of its disk. */
  public int disk(int request) {
    return disk[request];
  }

  /** The first of its bios. */
  public int head(int request) {
    return head[request];
  }

  /** First sector. */
  public long sector(int request) {
    return sector[request];
  }

  /** Length in sectors. */
  public int sectors(int request) {
    return sectors[request];
  }

  /** First sector behind it. */
  public long end(int request) {
    return sector[request] + sectors[request];
  }

  /** The record that pays for it. */
  public int blkg(int request) {
    return blkg[request];
  }

  /** Priority value of its bios: class · 2¹³ + level. */
  public int prio(int request) {
    return prio[request];
  }

  /** The I/O context that submitted it: a number for each submitting thread. */
  public int context(int request) {
    return context[request];
  }

  /** When its first bio asked for a tag: before it waited for one. */
  public long askedNs(int request) {
    return askedNs[request];
  }

  /** When it was allocated; the earlier of the two for joined requests. */
  public long allocNs(int request) {
    return allocNs[request];
  }

  /** When it was given to the device. */
  public long driverNs(int request) {
    return driverNs[request];
  }

  /** For the elevator: when it should be served at the latest, in ns. */
  public long fifoNs(int request) {
    return fifoNs[request];
  }

  public void setFifoNs(int request, long ns) {
    fifoNs[request] = ns;
  }

  /** For the elevator: the queue of its own that holds the request. */
  public int owner(int request) {
    return owner[request];
  }

  public void setOwner(int request, int queue) {
    owner[request] = queue;
  }

  int fifoNext(int request) {
    return fifoNext[request];
  }

  int fifoPrev(int request) {
    return fifoPrev[request];
  }

  void linkFifo(int request, int previous, int next) {
    fifoPrev[request] = previous;
    fifoNext[request] = next;
    if (previous != NONE) {
      fifoNext[previous] = request;
    }
    if (next != NONE) {
      fifoPrev[next] = request;
    }
  }

  void unlinkFifo(int request) {
    int previous = fifoPrev[request];
    int next = fifoNext[request];
    if (previous != NONE) {
      fifoNext[previous] = next;
    }
    if (next != NONE) {
      fifoPrev[next] = previous;
    }
    fifoPrev[request] = NONE;
    fifoNext[request] = NONE;
  }

  /** The tags that it counts with. */
  int pool(int request) {
    return DiskQueue.pool(blkg[request], sync[request]);
  }

  /** A request of a pool has a tag, or one is kept for it. */
  void hold(int pool) {
    if (pool >= held.length) {
      held = Arrays.copyOf(held, 2 * pool);
    }
    held[pool]++;
  }

  void release(int pool) {
    held[pool]--;
  }

  /** Tags that requests of a pool hold. */
  int held(int pool) {
    return pool < held.length ? held[pool] : 0;
  }

  /** The tag that it holds. */
  int tag(int request) {
    return tag[request];
  }

  void setTag(int request, int held) {
    tag[request] = held;
  }

  int generation(int request) {
    return generation[request];
  }

  void setGeneration(int request, int elevator) {
    generation[request] = elevator;
  }

  // ---- merging (schedulers-and-devices.md 1.3)

  /** True if the bio and the request may be one, wherever the bio lies. */
  boolean mayMerge(int request, int bio, int maxSectors) {
    return mergeable[request]
        && !bios.has(bio, BioTable.NO_MERGE | BioTable.FUA)
        && op[request] == bios.op(bio).ordinal()
        && blkg[request] == bios.blkg[bio]
        && prio[request] == bios.prio[bio]
        && sectors[request] + bios.sectors[bio] <= maxSectors
        && (bios.flags[head[request]] & (BioTable.META | BioTable.SWAP))
            == (bios.flags[bio] & (BioTable.META | BioTable.SWAP));
  }

  void mergeBack(int request, int bio) {
    bios.next[tail[request]] = bio;
    bios.next[bio] = BioTable.NONE;
    tail[request] = bio;
    sectors[request] += bios.sectors[bio];
  }

  void mergeFront(int request, int bio) {
    bios.next[bio] = head[request];
    head[request] = bio;
    sector[request] = bios.sector[bio];
    sectors[request] += bios.sectors[bio];
  }

  /** True if {@code second} begins where {@code first} ends and both may be one. */
  boolean mayJoin(int first, int second, int maxSectors) {
    return mergeable[first]
        && mergeable[second]
        && end(first) == sector[second]
        && op[first] == op[second]
        && blkg[first] == blkg[second]
        && prio[first] == prio[second]
        && sectors[first] + sectors[second] <= maxSectors;
  }

  /** Appends the bios of {@code victim}, whose row is then free of them. */
  void join(int survivor, int victim) {
    bios.next[tail[survivor]] = head[victim];
    tail[survivor] = tail[victim];
    sectors[survivor] += sectors[victim];
    allocNs[survivor] = Math.min(allocNs[survivor], allocNs[victim]);
  }
}
