package io.cglab.core.block;

import io.cglab.core.api.Op;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.device.Disk;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a bio, from task to device and back (throttle-and-qos.md 1.1).
 *
 * <p>The stages, with the specification's numbers: throttle (4), io.stat (5), split (6), tag (9),
 * device (12), completion (13). A bio that is longer than the disk takes is cut from its front;
 * each piece goes all the way before the rest re-enters at stage 4, so a limit of I/Os counts every
 * piece, and one of bytes the whole bio once.
 *
 * <p>Who submits may sleep for a tag, and then nothing behind it in its own sequence moves; a bio
 * that is parked by the throttle does not hold its submitter. A freed tag is handed to whoever has
 * slept longest.
 */
public final class BlockLayer {
  private static final int BYTES_TO_SECTORS = 9;

  private final VirtualClock clock;
  private final EventQueue events;
  private final BlkgTable blkgs;
  private final long tagWakeNs;
  private final BioTable bios = new BioTable();
  private final RequestTable requests = new RequestTable();
  private final List<DiskQueue> queues = new ArrayList<>();
  private final EventHandler completion = this::complete;

  private Throttle throttle = Throttle.NONE;
  private Trace trace = Trace.NONE;

  /**
   * A block layer without disks.
   *
   * @param tagWakeNs CPU time from the wake-up of a task that slept for a tag to the start of its
   *     I/O
   */
  public BlockLayer(VirtualClock clock, EventQueue events, BlkgTable blkgs, long tagWakeNs) {
    this.clock = clock;
    this.events = events;
    this.blkgs = blkgs;
    this.tagWakeNs = tagWakeNs;
  }

  /** Adds a disk; disks are added in the order of their index. */
  public void add(Disk disk) {
    assert disk.index() == queues.size() : "disks come in order";
    queues.add(new DiskQueue(disk));
  }

  public void setThrottle(Throttle hook) {
    throttle = hook;
  }

  public void setTrace(Trace newTrace) {
    trace = newTrace;
  }

  public BioTable bios() {
    return bios;
  }

  public BlkgTable blkgs() {
    return blkgs;
  }

  /**
   * Makes a bio.
   *
   * @param blkg the record that pays, a row of {@link BlkgTable}
   * @param sector first sector on the whole disk
   * @param bytes length, a multiple of 512 below 1 TiB
   * @param flags of {@link BioTable}
   * @param end told when it is complete
   * @param cookie handed to {@code end}
   */
  public int bio(
      int blkg, Op op, long sector, long bytes, int flags, int prio, BioEnd end, int cookie) {
    int bio = bios.alloc();
    bios.setOp(bio, op);
    bios.flags[bio] = flags;
    bios.disk[bio] = blkgs.disk(blkg).index();
    bios.sector[bio] = sector;
    bios.sectors[bio] = (int) (bytes >> BYTES_TO_SECTORS);
    bios.blkg[bio] = blkg;
    bios.prio[bio] = prio;
    bios.whole[bio] = BioTable.NONE;
    bios.pieces[bio] = 1;
    bios.end[bio] = end;
    bios.cookie[bio] = cookie;
    bios.next[bio] = BioTable.NONE;
    blkgs.refer(blkg);
    return bio;
  }

  /**
   * Submits a bio.
   *
   * @return true if it is on its way or parked; false if {@code by} sleeps in it until {@link
   *     Submitter#resume}
   */
  public boolean submit(int bio, Submitter by) {
    long now = clock.nowNs();
    trace.submitted(now, bio);
    return throttle.park(bio, now) || start(bio, by);
  }

  /** Sends a bio on that the throttle has let go; as {@link #submit} from stage 5 on. */
  public boolean start(int bio, Submitter by) {
    long now = clock.nowNs();
    while (true) {
      account(bio, now);
      int front = cut(bio, now);
      by.rest = front == bio ? BioTable.NONE : bio;
      if (!issue(front, by, now)) {
        return false;
      }
      if (front == bio || throttle.park(bio, now)) {
        return true;
      }
    }
  }

