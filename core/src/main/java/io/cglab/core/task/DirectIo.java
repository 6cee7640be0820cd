package io.cglab.core.task;

import io.cglab.core.api.Errno;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.file.Inode;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.writeback.PageCache;
import io.cglab.core.writeback.RawDevices;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that does direct I/O: the loop of an asynchronous benchmark, or with a depth of one and
 * uninterruptible waits that of dd.
 *
 * <p>The loop: prepare I/Os while a slot is free and the end is not reached, submit them, one call
 * for each batch; if nothing is in flight, finish, or sleep until the next may begin; wait for at
 * least one completion; reap all there are with one time stamp, or as many as a call may take;
 * think if it is time to; again. Each submission and each reaping takes CPU time, on a time line of
 * the task's own: tasks do not compete for a CPU. The task sleeps in a submission where the block
 * layer makes it wait.
 *
 * <p>Flushes and discards are system calls of their own: they begin when nothing is in flight, and
 * the task waits for them. A disk without a volatile cache has no flush.
 *
 * <p>I/O on a file goes where the file's blocks are. A write finds blocks for itself where there
 * are none; a read of what was never written makes no I/O. Where a file system cannot do direct I/O
 * to a hole, the task waits for the write and goes on then (schedulers-and-devices.md 6.4). What is
 * dirty in memory of an I/O's bytes is written before it.
 */
public final class DirectIo extends Submitter implements BioEnd, Run, Task.Listener, EventHandler {
  /** A direct I/O becomes bios of at most 256 pages. */
  private static final int MAX_BIO_BYTES = 256 * 4096;

  private static final int SECTOR_SHIFT = 9;
  private static final int PRIO_CLASS_SHIFT = 13;

  private static final int NONE = -1;
  private static final Op[] OPS = Op.values();

  /** More submissions than this in one call are collected under a plug. */
  private static final int PLUG_THRESHOLD = 2;

  // What its events are for: they are of one handler, which is at hand anyway when they fire.
  private static final int GO_ON = 0;
  private static final int ENTER = 1;
  private static final int ADMITTED = 2;
  private static final int REAP = 3;
  private static final int DELAY_OVER = 4;
  private static final int CLEANED = 5;

  private enum State {
    /** An event is pending that goes on. */
    ON_CPU,
    /** Asleep in the block layer. */
    SUBMITTING,
    /** Asleep in the block layer with cached pages that it writes before its I/O. */
    CLEANING,
    /** Waits until those are on the disk. */
    CLEANED,
    /** Waits until what it wrote to a hole is on the disk. */
    FILLING,
    /** Waits for a completion. */
    WAITING,
    FROZEN,
    DONE
  }

  private final Surroundings in;
  private final Task task;
  private final Job job;
  private final Target[] targets;
  private final IoSource source;
  private final Batches batches;
  private final CacheBypass bypass;

  // Of the job, what each I/O asks for: it lies with the rest of what one needs.
  private final int prioClass;
  private final boolean asyncIo;
  private final long stopNs;
  private final long thinkNs;
  private final long thinkBlocks;
  private final JobObserver observer;
  private final List<Runnable> whenDone = new ArrayList<>(1);

  // A stack of free slots, a list of those that are prepared, a queue of completed ones.
  private final Slot[] slots;
  private int firstFree = NONE;
  private int free;
  private int firstPrepared = NONE;
  private int lastPrepared = NONE;
  private int preparedCount;
  private int enteredCount;
  private int firstCompleted = NONE;
  private int lastCompleted = NONE;
  private int completedCount;

  /**
   * An I/O in flight: what one needs lies together. Slots are linked by number, and an operation is
   * its place: a reference that is stored costs the garbage collector's barrier.
   */
  private static final class Slot {
    long submittedNs;
    long acceptedNs;
    byte op;
    int file;
    long offset;
    int size;

    /** Bios that are not complete. */
    int bios;

    @Nullable Errno error;

    /** The next free one, or the next completed one. */
    int next;

    int nextPrepared;

    Op op() {
      return OPS[op];
    }
  }

