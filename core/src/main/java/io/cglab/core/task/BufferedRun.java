package io.cglab.core.task;

import io.cglab.core.api.Errno;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Task;
import io.cglab.core.device.Disk;
import io.cglab.core.file.FileSystem;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.writeback.Backing;
import io.cglab.core.writeback.CachedFile;
import io.cglab.core.writeback.DirtyThrottle.Dirtier;
import io.cglab.core.writeback.FileBacking;
import io.cglab.core.writeback.MemoryGroup;
import io.cglab.core.writeback.PageCache;
import io.cglab.core.writeback.WritePass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that reads and writes files or disks through the page cache, one call after another. A
 * read waits for pages that are not there; a write copies, and is made to pause where it makes
 * pages dirty faster than they are written; a flush is fsync(2).
 */
final class BufferedRun extends Submitter implements Run, Task.Listener {
  private static final int PAGE_SHIFT = 12;
  private static final int PAGE = 1 << PAGE_SHIFT;
  private static final int SECTORS_SHIFT = 3;

  /** The most that is copied at once. */
  private static final long LARGEST_STEP = 256;

  /** Over memory.high a task is looked at after so many pages. */
  private static final long HIGH_STEP = 128;

  private static final int MOST_BIO_PAGES = 256;

  /** A task at memory.max looks again after that. */
  private static final long FULL_NS = 100_000_000L;

  private static final int METADATA_BLOCKS = 2;

  /** A small program's own memory, stack and page tables. */
  private static final int OWN_PAGES = 256;

  private enum Step {
    METADATA,
    NEXT,
    READ,
    WRITE,
    SYNC,
    SYNCED,
    RETURN,
    /** The I/O is over; what closing a disk has to write is not. */
    CLOSE
  }

  private final CachedIo io;
  private final Surroundings in;
  private final PageCache cache;
  private final Task task;
  private final Job job;
  private final IoSource source;
  private final boolean roomIsTaken;
  private final CachedFile[] files;
  private final Dirtier dirtier;
  private final EventHandler goOn = (arg, now) -> wakeUp(now);
  private final EventHandler copied = (arg, now) -> copied(now);
  private final EventHandler scanned = (arg, now) -> scanned();
  private final int timer;
  private final List<Runnable> whenDone = new ArrayList<>(1);

  private Step step = Step.NEXT;
  private boolean done;
  private boolean stopped;
  private boolean frozen;
  private boolean asleep;
  private long finishedNs;
  private @Nullable Errno error;

  // The call under way.
  private Op op = Op.READ;
  private int target;
  private long offset;
  private long bytes;
  private long begunNs;
  private long page;
  private long endPage;
  private long copying;
  private int metadata;
  private boolean flying;
  private long failedBefore;
  private @Nullable Errno failure;
  private long overHigh;
  private long penalty;
  private @Nullable MemoryGroup buffered;
  private long bufferPages;
  private boolean checking;
  private @Nullable WritePass pass;
  private boolean waited;

  /** What is still to be written of disks before they are closed. */
  private final Deque<CachedFile> unflushed = new ArrayDeque<>(1);

  /** All that was dirty of the first of them is on its way. */
  private boolean submitted;

  // What is being read: pages that are not submitted yet.
  private long readFrom;
  private long readTo;
  private boolean reading;

  /** Up to here what was found in memory is not taken away from it before it is copied. */
  private long heldTo;

  /** Where reads begin that nobody was asked about yet. */
  private long admittedTo;

  private long doneIos;
  private long thoughtAtIos;
  private long readIos;
  private long wroteIos;
  private long readBytes;
  private long wroteBytes;
  private long cpuNs;
  private long waits;

  private BufferedRun(
      CachedIo io,
      Task task,
      Job job,
      List<CachedFile> files,
      IoSource source,
      boolean roomIsTaken) {
    this.io = io;
    in = io.in;
    cache = io.cache;
    this.task = task;
    this.job = job;
    this.source = source;
    this.roomIsTaken = roomIsTaken;
    this.files = files.toArray(new CachedFile[0]);
    dirtier = io.state(task).dirtier;
    timer = cache.timer(goOn);
  }

