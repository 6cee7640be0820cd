package io.cglab.core.block;

import io.cglab.core.trace.Trace;

/**
 * Joins bios to requests that wait already (schedulers-and-devices.md 1.3): to what their submitter
 * has collected, or to what the scheduler holds.
 */
final class Merger {
  /** Told of a tag that nobody holds any more, since two requests became one. */
  @FunctionalInterface
  interface Freed {
    void tag(DiskQueue queue, int pool, int tag, long nowNs);
  }

  private final BioTable bios;
  private final RequestTable requests;
  private final Freed freed;
  private Trace trace = Trace.NONE;

  Merger(BioTable bios, RequestTable requests, Freed freed) {
    this.bios = bios;
    this.requests = requests;
    this.freed = freed;
  }

  void setTrace(Trace newTrace) {
    trace = newTrace;
  }

  /** Joins the bio to the request that its submitter has collected last, if it is of this disk. */
  boolean intoPlugged(int bio, DiskQueue queue, Submitter by, long now) {
    RequestFifo plug = by.plug;
    int last = plug == null ? RequestTable.NONE : plug.last();
    if (last == RequestTable.NONE
        || queue.merging == Merging.NOTHING
        || requests.disk(last) != queue.disk.index()
        || !requests.mayMerge(last, bio, queue.disk.maxSectors())) {
      return false;
    }
    if (requests.end(last) == bios.sector(bio)) {
      requests.mergeBack(last, bio);
    } else if (requests.sector(last) == bios.sector(bio) + bios.sectors(bio)) {
      requests.mergeFront(last, bio);
    } else {
      return false;
    }
    countMerge(bio, last, queue, now);
    return true;
  }

  /**
   * Joins the bio to a queued request (schedulers-and-devices.md 1.3): to the one that was inserted
   * or grew last, else to one that the scheduler finds behind or in front of it.
   */
  boolean intoQueued(DiskQueue queue, Elevator elevator, int bio, int context, long now) {
    if (queue.merging == Merging.NOTHING || bios.has(bio, BioTable.NO_MERGE)) {
      return false;
    }
    int last = queue.lastMerge;
    if (last != RequestTable.NONE) {
      boolean behind = requests.end(last) == bios.sector(bio);
      boolean before = requests.sector(last) == bios.sector(bio) + bios.sectors(bio);
      if ((behind || before) && into(last, before, queue, elevator, bio, context, now)) {
        return true;
      }
    }
    if (queue.merging == Merging.LAST_ONLY) {
      return false;
    }
    int found = elevator.findBackMerge(bio, context);
    if (found != RequestTable.NONE) {
      return into(found, false, queue, elevator, bio, context, now);
    }
    found = elevator.findFrontMerge(bio, context);
    return found != RequestTable.NONE && into(found, true, queue, elevator, bio, context, now);
  }

  private boolean into(
      int request,
      boolean atFront,
      DiskQueue queue,
      Elevator elevator,
      int bio,
      int context,
      long now) {
    int maxSectors = queue.disk.maxSectors();
    if (!requests.mayMerge(request, bio, maxSectors)
        || !elevator.allowsMerge(request, bio, context)) {
      return false;
    }
    if (atFront) {
      elevator.beforeFrontMerge(request);
      requests.mergeFront(request, bio);
    } else {
      requests.mergeBack(request, bio);
    }
    elevator.merged(request, atFront);
    queue.lastMerge = request;
    countMerge(bio, request, queue, now);
    int other = elevator.neighbour(request, !atFront);
    int first = atFront ? other : request;
    int second = atFront ? request : other;
    if (other != RequestTable.NONE && requests.mayJoin(first, second, maxSectors)) {
      elevator.joining(first, second);
      requests.join(first, second);
      queue.lastMerge = first;
      queue.disk.stats().join(requests.op(second));
      int tag = requests.tag(second);
      int pool = requests.pool(second);
      requests.free(second);
      freed.tag(queue, pool, tag, now);
    }
    return true;
  }

  private void countMerge(int bio, int request, DiskQueue queue, long now) {
    queue.disk.stats().merge(bios.op(bio));
    trace.merged(now, bio, request);
    queue.qos.merged(bio, request, now);
  }
}