  /** What its events know it by, and how many of them there are. */
  private int number = NONE;

  private int pending;

  /** The place of its state: it changes with each I/O, and a reference would cost a barrier. */
  private byte state = (byte) State.ON_CPU.ordinal();

  private boolean refilling = true;
  private boolean draining;
  private boolean stopped;
  private @Nullable Errno error;
  private long finishedNs = -1;
  private long reapedIos;
  private long thoughtAtIos;
  private long cpuNs;
  private long waits;

  // The I/O being submitted: its slot and how much of it is not in the block layer yet.
  private int current;
  private long restOffset;
  private int restBytes;
  private boolean fillsHole;

  /** The record that paid last: mostly the next one's, too. */
  private int lastBlkg = BlkgTable.NONE;

  private @Nullable Cgroup lastPayer;
  private @Nullable Disk lastPaidOn;
  private int blkgsEnded;

  private long readIos;
  private long wroteIos;
  private long readBytes;
  private long wroteBytes;

  private DirectIo(Surroundings in, CacheBypass bypass, Task task, Job job, List<Target> on) {
    this.in = in;
    this.bypass = bypass;
    this.task = task;
    this.job = job;
    batches = job.batches();
    prioClass = job.prioClass();
    asyncIo = job.asyncIo();
    stopNs = job.stopNs();
    thinkNs = job.thinkNs();
    thinkBlocks = job.thinkBlocks();
    observer = job.observer();
    targets = on.toArray(new Target[0]);
    long length = targets[0].length(job);
    Pattern pattern = job.pattern();
    source = pattern == null ? new PlainSource(job, length) : new PatternSource(pattern);
    slots = new Slot[job.ioDepth()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot();
    }
    for (int i = slots.length - 1; i >= 0; i--) {
      release(i);
    }
  }

  private void release(int done) {
    slots[done].next = firstFree;
    firstFree = done;
    free++;
  }

  private Slot slot() {
    return slots[current];
  }

  private void post(long atNs, int what) {
    if (number == NONE) {
      number = in.events().enroll(this);
    }
    pending++;
    in.events().post(atNs, number, what);
  }

  /**
   * Starts the workload; it begins at once, or late as sleeps are if the job begins later.
   *
   * @param cache what is in memory of files
   * @param devices what is in memory of disks
   * @param on the job's devices or files
   */
  public static Run start(
      Surroundings in, PageCache cache, RawDevices devices, Task task, Job job, List<Target> on) {
    DirectIo run = new DirectIo(in, new CacheBypass(cache, devices), task, job, on);
    task.setListener(run);
    for (Target target : on) {
      target.open();
    }
    long now = in.clock().nowNs();
    long at = job.startNs() > now ? job.startNs() + in.sleepLateNs() : now;
    run.post(at, GO_ON);
    return run;
  }

  @Override
  public void fire(int what, long now) {
    pending--;
    switch (what) {
      case GO_ON -> loop(now);
      case ENTER -> enter(now);
      case ADMITTED -> admitted(now);
      case REAP -> reap(now);
      case CLEANED -> cleaned(now);
      default -> delayOver(now);
    }
    leaveIfDone();
  }

  /** Gives its number back once no event will come. */
  private void leaveIfDone() {
    if (is(State.DONE) && pending == 0 && number != NONE) {
      in.events().dismiss(number);
      number = NONE;
    }
  }

  private void loop(long now) {
    if (is(State.DONE)) {
      return;
    }
    boolean amidBatch = enteredCount < preparedCount;
    if (task.isFrozen() && !amidBatch) { // a system call ends first, or a plug would stay full
      set(State.FROZEN);
      become(Task.Activity.SLEEPING);
      return;
    }
    set(State.ON_CPU);
    become(Task.Activity.RUNNING);
    if (amidBatch) {
      beginSubmission(now);
      return;
    }
    long nextNs = prepare(now);
    if (preparedCount > 0) {
      observer.submits(preparedCount, slots.length - free);
      if (preparedCount > PLUG_THRESHOLD) {
        in.block().plug(this);
      }
      beginSubmission(now);
    } else if (free == slots.length) {
      idle(nextNs, now);
    } else if (completedCount >= leastToReap()) {
      beginReaping(now);
    } else {
      set(State.WAITING);
      waits++;
      boolean interruptible = asyncIo && !isSystemCall();
      // io_getevents(2) is no wait for I/O to the scheduler, read(2) is
      become(interruptible ? Task.Activity.SLEEPING : Task.Activity.STALLED);
      in.tasks().setUninterruptible(task, !interruptible);
    }
  }