  /**
   * Starts the calls that {@code source} names.
   *
   * @param roomIsTaken true if the caller has reserved room for what is written, and has made the
   *     file as long
   */
  static Run start(
      CachedIo io,
      Task task,
      Job job,
      List<CachedFile> files,
      IoSource source,
      boolean roomIsTaken) {
    BufferedRun run = new BufferedRun(io, task, job, files, source, roomIsTaken);
    task.setListener(run);
    for (CachedFile file : files) {
      file.backing().open();
    }
    long now = io.in.clock().nowNs();
    long at = job.startNs() > now ? job.startNs() + io.in.sleepLateNs() : now;
    io.in.events().push(at, run.goOn, 0);
    return run;
  }

  private void wakeUp(long now) {
    in.tasks().setWaitsForMemory(task, false);
    awake();
    if (!done) {
      run(now);
    }
  }

  private void run(long now) {
    while (!done) {
      if (task.isFrozen() && step == Step.NEXT) { // a system call ends first, its plug empty
        frozen = true;
        become(Task.Activity.SLEEPING);
        return;
      }
      become(Task.Activity.RUNNING);
      boolean goes =
          switch (step) {
            case METADATA -> readMetadata();
            case NEXT -> next(now);
            case READ -> read(now);
            case WRITE -> write(now);
            case SYNC -> sync(now);
            case SYNCED -> synced();
            case RETURN -> returnToUser(now);
            case CLOSE -> close(now);
          };
      if (!goes) {
        return;
      }
    }
  }

  // ---- between calls

  private boolean next(long now) {
    if (files[0].backing() instanceof FileBacking file
        && io.isFirstUse(file.inode().fileSystem())) {
      metadata = METADATA_BLOCKS;
      step = Step.METADATA;
      return true;
    }
    if (job.thinkBlocks() > 0 && job.thinkNs() > 0 && doneIos - thoughtAtIos >= job.thinkBlocks()) {
      thoughtAtIos = doneIos;
      return think(now);
    }
    long nextNs = stopped || now >= job.stopNs() ? IoSource.NEVER : source.nextNs(now);
    if (nextNs == IoSource.NEVER) {
      beginClosing(now);
      return true;
    }
    if (nextNs > now) {
      become(Task.Activity.SLEEPING);
      waits++;
      in.events().push(Math.min(nextNs, job.stopNs()) + in.sleepLateNs(), goOn, 0);
      return false;
    }
    op = source.op();
    target = source.file();
    offset = source.offset();
    bytes = source.bytes();
    source.take();
    begunNs = now;
    page = offset >> PAGE_SHIFT;
    failedBefore = files[target].failedReads();
    heldTo = 0;
    job.observer().submits(1, 1);
    switch (op) {
      case READ -> {
        bytes = Math.max(0, Math.min(bytes, files[target].size() - offset));
        step = Step.READ;
      }
      case WRITE -> {
        takeRoom();
        step = Step.WRITE;
      }
      default -> {
        waited = false;
        step = Step.SYNC;
      }
    }
    endPage = bytes == 0 ? page : (offset + bytes + PAGE - 1) >> PAGE_SHIFT;
    holdBuffer((bytes + PAGE - 1) >> PAGE_SHIFT);
    return true;
  }

  /**
   * It has memory of its own, and some for what it reads or writes: what its largest call needs.
   */
  private void holdBuffer(long pages) {
    long needed = OWN_PAGES + pages;
    if (needed > bufferPages) {
      if (buffered == null) {
        buffered = cache.groupOf(task);
      }
      cache.chargeBuffer(buffered, needed - bufferPages);
      bufferPages = needed;
    }
  }

  /** Who first uses a file system reads its root directory and the map of its inodes. */
  private boolean readMetadata() {
    if (flying) {
      sleep(Task.Activity.STALLED);
      return false;
    }
    if (metadata == 0) {
      step = Step.NEXT;
      return true;
    }
    metadata--;
    flying = true;
    prio = task.ioPriority();
    task.process().io().countStorage(false, PAGE);
    long sector = tables().sector(metadata);
    int flags = BioTable.SYNC | BioTable.META;
    int bio = in.block().bio(blkg(), Op.READ, sector, PAGE, flags, prio, this::metadataRead, 0);
    in.block().submit(bio, this);
    sleep(Task.Activity.STALLED);
    return false;
  }

