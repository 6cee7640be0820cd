package io.cglab.core.block;

import io.cglab.core.api.Op;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.device.Device;
import io.cglab.core.device.Disk;
import io.cglab.core.device.Faults;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private static final int RERUN_MS = 3;
  private static final int NOT_OF_PIECES = BioTable.CLONE | BioTable.TELLS_SUBMITTER;
  private static final int MS_PER_SECOND = 1000;
  private static final int MOST_PLUGGED = 32;
  private static final int LARGE_PLUGGED_SECTORS = 256;

  private final VirtualClock clock;
  private final EventQueue events;
  private final BlkgTable blkgs;
  private final TimerWheel wheel;
  private final Ticks ticks;
  private final WakeUps wakeUps;
  private final long restartNs;
  private final IoContexts contexts = new IoContexts();
  private final BioTable bios = new BioTable(contexts);
  private final RequestTable requests = new RequestTable(bios);
  private final List<DiskQueue> queues = new ArrayList<>();
  private final EventHandler completion = this::complete;
  private final int completions;
  private final int restarts;
  private final EventHandler retry = this::retry;
  private final EventHandler rerun = (disk, now) -> run(queues.get(disk), now);
  private final UseDelay useDelay;
  private final Clones clones;
  private final Merger merger = new Merger(bios, requests, this::giveTag);

  private final Submitter kernelThread = new KernelThread();
  private @Nullable Releaser freeReleaser;

  /** Who issues the bio that has just joined a request is to be delayed. */
  private boolean delays;

  private Throttle throttle = Throttle.NONE;

  private BioPriority priority = BioPriority.UNCHANGED;
  private Admission admission = Admission.NONE;
  private Trace trace = Trace.NONE;

  /**
   * A block layer without disks.
   *
   * @param wakeUps when who slept in a submission goes on
   * @param restartNs from a completion until the queue that it restarts is run
   */
  public BlockLayer(
      VirtualClock clock,
      EventQueue events,
      TimerWheel wheel,
      Ticks ticks,
      BlkgTable blkgs,
      WakeUps wakeUps,
      long restartNs) {
    this.clock = clock;
    this.events = events;
    this.wheel = wheel;
    this.ticks = ticks;
    this.blkgs = blkgs;
    this.wakeUps = wakeUps;
    this.restartNs = restartNs;
    completions = events.enroll(completion);
    restarts = events.enroll(this::runRestarted);
    useDelay = new UseDelay(blkgs);
    clones = new Clones(bios, blkgs, queues);
  }

  /** Adds a disk; disks are added in the order of their index. */
  public void add(Disk disk) {
    add(disk, null);
  }

  /** Adds a disk whose bios all go on to others, or one of its own if {@code driver} is null. */
  public void add(Disk disk, @Nullable BioDriver driver) {
    assert disk.index() == queues.size() : "disks come in order";
    assert driver == null || !disk.isRequestBased() : "a volume has no requests";
    disk.device().connect(events, completion);
    queues.add(new DiskQueue(disk, driver, requests));
  }

  public void setThrottle(Throttle hook) {
    throttle = hook;
  }

  public void setPriority(BioPriority hook) {
    priority = hook;
  }

  public void setAdmission(Admission hook) {
    admission = hook;
  }

  /** What a task asks before it submits. */
  public Admission admission() {
    return admission;
  }

  public void setTrace(Trace newTrace) {
    trace = newTrace;
    clones.setTrace(newTrace);
    merger.setTrace(newTrace);
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
   * @param end told when it is complete; if it is a submitter, the one that will submit the bio
   * @param cookie handed to {@code end}
   */
  public int bio(
      int blkg, Op op, long sector, long bytes, int flags, int prio, BioEnd end, int cookie) {
    int bio = bios.alloc();
    bios.setOp(bio, op);
    bios.flags[bio] = flags;
    bios.disk[bio] = blkgs.diskIndex(blkg);
    bios.sector[bio] = sector;
    bios.sectors[bio] = (int) (bytes >> BYTES_TO_SECTORS);
    bios.blkg[bio] = blkg;
    bios.prio[bio] = prio;
    bios.whole[bio] = BioTable.NONE;
    bios.pieces[bio] = 1;
    bios.setEnd(bio, end);
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
    bios.by[bio] = contexts.submits(by);
    assert bios.end(bio) == by || !bios.has(bio, BioTable.TELLS_SUBMITTER) : "another is told";
    if (priority.changesAny()) {
      bios.prio[bio] = priority.of(blkgs.cgroup(bios.blkg[bio]), bios.prio[bio]);
    }
    trace.submitted(now, bio);
    return throttle.park(bio, now) || start(bio, by);
  }

  /** Sends a bio on that the throttle has let go; as {@link #submit} from stage 5 on. */
  public boolean start(int bio, Submitter by) {
    long now = clock.nowNs();
    for (int at = bio; at != BioTable.NONE; at = nextRest(by, now)) {
      account(at, now);
      DiskQueue queue = queues.get(bios.disk[at]);
      if (queue.driver != null) {
        if (!queue.driver.keeps(at, now)) {
          clones.map(at, queue.driver, by, now);
        }
      } else {
        int front = cut(at, now);
        if (front != at) {
          by.pushRest(at, bios);
        }
        if (!issue(front, by, now)) {
          return false;
        }
      }
    }
    return true;
  }

  // ---- what drivers of mapped devices have kept

  /**
   * Sends a clone on that its driver has kept, by a thread of the kernel: its disk may make it
   * wait.
   *
   * @param asSubmitter schedulers see it as the submitting thread's, else as the kernel's
   */
  public void release(int clone, boolean asSubmitter) {
    Releaser by = releaser(clone, asSubmitter);
    if (throttle.park(clone, clock.nowNs()) || start(clone, by)) {
      by.isFree();
    }
  }

  /** Sends a bio on that a driver has kept whole: it is mapped as if it had come now. */
  public void mapAgain(int bio) {
    BioDriver driver = queues.get(bios.disk[bio]).driver;
    assert driver != null : "no driver has kept it";
    long now = clock.nowNs();
    if (driver.keeps(bio, now)) {
      return;
    }
    Releaser by = releaser(bio, true);
    clones.map(bio, driver, by, now);
    int rest = nextRest(by, now);
    if (rest == BioTable.NONE || start(rest, by)) {
      by.isFree();
    }
  }

  /** Ends a clone that its driver has kept, on no disk at all. */
  public void end(int clone, boolean failed) {
    if (failed) {
      fail(clone, (byte) Faults.Outcome.MEDIUM_ERROR.ordinal());
    }
    finish(clone, clock.nowNs());
  }

  private Releaser releaser(int bio, boolean asSubmitter) {
    Releaser by = freeReleaser;
    if (by == null) {
      by = new Releaser();
    }
    freeReleaser = by.nextFree;
    Submitter of = contexts.thread(bios.by[bio]);
    by.actFor(asSubmitter && of != null ? of : kernelThread);
    return by;
  }

  /** A thread of the kernel that sends on one bio; there are as many as ever slept at once. */
  private final class Releaser extends Submitter {
    private @Nullable Releaser nextFree;

    void actFor(Submitter of) {
      prio = of.prio;
      context = contexts.enter(of);
    }

    void isFree() {
      nextFree = freeReleaser;
      freeReleaser = this;
    }

    @Override
    protected void resume(long nowNs) {
      isFree();
    }
  }

  /** Who sends on what is no longer its submitter's. */
  private static final class KernelThread extends Submitter {
    @Override
    protected void resume(long nowNs) {
      throw new IllegalStateException("it submits nothing itself");
    }
  }

  /** Takes the next bio that its submitter has not started and the throttle does not park. */
  private int nextRest(Submitter by, long now) {
    for (int bio = by.popRest(bios); bio != BioTable.NONE; bio = by.popRest(bios)) {
      if (!throttle.park(bio, now)) {
        return bio;
      }
    }
    return BioTable.NONE;
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
    Elevator elevator = queues.get(bios.disk[bio]).elevator;
    if (elevator != null) {
      elevator.submitted(bio, bytes);
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
    bios.flags[front] = bios.flags[bio] & ~NOT_OF_PIECES | BioTable.NO_MERGE;
    bios.disk[front] = bios.disk[bio];
    bios.sector[front] = bios.sector[bio];
    bios.sectors[front] = limit;
    bios.blkg[front] = bios.blkg[bio];
    bios.prio[front] = bios.prio[bio];
    bios.startNs[front] = now;
    bios.whole[front] = bio;
    bios.pieces[front] = 1;
    bios.next[front] = BioTable.NONE;
    bios.by[front] = bios.by[bio];
    bios.sector[bio] += limit;
    bios.sectors[bio] -= limit;
    bios.pieces[bio]++;
    blkgs.refer(bios.blkg[front]);
    trace.split(now, bio, front);
    return front;
  }

  // ---- policies, tags

  /**
   * Stages 7 to 9: joins a queued request, or passes the policies and takes a tag, or lets the
   * submitter sleep for either.
   */
  private boolean issue(int bio, Submitter by, long now) {
    DiskQueue queue = queues.get(bios.disk[bio]);
    int context = contexts.enter(by);
    Elevator elevator = queue.elevator;
    if (merger.intoPlugged(bio, queue, by, now)
        || (elevator != null && merger.intoQueued(queue, elevator, bio, context, now))) {
      if (delays) {
        delays = false;
        by.markDelayed();
      }
      return true;
    }
    return passPolicies(bio, queue, by, 0, now);
  }

  // ---- plugs (schedulers-and-devices.md 1.3)

  /**
   * Requests of the submitter are collected from now on, until it sleeps or calls {@link #unplug}.
   */
  public void plug(Submitter by) {
    by.isPlugged = true;
    if (by.plug == null) {
      by.plug = new RequestFifo(requests);
    }
  }

  /** Hands on what was collected. */
  public void unplug(Submitter by) {
    by.isPlugged = false;
    flushPlug(by, clock.nowNs());
  }

  /** Each disk's collected requests are inserted together, and then its queue is run once. */
  private void flushPlug(Submitter by, long now) {
    RequestFifo plug = by.plug;
    while (plug != null && !plug.isEmpty()) {
      DiskQueue queue = queues.get(requests.disk(plug.first()));
      while (!plug.isEmpty() && requests.disk(plug.first()) == queue.disk.index()) {
        handOn(plug.poll(), queue, now);
      }
      run(queue, now);
    }
  }

  private boolean passPolicies(int bio, DiskQueue queue, Submitter by, int from, long now) {
    if (!queue.qos.isEmpty()) {
      by.waiting = bio;
      RqQos waits = queue.qos.throttle(from, bio, by, now);
      if (waits != null) {
        by.policy = waits;
        flushPlug(by, now);
        return false;
      }
      by.waiting = BioTable.NONE;
    }
    return askForTag(bio, queue, by, now);
  }

  private boolean askForTag(int bio, DiskQueue queue, Submitter by, long now) {
    bios.askedNs[bio] = now;
    Elevator elevator = queue.elevator;
    int depth = queue.tags.size();
    int pool = DiskQueue.pool(bios.blkg[bio], bios.isSync(bio));
    if (elevator != null) {
      depth = elevator.limitDepth(bio, by.context, depth);
    }
    int tag = queue.findTag(depth, pool); // one that a sleeper could use would be kept for it
    if (tag == Tags.NONE && elevator != null) {
      run(queue, now); // who finds no tag runs the queue before falling asleep
      tag = queue.findTag(depth, pool);
    }
    if (tag != Tags.NONE) {
      take(bio, queue, queue.hold(pool, tag), by, now);
      return true;
    }
    by.waiting = bio;
    by.policy = null;
    by.depth = depth;
    by.pool = pool;
    flushPlug(by, now);
    queue.sleep(by);
    trace.tagWait(now, bio);
    wakeSleepers(queue, now);
    return false;
  }

  /** Makes the request of a bio, with a tag that is held for it. */
  private void take(int bio, DiskQueue queue, int tag, Submitter by, long now) {
    int request = requests.alloc(bio, by.context, now);
    requests.setTag(request, tag);
    trace.tagged(now, bio, request);
    queue.disk.stats().start(bios.op(bio), now);
    queue.qos.track(bio, request, now - bios.askedNs[bio], now);
    RequestFifo plug = by.plug;
    if (by.isPlugged && plug != null) {
      if (plug.size() >= MOST_PLUGGED
          || (!plug.isEmpty() && requests.sectors(plug.last()) >= LARGE_PLUGGED_SECTORS)) {
        flushPlug(by, now);
      }
      plug.addLast(request);
    } else {
      handOn(request, queue, now);
      run(queue, now);
    }
  }

  /** Gives a new request to the scheduler, or to the driver where there is none. */
  private void handOn(int request, DiskQueue queue, long now) {
    requests.setGeneration(request, queue.generation);
    Elevator elevator = queue.elevator;
    if (elevator != null) {
      elevator.insert(request, now);
      queue.lastMerge = request;
    } else if (queue.stopped || !queue.residual.isEmpty() || !startInDriver(request, queue, now)) {
      queue.residual.addLast(request);
    }
  }

  // ---- running the queue

  /**
   * Gives the driver what it takes: what it had no tag for before, then what the scheduler chooses.
   *
   * <p>A round asks the scheduler for as many requests as there are tags and then gives them to the
   * driver. Where the driver takes them all that is the same as one by one; what it refuses, and
   * what was chosen behind it, stays on the residual list. Once it has refused, a round is one
   * request, until a run ends with everything taken.
   */
  private void run(DiskQueue queue, long now) {
    if (queue.stopped) {
      return;
    }
    if (!queue.residual.isEmpty()) {
      queue.restart = true; // even if all of it goes now
    }
    while (!queue.residual.isEmpty()) {
      if (!queue.isDriverFree()) {
        return;
      }
      int request = queue.residual.first();
      queue.residual.remove(request);
      if (!startInDriver(request, queue, now)) {
        queue.residual.addFirst(request);
        return;
      }
    }
    Elevator elevator = queue.elevator;
    while (elevator != null) {
      int request = elevator.dispatch(now);
      if (request == RequestTable.NONE) {
        queue.busy = false;
        if (elevator.hasWork() && !elevator.isSingleQueue()) {
          runLater(queue, now);
        }
        return;
      }
      queue.left(request);
      if (!queue.isDriverFree()) {
        queue.residual.addLast(request);
        queue.restart = true;
        return;
      }
      if (!startInDriver(request, queue, now)) {
        queue.residual.addLast(request);
        if (!queue.busy) {
          queue.busy = true;
          finishRound(queue, elevator, now);
        }
        return;
      }
    }
  }

  /** The round in which the driver first refuses was chosen as a whole before. */
  private void finishRound(DiskQueue queue, Elevator elevator, long now) {
    while (queue.inDriver + queue.residual.size() < queue.disk.queueDepth()) {
      int request = elevator.dispatch(now);
      if (request == RequestTable.NONE) {
        return;
      }
      queue.left(request);
      queue.residual.addLast(request);
    }
  }

  /** The scheduler holds requests back: it is asked again in 3 to 4 ms, by a tick timer. */
  private void runLater(DiskQueue queue, long now) {
    if (queue.rerun == EventQueue.NONE) {
      queue.rerun = wheel.alloc(rerun, queue.disk.index());
    }
    if (!wheel.isPending(queue.rerun)) {
      int delay = Math.max(1, RERUN_MS * ticks.hz() / MS_PER_SECOND);
      wheel.arm(queue.rerun, ticks.at(now) + delay);
    }
  }

  /** Runs the queue of a disk, as after a change of the scheduler's mind. */
  public void kick(Disk disk) {
    run(queues.get(disk.index()), clock.nowNs());
  }

  /** Gives a request to the driver; false if the device is busy and takes nothing for a while. */
  private boolean startInDriver(int request, DiskQueue queue, long now) {
    Device device = queue.disk.device();
    Faults faults = queue.disk.faults();
    Faults.Outcome outcome =
        faults == Faults.NONE
            ? Faults.Outcome.DONE
            : faults.of(
                requests.op(request), requests.sector(request), requests.sectors(request), now);
    long doneNs =
        outcome.reachesDevice()
            ? device.start(
                request,
                requests.op(request),
                requests.sector(request),
                requests.sectors(request),
                bios.has(requests.head[request], BioTable.FUA),
                now)
            : now + outcome.delayNs();
    requests.outcome[request] = (byte) outcome.ordinal();
    if (doneNs == Device.BUSY) {
      queue.stopped = true;
      events.push(device.retryNs(now), retry, queue.disk.index());
      return false;
    }
    queue.inDriver++;
    requests.driverNs[request] = now;
    trace.dispatched(now, request, requests.head[request]);
    queue.qos.issued(request, now);
    if (doneNs != Device.LATER) {
      events.post(doneNs, completions, request);
    }
    return true;
  }

  private void retry(int disk, long now) {
    DiskQueue queue = queues.get(disk);
    queue.stopped = false;
    run(queue, now);
  }

  // ---- completion

  private void complete(int request, long now) {
    DiskQueue queue = queues.get(requests.disk(request));
    queue.inDriver--;
    byte outcome = requests.outcome[request];
    if (outcome == 0 && queue.disk.faults().isGone()) {
      outcome = (byte) Faults.Outcome.GONE.ordinal();
    }
    for (int bio = requests.head[request]; bio != BioTable.NONE; ) {
      int next = bios.next[bio];
      fail(bio, outcome);
      queue.qos.bioDone(bio, now);
      finish(bio, now);
      bio = next;
    }
    queue
        .disk
        .stats()
        .complete(requests.op(request), requests.sectors(request), requests.allocNs(request), now);
    Elevator elevator = queue.elevator;
    boolean wanted =
        elevator != null
            && requests.generation(request) == queue.generation
            && elevator.completed(request, now);
    queue.qos.done(request, now);
    int tag = requests.tag(request);
    int pool = requests.pool(request);
    requests.free(request);
    giveTag(queue, pool, tag, now);
    if (queue.restart || wanted) {
      queue.restart = false;
      if (!queue.runPending) {
        queue.runPending = true;
        events.post(now + restartNs, restarts, queue.disk.index());
      }
    }
  }

  private void runRestarted(int disk, long now) {
    DiskQueue queue = queues.get(disk);
    queue.runPending = false;
    run(queue, now);
  }

  /** A bio keeps the first of its pieces' errors. */
  private void fail(int bio, byte outcome) {
    if (bios.outcome[bio] == 0) {
      bios.outcome[bio] = outcome;
    }
  }

  /** One piece is complete; the bio is when all are. */
  private void finish(int bio, long now) {
    int at = bio;
    while (at != BioTable.NONE && --bios.pieces[at] == 0) {
      trace.completed(now, at);
      BioEnd end = bios.end(at);
      if (end != null) {
        end.bioDone(at, bios.cookie[at], now);
      }
      int whole = bios.whole[at];
      if (whole != BioTable.NONE) {
        fail(whole, bios.outcome[at]);
      }
      clones.completed(at, now);
      blkgs.unrefer(bios.blkg[at]);
      if (whole == BioTable.NONE) {
        contexts.completed(bios.by[at]);
      }
      bios.free(at);
      at = whole;
    }
  }

  /** A tag is free: it goes to the first sleeper that may use it, who needs a moment to wake up. */
  private void giveTag(DiskQueue queue, int pool, int tag, long now) {
    queue.release(pool, tag);
    if (queue.hasSleepers()) {
      wakeSleepers(queue, now);
    }
  }

  private void wakeSleepers(DiskQueue queue, long now) {
    for (Submitter at = queue.takeSleeper(); at != null; at = queue.takeSleeper()) {
      at.tag = queue.hold(at.pool, queue.findTag(at.depth, at.pool)); // kept for it
      wakeAt(at, wakeUps.withTag(now));
    }
  }

  /**
   * Wakes a submitter that a policy of the chain has made wait: its bio goes on to the next policy,
   * once the thread has its CPU.
   */
  public void wake(Submitter sleeper, long now) {
    wakeAt(sleeper, wakeUps.byPolicy(now));
  }

  private void wakeAt(Submitter sleeper, long at) {
    EventHandler wakeUp = sleeper.wakeUp;
    if (wakeUp == null) {
      wakeUp = (arg, when) -> goOn(sleeper, when);
      sleeper.wakeUp = wakeUp;
    }
    sleeper.sleeps(false);
    events.push(at, wakeUp, 0);
  }

  /**
   * Wakes a submitter like {@link #wake}, but for its policy to be asked once more: it has passed
   * one of several waits there.
   */
  public void wakeToAskAgain(Submitter sleeper, long now) {
    sleeper.askedAgain = true;
    wake(sleeper, now);
  }

  private void goOn(Submitter sleeper, long now) {
    int bio = sleeper.waiting;
    sleeper.waiting = BioTable.NONE;
    DiskQueue queue = queues.get(bios.disk[bio]);
    RqQos policy = sleeper.policy;
    if (policy == null) {
      if (queue.elevator != null) {
        run(queue, now); // who was woken runs the queue before taking its tag
      }
      take(bio, queue, sleeper.tag, sleeper, now);
    } else {
      int from = queue.qos.indexOf(policy) + (sleeper.askedAgain ? 0 : 1);
      sleeper.askedAgain = false;
      if (!passPolicies(bio, queue, sleeper, from, now)) {
        sleeper.sleeps(true);
        return;
      }
    }
    int rest = nextRest(sleeper, now);
    if (rest == BioTable.NONE || start(rest, sleeper)) {
      sleeper.resume(now);
    } else {
      sleeper.sleeps(true);
    }
  }

  // ---- policies of the chain

  /** Puts a policy in front of those that a disk has. */
  public void addPolicy(Disk disk, RqQos policy) {
    queues.get(disk.index()).qos.add(policy);
  }

  /** How many requests of a disk may be allocated at once: nr_requests. */
  public int tags(Disk disk) {
    return queues.get(disk.index()).tags.size();
  }

  /** For {@link RqQos#merged}: marks who issues the bio, as {@link Submitter#markDelayed}. */
  public void delaySubmitter() {
    delays = true;
  }

  /** What records owe. */
  public UseDelay useDelay() {
    return useDelay;
  }

  // ---- elevators

  /** The submitting threads, for elevators. */
  public IoContexts contexts() {
    return contexts;
  }

  /** The requests of all disks, for elevators. */
  public RequestTable requests() {
    return requests;
  }

  /**
   * Gives a disk another scheduler. What the old one holds goes to the new one, in the order in
   * which the old one gives it up; what is in the driver stays there.
   *
   * @param elevator null for none
   * @param tags requests that may be allocated at once
   */
  public void setElevator(Disk disk, @Nullable Elevator elevator, int tags) {
    DiskQueue queue = queues.get(disk.index());
    long now = clock.nowNs();
    Elevator old = queue.elevator;
    queue.elevator = elevator;
    queue.lastMerge = RequestTable.NONE;
    queue.generation++;
    if (old != null) {
      for (int request = old.drain(); request != RequestTable.NONE; request = old.drain()) {
        requests.setGeneration(request, queue.generation);
        if (elevator == null) {
          queue.residual.addLast(request);
        } else {
          elevator.insert(request, now);
        }
      }
    }
    setTags(disk, tags);
    run(queue, now);
  }

  /** True if something decides which of the disk's requests is next. */
  public boolean hasScheduler(Disk disk) {
    return queues.get(disk.index()).elevator != null;
  }

  /** Requests that the disk's device works on or has queued itself. */
  public int inDevice(Disk disk) {
    return queues.get(disk.index()).inDriver;
  }

  /** Tags that no request holds and that are kept for nobody. */
  public int freeTags(Disk disk) {
    return queues.get(disk.index()).tags.free();
  }

  /** Sets how many requests of a disk may be allocated at once. */
  public void setTags(Disk disk, int tags) {
    DiskQueue queue = queues.get(disk.index());
    if (disk.isRequestBased()) {
      queue.tags.resize(tags);
      queue.qos.depthChanged(tags);
      wakeSleepers(queue, clock.nowNs());
    }
  }

  /**
   * Sets how many requests of a kind, those that somebody waits for and others, may be allocated at
   * once, and how many of a kind for one cgroup; with {@link Integer#MAX_VALUE} for both {@link
   * #setTags} says how many there are of all.
   */
  public void limitTags(Disk disk, int ofKind, int ofGroup) {
    DiskQueue queue = queues.get(disk.index());
    queue.limitTags(ofKind, ofGroup);
    wakeSleepers(queue, clock.nowNs());
  }

  /** Sets which bios of a disk join queued requests. */
  public void setMerging(Disk disk, Merging merging) {
    queues.get(disk.index()).merging = merging;
  }

  /** A submitter has ended: schedulers forget it. */
  public void ended(Submitter submitter) {
    if (submitter.context != IoContexts.NONE) {
      contexts.ended(submitter);
      long now = clock.nowNs();
      for (DiskQueue queue : queues) {
        if (queue.elevator != null && queue.elevator.contextEnded(submitter.context)) {
          run(queue, now);
        }
      }
    }
  }
}