  /** The one in flight is a flush or discard. */
  private boolean isSystemCall() {
    return free == slots.length - 1 && isAlone(slot().op());
  }

  private static boolean isAlone(Op op) {
    return op == Op.FLUSH || op == Op.DISCARD;
  }

  private int leastToReap() {
    int inFlight = slots.length - free;
    return draining ? 1 : Math.min(batches.reapLeast(), inFlight);
  }

  /**
   * Fills slots up to a batch. Returns when the next I/O may begin if that is not now or not before
   * the slots are empty; NEVER at the end.
   */
  private long prepare(long now) {
    preparedCount = 0;
    enteredCount = 0;
    draining = isSystemCall();
    if (draining) {
      return now;
    }
    refilling &= free > 0;
    while (free > 0 && refilling && preparedCount < batches.submit()) {
      boolean over = stopped || now >= stopNs;
      long nextNs = isTimeToThink() ? now + 1 : over ? IoSource.NEVER : source.nextNs(now);
      boolean alone = nextNs <= now && isAlone(source.op());
      if (nextNs > now || (alone && free < slots.length)) {
        draining = preparedCount == 0;
        return nextNs;
      }
      int place = firstFree;
      Slot taken = slots[place];
      firstFree = taken.next;
      free--;
      taken.submittedNs = now;
      taken.acceptedNs = now;
      taken.op = (byte) source.op().ordinal();
      taken.file = source.file();
      taken.offset = source.offset();
      taken.size = source.bytes();
      taken.error = null;
      source.take();
      addPrepared(place);
      if (alone) {
        return now;
      }
    }
    refilling &= free > 0;
    return now;
  }

  private void addPrepared(int taken) {
    if (preparedCount == 0) {
      firstPrepared = taken;
    } else {
      slots[lastPrepared].nextPrepared = taken;
    }
    lastPrepared = taken;
    preparedCount++;
  }

  private boolean isTimeToThink() {
    return thinkBlocks > 0 && thinkNs > 0 && reapedIos - thoughtAtIos >= thinkBlocks;
  }

  /** Nothing is in flight and nothing can begin now. */
  private void idle(long nextNs, long now) {
    if (isTimeToThink()) {
      thoughtAtIos = reapedIos;
      think(now);
    } else if (nextNs == IoSource.NEVER) {
      finish(now);
    } else {
      long until = Math.min(nextNs, stopNs);
      become(Task.Activity.SLEEPING);
      waits++;
      post(until + in.sleepLateNs(), GO_ON);
    }
  }

  private void think(long now) {
    long spinNs = Math.min(job.thinkSpinNs(), thinkNs);
    cpuNs += spinNs;
    boolean sleeps = thinkNs > spinNs;
    if (spinNs == 0) {
      become(Task.Activity.SLEEPING);
    }
    waits += sleeps ? 1 : 0;
    post(now + thinkNs + (sleeps ? in.sleepLateNs() : 0), GO_ON);
  }

  private void beginSubmission(long now) {
    current = enteredCount == 0 ? firstPrepared : slot().nextPrepared;
    Target target = targets[slot().file];
    fillsHole = slot().op() == Op.WRITE && target.fallsBack(slot().offset, slot().size);
    long costNs = in.submitNs(target.disk()) + (fillsHole ? target.fallbackNs() : 0);
    cpuNs += costNs;
    post(now + costNs, ENTER);
  }

  private void beginReaping(long now) {
    cpuNs += in.reapNs();
    post(now + in.reapNs(), REAP);
  }