  private FileSystem tables() {
    return ((FileBacking) files[0].backing()).inode().fileSystem();
  }

  private void metadataRead(int bio, int cookie, long now) {
    flying = false;
    arrived(now);
  }

  private void takeRoom() {
    if (!roomIsTaken) {
      long room = backing().reserve(offset, bytes);
      if (room < bytes) {
        endWithoutRoom(room);
      }
    }
  }

  private void endWithoutRoom(long written) {
    error = Errno.ENOSPC;
    stopped = true;
    bytes = written;
  }

  /**
   * Up to which page there is room to write. Who made the file shorter since the call began, or a
   * hole in it, has given back what was reserved.
   */
  private long reserveAgain(long to) {
    long from = Math.max(offset, page << PAGE_SHIFT);
    long wanted = Math.min(to << PAGE_SHIFT, offset + bytes) - from;
    long room = backing().reserve(from, wanted);
    if (room >= wanted) {
      return to;
    }
    endWithoutRoom(from + room - offset);
    endPage = (from + room + PAGE - 1) >> PAGE_SHIFT;
    return Math.max(page, endPage);
  }

  private boolean think(long now) {
    long spinNs = Math.min(job.thinkSpinNs(), job.thinkNs());
    cpuNs += spinNs;
    boolean sleeps = job.thinkNs() > spinNs;
    if (spinNs == 0) {
      become(Task.Activity.SLEEPING);
    }
    waits += sleeps ? 1 : 0;
    in.events().push(now + job.thinkNs() + (sleeps ? in.sleepLateNs() : 0), goOn, 0);
    return false;
  }

  /** The call returns; what the cgroup owes is slept first (throttle-and-qos.md 1.8). */
  private boolean returnToUser(long now) {
    if (takeDelayed()) {
      long delayNs = in.block().useDelay().sleepNs(blkg(), now);
      if (delayNs > 0) {
        sleep(Task.Activity.STALLED);
        in.events().push(now + delayNs, goOn, 0);
        return false;
      }
    }
    count();
    step = Step.NEXT;
    if (job.thinkNs() > 0 && job.thinkBlocks() == 0) {
      return think(now);
    }
    return true;
  }

  private void count() {
    if (failure != null) {
      job.observer().reaps(1);
      job.observer().failed(op, target, offset, (int) bytes, failure);
      failure = null;
      return;
    }
    if (op == Op.READ) {
      readIos++;
      readBytes += bytes;
    } else if (op == Op.WRITE) {
      wroteIos++;
      wroteBytes += bytes;
    }
    if (op == Op.READ || op == Op.WRITE) {
      doneIos++;
      task.process().io().countCall(op == Op.WRITE, bytes);
    }
    long now = in.clock().nowNs();
    job.observer().reaps(1);
    job.observer().reaped(op, (int) bytes, begunNs, begunNs, now);
  }

  // ---- read(2)

  private boolean read(long now) {
    if (reading) {
      return submitReads();
    }
    if (page >= endPage) {
      io.state(task).readahead(files[target]).read(endPage - 1);
      step = Step.RETURN;
      return true;
    }
    CachedFile file = files[target];
    if (page >= backing().pages()) { // it became shorter since the call began
      bytes = Math.max(0, Math.min(bytes, file.size() - offset));
      endPage = page;
      return true;
    }
    Readahead ahead = io.state(task).readahead(file);
    long ready = Math.max(file.upToDate(page, endPage - page), heldTo - page);
    long here = Math.min(LARGEST_STEP, ready);
    if (here > 0 && !ahead.touchesMarker(page, here)) {
      return copy(here, now);
    }
    if (here > 0 || file.isCached(page)) {
      if (ahead.touchesMarker(page, Math.max(1, here)) && !isCongested(now)) {
        ahead.next(window());
        beginReads(ahead);
        return submitReads();
      }
      if (here > 0) {
        return copy(here, now);
      }
      return !waitsFor(file, false, page, page + 1);
    }
    if (hasFailed(file)) {
      return true;
    }
    if (isCongested(now)) {
      ahead.only(page, 1);
    } else {
      ahead.miss(page, endPage - page, window());
    }
    beginReads(ahead);
    return submitReads();
  }