  private void account(int bio, long now) {
    bios.startNs[bio] = now;
    long bytes = bios.has(bio, BioTable.COUNTED) ? 0 : bios.bytes(bio);
    bios.mark(bio, BioTable.COUNTED);
    int blkg = bios.blkg[bio];
    switch (bios.op(bio)) {
      case READ -> blkgs.countRead(blkg, bytes);
      case DISCARD -> blkgs.countDiscard(blkg, bytes);
      case WRITE, FLUSH, SECURE_ERASE, WRITE_ZEROES -> blkgs.countWrite(blkg, bytes);
    }
    trace.started(now, bio);
  }

  /** Returns the piece of the bio that the disk takes at once: the bio itself if it is short. */
  private int cut(int bio, long now) {
    Disk disk = queues.get(bios.disk[bio]).disk;
    int limit = disk.maxSectors();
    if (bios.sectors[bio] <= limit || !disk.isRequestBased()) {
      return bio;
    }
    int front = bios.alloc();
    bios.setOp(front, bios.op(bio));
    bios.flags[front] = bios.flags[bio] | BioTable.NO_MERGE;
    bios.disk[front] = bios.disk[bio];
    bios.sector[front] = bios.sector[bio];
    bios.sectors[front] = limit;
    bios.blkg[front] = bios.blkg[bio];
    bios.prio[front] = bios.prio[bio];
    bios.startNs[front] = now;
    bios.whole[front] = bio;
    bios.pieces[front] = 1;
    bios.next[front] = BioTable.NONE;
    bios.sector[bio] += limit;
    bios.sectors[bio] -= limit;
    bios.pieces[bio]++;
    blkgs.refer(bios.blkg[front]);
    trace.split(now, bio, front);
    return front;
  }

  /** Stage 9: takes a tag, or lets the submitter sleep for one. */
  private boolean issue(int bio, Submitter by, long now) {
    DiskQueue queue = queues.get(bios.disk[bio]);
    if (queue.freeTags == 0) {
      by.waiting = bio;
      queue.sleep(by);
      trace.tagWait(now, bio);
      return false;
    }
    queue.freeTags--;
    dispatch(bio, queue, now, now);
    return true;
  }

  private void dispatch(int bio, DiskQueue queue, long startNs, long now) {
    int request = requests.alloc();
    requests.bio[request] = bio;
    requests.startNs[request] = startNs;
    Disk disk = queue.disk;
    Op op = bios.op(bio);
    disk.stats().start(op, now);
    trace.dispatched(now, request, bio);
    long doneNs = disk.model().complete(op, bios.sector[bio], bios.sectors[bio], now);
    events.push(doneNs, completion, request);
  }

  private void complete(int request, long now) {
    int bio = requests.bio[request];
    long startNs = requests.startNs[request];
    requests.free(request);
    DiskQueue queue = queues.get(bios.disk[bio]);
    queue.disk.stats().complete(bios.op(bio), bios.sectors[bio], startNs, now);
    finish(bio, now);
    free(queue, now);
  }

  /** One piece is complete; the bio is when all are. */
  private void finish(int bio, long now) {
    int at = bio;
    while (at != BioTable.NONE && --bios.pieces[at] == 0) {
      trace.completed(now, at);
      BioEnd end = bios.end[at];
      if (end != null) {
        end.bioDone(at, bios.cookie[at], now);
      }
      int whole = bios.whole[at];
      blkgs.unrefer(bios.blkg[at]);
      bios.free(at);
      at = whole;
    }
  }

  /** A tag is free: it goes to the first sleeper, who needs a moment to wake up. */
  private void free(DiskQueue queue, long now) {
    Submitter sleeper = queue.wakeFirst();
    if (sleeper == null) {
      queue.freeTags++;
      return;
    }
    EventHandler wakeUp = sleeper.wakeUp;
    if (wakeUp == null) {
      wakeUp = (arg, at) -> wake(sleeper, at);
      sleeper.wakeUp = wakeUp;
    }
    events.push(now + tagWakeNs, wakeUp, 0);
  }

  private void wake(Submitter sleeper, long now) {
    int bio = sleeper.waiting;
    sleeper.waiting = BioTable.NONE;
    dispatch(bio, queues.get(bios.disk[bio]), now, now);
    int rest = sleeper.rest;
    if (rest == BioTable.NONE || throttle.park(rest, now) || start(rest, sleeper)) {
      sleeper.resume(now);
    }
  }
}