  /** The submission's CPU time is over: the I/O enters the block layer. */
  private void enter(long now) {
    if (is(State.DONE)) {
      return;
    }
    enteredCount++;
    restOffset = slot().offset;
    restBytes = slot().size;
    if (slot().op() == Op.FLUSH) {
      flush(now);
    } else if (bypass.begin(targets[slot().file], restOffset, restBytes)) {
      clean(now);
    } else {
      admit(now);
    }
  }

  /** Cached pages of the I/O's bytes are written first. */
  private void clean(long now) {
    set(State.CLEANING);
    prio = ownPrio();
    in.block().plug(this);
    if (!bypass.write(blkg(targets[slot().file].disk()), this, now)) {
      waitUninterruptibly();
      return;
    }
    in.block().unplug(this);
    set(State.CLEANED);
    if (bypass.await(done -> post(done + in.reapNs(), CLEANED))) {
      waitUninterruptibly();
    } else {
      cleaned(now);
    }
  }

  private void waitUninterruptibly() {
    waits++;
    become(Task.Activity.STALLED);
    in.tasks().setUninterruptible(task, true);
  }

  private void cleaned(long now) {
    if (is(State.DONE)) {
      return;
    }
    set(State.ON_CPU);
    become(Task.Activity.RUNNING);
    in.tasks().setUninterruptible(task, false);
    if (is(State.ON_CPU)) { // else it was killed meanwhile
      admit(now);
    }
  }

  private void admit(long now) {
    Inode inode = targets[slot().file].inode();
    if (inode == null) {
      slot().bios = (restBytes + MAX_BIO_BYTES - 1) / MAX_BIO_BYTES;
    } else {
      slot().bios = 1; // until all are in the block layer: how many there will be, the layout says
      if (slot().op() == Op.WRITE) {
        findBlocks(inode);
      }
    }
    if (slot().op() != Op.READ) {
      bypass.invalidate();
    }
    long sleepNs =
        in.block()
            .admission()
            .sleepNs(task, targets[slot().file].disk(), slot().op(), restBytes, 1, now);
    if (sleepNs > 0) {
      in.block().unplug(this); // nobody sleeps with a plug full
      waits++;
      become(Task.Activity.STALLED);
      post(now + sleepNs, ADMITTED);
      return;
    }
    submitRest(now);
  }

  private void findBlocks(Inode inode) {
    int room = (int) inode.allocate(restOffset, restBytes);
    if (!job.isBuffered()) { // who writes through memory knows to the byte how long the file is
      inode.extendTo(restOffset + room);
    }
    if (room < restBytes) {
      error = Errno.ENOSPC;
      stopped = true;
      restBytes = room;
      slot().size = room;
    }
  }

  /** It has slept for as long as it had to. */
  private void admitted(long now) {
    if (!is(State.DONE)) {
      become(Task.Activity.RUNNING);
      submitRest(now);
    }
  }

  private void flush(long now) {
    slot().bios = 1;
    Disk disk = targets[slot().file].disk();
    if (!in.cachesWrites().test(disk)) {
      complete(current);
      loop(now);
    } else if (submit(blkg(disk), 0, 0)) {
      accepted(now);
    }
  }

  private int blkg(Disk disk) {
    Hierarchy hierarchy = in.hierarchies().of(Controller.IO);
    Cgroup payer = BlkgTable.effective(task.cgroup(hierarchy));
    BlkgTable blkgs = in.block().blkgs();
    if (payer != lastPayer || disk != lastPaidOn || blkgs.ended() != blkgsEnded) {
      lastBlkg = blkgs.obtain(payer, disk);
      lastPayer = payer;
      lastPaidOn = disk;
      blkgsEnded = blkgs.ended();
    }
    return lastBlkg;
  }