  /** True if the page that is missing could not be read in this call, which ends with that. */
  private boolean hasFailed(CachedFile file) {
    if (file.failedReads() == failedBefore) {
      return false;
    }
    fail(Errno.EIO);
    step = Step.RETURN;
    return true;
  }

  private void fail(Errno why) {
    failure = why;
    error = error == null ? why : error;
    stopped = true; // as programs do that are told of an error
  }

  private long window() {
    long largest = disk().maxSectors() >> SECTORS_SHIFT;
    return Readahead.window(endPage - page, io.readAheadPages(disk()), largest);
  }

  private boolean isCongested(long now) {
    return in.block().useDelay().sleepNs(blkg(), now) > 0;
  }

  private void beginReads(Readahead ahead) {
    long end = backing().pages();
    beginReads(Math.min(ahead.start(), end), Math.min(ahead.start() + ahead.size(), end));
  }

  private void beginReads(long from, long to) {
    readFrom = from;
    readTo = to;
    admittedTo = from;
    reading = true;
    in.block().plug(this);
  }

  /** Submits what is missing of a window; false if the task sleeps in it. */
  private boolean submitReads() {
    CachedFile file = files[target];
    MemoryGroup group = cache.groupOf(task);
    while (readFrom < readTo) {
      long missing = file.missing(readFrom, readTo - readFrom);
      if (missing == 0) {
        readFrom++;
        continue;
      }
      if (readFrom > page) {
        heldTo = Math.max(heldTo, page + file.upToDate(page, endPage - page));
      }
      if (cache.reclaim().makeRoom(group, missing) < missing && readFrom > page) {
        break; // what nobody waits for is not read into a full cgroup
      }
      missing = backing().run(readFrom, Math.min(missing, MOST_BIO_PAGES));
      long from = readFrom;
      readFrom += missing;
      if (backing().sectorToRead(from) == Backing.NONE) {
        cache.fill(file, group, pageOwner(), from, readFrom);
        continue;
      }
      if (from >= admittedTo) {
        admittedTo = readFrom;
        if (sleepsFirst(Op.READ, missing, 1, in.clock().nowNs())) {
          in.block().unplug(this); // nobody sleeps with a plug full
          readFrom = from;
          return false;
        }
      }
      task.process().io().countStorage(false, missing << PAGE_SHIFT);
      prio = task.ioPriority();
      if (!cache.read(file, group, from, readFrom, blkg(), BioTable.SYNC, this)) {
        sleep(Task.Activity.STALLED);
        return false;
      }
    }
    reading = false;
    in.block().unplug(this);
    return true;
  }

  // ---- write(2)

  private boolean write(long now) {
    if (reading) {
      return submitReads();
    }
    MemoryGroup group = cache.groupOf(task);
    if (overHigh > 0 && (overHigh >= HIGH_STEP || page >= endPage)) {
      return payForHigh(group, now);
    }
    if (checking) {
      return check(group, now);
    }
    if (page >= endPage) {
      step = Step.RETURN;
      return true;
    }
    CachedFile file = files[target];
    if (needsOldContent(page)) {
      if (file.isCached(page)) {
        return !waitsFor(file, false, page, page + 1);
      }
      if (hasFailed(file)) {
        return true;
      }
      beginReads(page, page + 1);
      return submitReads();
    }
    long pages = Math.min(endPage - page, dirtier.pagesToCheck());
    if (page << PAGE_SHIFT < offset || pages == endPage - page) {
      pages = Math.max(1, pages - (needsOldContent(page + pages - 1) ? 1 : 0));
    }
    pages = Math.min(pages, cache.reclaim().isOverHigh(group) ? HIGH_STEP : LARGEST_STEP);
    pages = Math.min(pages, cache.reclaim().makeRoom(group, pages));
    if (pages == 0 && !file.isCached(page)) {
      in.tasks().setWaitsForMemory(task, true);
      sleep(Task.Activity.SLEEPING);
      in.events().push(now + FULL_NS, goOn, 0);
      return false;
    }
    return copy(Math.max(1, pages), now);
  }