  private void submitRest(long now) {
    Target target = targets[slot().file];
    int blkg = blkg(target.disk());
    if (restBytes > MAX_BIO_BYTES) {
      in.block().plug(this);
    }
    while (restBytes > 0) {
      int bytes = Math.min(restBytes, MAX_BIO_BYTES);
      long sector = target.firstSector() + (restOffset >> SECTOR_SHIFT);
      Inode inode = target.inode();
      if (inode != null) {
        bytes = (int) inode.run(restOffset, bytes);
        sector = slot().op() == Op.READ ? inode.sectorToRead(restOffset) : inode.sector(restOffset);
        slot().bios += sector == Inode.NONE ? 0 : 1;
      }
      restOffset += bytes;
      restBytes -= bytes;
      if (sector == Inode.NONE) { // it reads as zeros
        continue;
      }
      if (slot().op() != Op.DISCARD) {
        task.process().io().countStorage(slot().op() != Op.READ, bytes);
      }
      if (!submit(blkg, sector, bytes)) {
        return;
      }
    }
    if (target.inode() != null && slot().op() != Op.FLUSH) {
      if (--slot().bios == 0) {
        complete(current);
      } else if (fillsHole) {
        in.block().unplug(this);
        set(State.FILLING);
        waits++;
        become(Task.Activity.STALLED);
        in.tasks().setUninterruptible(task, true);
        return;
      }
    }
    accepted(now);
  }

  /** Returns false if the task now sleeps in it. */
  private boolean submit(int blkg, long sector, int bytes) {
    Op op = slot().op();
    prio = ownPrio();
    int flags =
        switch (op) {
          case WRITE -> fillsHole ? BioTable.SYNC : BioTable.SYNC | BioTable.IDLE;
          case FLUSH -> BioTable.SYNC | BioTable.NO_MERGE;
          default -> BioTable.SYNC;
        };
    int bio = in.block().bio(blkg, op, sector, bytes, flags, prio, this, current);
    if (in.block().submit(bio, this)) {
      return true;
    }
    set(State.SUBMITTING);
    waits++;
    become(Task.Activity.STALLED);
    in.tasks().setUninterruptible(task, true);
    return false;
  }

  /** All of the I/O is in the block layer. */
  private void accepted(long now) {
    if (enteredCount == preparedCount) {
      in.block().unplug(this);
      if (asyncIo && !isAlone(slot().op())) {
        int at = firstPrepared;
        for (int i = 0; i < preparedCount; i++) {
          slots[at].acceptedNs = now;
          at = slots[at].nextPrepared;
        }
      }
    }
    if (takeDelayed()) {
      int blkg = blkg(targets[slot().file].disk());
      long delayNs = in.block().useDelay().sleepNs(blkg, now);
      if (delayNs > 0) { // on its way back to user space it sleeps, as for I/O
        become(Task.Activity.STALLED);
        in.tasks().setUninterruptible(task, true);
        post(now + delayNs, DELAY_OVER);
        return;
      }
    }
    loop(now);
  }

  private void delayOver(long now) {
    become(Task.Activity.RUNNING);
    in.tasks().setUninterruptible(task, false);
    loop(now);
  }

  private int ownPrio() {
    return prioClass == 0 ? task.ioPriority() : prioClass << PRIO_CLASS_SHIFT | task.prioLevel();
  }

  private boolean is(State asked) {
    return state == asked.ordinal();
  }

  private void set(State newState) {
    state = (byte) newState.ordinal();
  }

  private void become(Task.Activity activity) {
    in.tasks().setActivity(task, activity);
  }

  @Override
  protected void sleeps(boolean asleep) {
    become(asleep ? Task.Activity.STALLED : Task.Activity.RUNNING);
  }

  @Override
  public Task onBehalfOf() {
    return task;
  }

  @Override
  public boolean isDying() {
    return task.isDying();
  }

  @Override
  protected void resume(long now) {
    boolean cleans = is(State.CLEANING);
    if (cleans || is(State.SUBMITTING)) {
      set(State.ON_CPU);
      become(Task.Activity.RUNNING);
      in.tasks().setUninterruptible(task, false);
    }
    if (!is(State.DONE)) {
      if (cleans) {
        clean(now);
      } else {
        submitRest(now);
      }
    } else {
      in.block().unplug(this); // it was killed while it slept: what it had collected goes on
    }
  }