  /** True if only a part of the page is written, and the rest is on the disk alone. */
  private boolean needsOldContent(long of) {
    long start = of << PAGE_SHIFT;
    boolean whole = offset <= start && offset + bytes >= Math.min(start + PAGE, sizeBefore(start));
    return !whole && !files[target].isUpToDate(of) && backing().sectorToRead(of) != Backing.NONE;
  }

  private long sizeBefore(long start) {
    return Math.max(start + 1, files[target].size());
  }

  private boolean copy(long pages, long now) {
    copying = pages;
    long costNs = pages * io.pageNs;
    cpuNs += costNs;
    in.events().push(now + costNs, copied, 0);
    return false;
  }

  private void copied(long now) {
    if (done) {
      return;
    }
    long to = op == Op.WRITE ? reserveAgain(page + copying) : page + copying;
    long changed = 0;
    if (op == Op.WRITE && to > page) {
      MemoryGroup group = cache.groupOf(task);
      CachedFile file = files[target];
      changed = cache.dirty(file, group, pageOwner(), page, to);
      if (changed > 0) {
        dirtier.count(changed);
        task.process().io().countStorage(true, changed << PAGE_SHIFT);
        checking = cache.throttle().isDue(dirtier, file, group);
        overHigh += cache.reclaim().isOverHigh(group) ? changed : 0;
      }
      backing().extendTo(Math.min(to << PAGE_SHIFT, offset + bytes));
    }
    page = to;
    if (changed == 0 || !sleepsFirst(Op.WRITE, changed, changed, now)) {
      run(now);
    }
  }

  /** True if the task sleeps for what it reads or has dirtied, as limits of the task's say. */
  private boolean sleepsFirst(Op what, long pages, long ios, long now) {
    long ns = in.block().admission().sleepNs(task, disk(), what, pages << PAGE_SHIFT, ios, now);
    if (ns == 0) {
      return false;
    }
    waits++;
    become(Task.Activity.STALLED);
    in.events().push(now + ns, goOn, 0);
    return true;
  }

  private boolean check(MemoryGroup group, long now) {
    long ticks = cache.throttle().check(dirtier, files[target], group, now);
    checking = dirtier.asksAgain() && !task.isDying();
    return ticks == 0 || sleepTicks(ticks, Task.Activity.STALLED);
  }

  private boolean payForHigh(MemoryGroup group, long now) {
    long ticks = cache.reclaim().high(group, overHigh);
    overHigh = 0;
    if (ticks == 0) {
      return true;
    }
    penalty = ticks;
    in.tasks().setWaitsForMemory(task, true);
    long scanNs = cache.reclaim().scannedInVain(group) * io.scanNs;
    cpuNs += scanNs;
    in.events().push(now + scanNs, scanned, 0);
    return false;
  }

  private void scanned() {
    if (!done) {
      sleepTicks(penalty, Task.Activity.SLEEPING);
    }
  }

  private boolean sleepTicks(long ticks, Task.Activity activity) {
    waits++;
    become(activity);
    cache.arm(timer, ticks);
    return false;
  }

  // ---- fsync(2)

  private boolean sync(long now) {
    if (!writeBack(files[target], now)) {
      return false;
    }
    step = Step.SYNCED;
    return isWritten(files[target]);
  }

  private boolean synced() {
    Errno failed = files[target].takeWriteError();
    if (failed != null) {
      fail(failed);
    }
    step = Step.RETURN;
    return true;
  }