  @Override
  public void bioDone(int bio, int cookie, long now) {
    Slot ofSlot = slots[cookie];
    Errno failed = in.block().bios().error(bio);
    if (failed != null && ofSlot.error == null) {
      ofSlot.error = failed;
    }
    if (--ofSlot.bios > 0) {
      return;
    }
    complete(cookie);
    if (is(State.WAITING) && completedCount >= leastToReap()) {
      set(State.ON_CPU);
      become(Task.Activity.RUNNING);
      beginReaping(now);
    } else if (is(State.FILLING) && cookie == current) {
      set(State.ON_CPU);
      become(Task.Activity.RUNNING);
      in.tasks().setUninterruptible(task, false);
      accepted(now);
    }
  }

  private void complete(int ofSlot) {
    if (completedCount == 0) {
      firstCompleted = ofSlot;
    } else {
      slots[lastCompleted].next = ofSlot;
    }
    lastCompleted = ofSlot;
    completedCount++;
  }

  private void reap(long now) {
    if (is(State.DONE)) {
      return;
    }
    int count = Math.min(completedCount, batches.reapMost());
    observer.reaps(count);
    for (int i = 0; i < count; i++) {
      int place = firstCompleted;
      Slot done = slots[place];
      firstCompleted = done.next;
      Errno failed = done.error;
      if (failed == null) {
        count(done.op(), done.size);
        observer.reaped(done.op(), done.size, done.submittedNs, done.acceptedNs, now);
      } else {
        observer.failed(done.op(), done.file, done.offset, done.size, failed);
        error = error == null ? failed : error;
        stopped = true; // as programs do that are told of an error
      }
      release(place);
    }
    completedCount -= count;
    refilling |= slots.length - free <= batches.low();
    in.tasks().setUninterruptible(task, false);
    if (is(State.DONE)) { // it was killed while it waited
      return;
    }
    if (free == slots.length && thinkNs > 0 && thinkBlocks == 0) {
      think(now);
    } else {
      loop(now);
    }
  }

  private void count(Op op, int bytes) {
    if (bytes == 0 && op != Op.FLUSH) { // it was refused
      return;
    }
    if (op == Op.READ) {
      readIos++;
      readBytes += bytes;
    } else if (op != Op.FLUSH) {
      wroteIos++;
      wroteBytes += bytes;
    }
    if (op != Op.FLUSH) {
      reapedIos++;
    }
    if (!asyncIo && !isAlone(op)) {
      task.process().io().countCall(op != Op.READ, bytes);
    }
  }

  private void finish(long now) {
    if (is(State.DONE)) {
      return;
    }
    if (!is(State.SUBMITTING) && !is(State.CLEANING)) {
      in.block().unplug(this); // it was killed amid a batch
    }
    bypass.abandon(now);
    set(State.DONE);
    finishedNs = now;
    become(Task.Activity.SLEEPING);
    task.setListener(null);
    in.block().ended(this);
    for (Target target : targets) {
      target.close();
    }
    for (Runnable action : whenDone) {
      action.run();
    }
    whenDone.clear();
    leaveIfDone();
  }

  @Override
  public void frozenChanged(Task changed) {
    if (!changed.isFrozen() && is(State.FROZEN)) {
      set(State.ON_CPU);
      become(Task.Activity.RUNNING);
      post(in.clock().nowNs(), GO_ON);
    }
  }

  @Override
  public void exited(Task gone) {
    finish(in.clock().nowNs());
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public boolean isDone() {
    return is(State.DONE);
  }

  @Override
  public long finishedNs() {
    return finishedNs;
  }

  @Override
  public @Nullable Errno error() {
    return error;
  }

  @Override
  public long readIos() {
    return readIos;
  }

  @Override
  public long wroteIos() {
    return wroteIos;
  }

  @Override
  public long readBytes() {
    return readBytes;
  }

  @Override
  public long wroteBytes() {
    return wroteBytes;
  }

  @Override
  public long cpuNs() {
    return cpuNs;
  }

  @Override
  public long waits() {
    return waits;
  }

  @Override
  public void onDone(Runnable action) {
    if (is(State.DONE)) {
      action.run();
    } else {
      whenDone.add(action);
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