  /** Has what is dirty of a file submitted; false if the task sleeps in it. */
  private boolean writeBack(CachedFile file, long now) {
    if (!waited) { // pages on their way that were written to since go once more
      waited = true;
      if (!isWritten(file)) {
        return false;
      }
    }
    if (pass == null) {
      pass = cache.beginSync(file, 0, Long.MAX_VALUE, blkg(file.backing().disk()), this);
      if (pass != null) {
        in.block().plug(this);
      }
    }
    if (pass != null) {
      prio = task.ioPriority();
      if (!pass.run(now)) {
        sleep(Task.Activity.STALLED);
        return false;
      }
      pass = null;
      in.block().unplug(this);
      cache.endSync(file);
    }
    return true;
  }

  /** True if nothing of the file is on its way to the disk; else the task sleeps until then. */
  private boolean isWritten(CachedFile file) {
    return file.writebackPages() == 0 || !waitsFor(file, true, 0, Long.MAX_VALUE);
  }

  // ---- close(2)

  private void beginClosing(long now) {
    step = Step.CLOSE;
    finishedNs = now;
    waited = false;
    for (CachedFile file : files) {
      unflushed.addAll(file.backing().flushedByClosing());
    }
  }

  private boolean close(long now) {
    for (CachedFile file = unflushed.peek(); file != null; file = unflushed.peek()) {
      if (!submitted) {
        if (!writeBack(file, now)) {
          return false;
        }
        submitted = true;
        if (!isWritten(file)) {
          return false;
        }
      }
      unflushed.remove();
      waited = false;
      submitted = false;
    }
    finish(now);
    return false;
  }

  // ---- sleeping

  /** Sleeps until what of these pages is on its way is there; false if nothing is. */
  private boolean waitsFor(CachedFile file, boolean writes, long from, long to) {
    boolean waiting = cache.await(file, from, to, writes, this::arrived);
    if (waiting) {
      sleep(Task.Activity.STALLED);
    }
    return waiting;
  }

  private void arrived(long now) {
    in.events().push(now + in.reapNs(), goOn, 0);
  }

  private void sleep(Task.Activity activity) {
    asleep = true;
    waits++;
    become(activity);
    in.tasks().setUninterruptible(task, true);
  }

  private void awake() {
    if (asleep) {
      asleep = false;
      become(Task.Activity.RUNNING);
      in.tasks().setUninterruptible(task, false);
    }
  }

  private void become(Task.Activity activity) {
    in.tasks().setActivity(task, activity);
  }

  @Override
  protected void sleeps(boolean isAsleep) {
    become(isAsleep ? Task.Activity.STALLED : Task.Activity.RUNNING);
  }

  @Override
  protected void resume(long now) {
    awake();
    if (done) { // it was killed: what it had collected goes on
      in.block().unplug(this);
    } else {
      run(now);
    }
  }

  @Override
  public boolean isDying() {
    return task.isDying();
  }

  // ---- what it works on

  private Backing backing() {
    return files[target].backing();
  }

  private Disk disk() {
    return backing().disk();
  }

  private Cgroup pageOwner() {
    return task.cgroup(in.hierarchies().ofPages());
  }

  private Cgroup ioCgroup() {
    return task.cgroup(in.hierarchies().of(Controller.IO));
  }

  private int blkg() {
    return blkg(disk());
  }

  private int blkg(Disk disk) {
    Cgroup payer = BlkgTable.effective(ioCgroup());
    return in.block().blkgs().obtain(payer, disk);
  }

  // ---- the end

  private void finish(long now) {
    if (done) {
      return;
    }
    done = true;
    if (step != Step.CLOSE) {
      finishedNs = now;
    }
    cache.free(timer);
    if (buffered != null) {
      cache.chargeBuffer(buffered, -bufferPages);
    }
    become(Task.Activity.SLEEPING);
    in.tasks().setWaitsForMemory(task, false);
    task.setListener(null);
    if (!asleep) {
      in.block().unplug(this);
    }
    if (pass != null) {
      pass.abandon(now);
      pass = null;
    }
    in.block().ended(this);
    for (CachedFile file : files) {
      file.backing().close();
    }
    whenDone.forEach(Runnable::run);
    whenDone.clear();
  }

  @Override
  public void frozenChanged(Task changed) {
    if (!changed.isFrozen() && frozen) {
      frozen = false;
      in.events().push(in.clock().nowNs(), goOn, 0);
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
    return done;
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
    if (done) {
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
