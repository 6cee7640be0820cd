package io.cglab.core.writeback;

import io.cglab.core.api.Errno;
import io.cglab.core.api.Op;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Submitter;
import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.TreeListener;
import io.cglab.core.device.Disk;
import io.cglab.core.resource.MemoryController;
import io.cglab.core.resource.MemoryItem;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;
import io.cglab.core.sim.Ticks;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.sim.VirtualClock;
import io.cglab.core.writeback.MemoryGroup.Batch;
import io.cglab.core.writeback.MemoryGroup.Count;
import io.cglab.core.writeback.PageRuns.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The page cache as the block layer sees it (throttle-and-qos.md 6): which pages of files are in
 * memory, dirty, or on their way, whose they are, and who writes them when.
 *
 * <p>A page belongs to the memory cgroup that brought it in. A file belongs to the {@link Wb} of
 * the cgroup that first made a page of it dirty, and that one's cgroup pays for what is written. On
 * v1, and without the memory controller, everything is the root's and whoever submits pays.
 */
public final class PageCache implements TreeListener {
  /** Counts of cgroups are collected from all CPUs every two seconds. */
  private static final int COLLECTION_SECONDS = 2;

  /** A head of 104 bytes for each page, and its place in the tree of the file. */
  private static final int FILE_PAGES_PER_KERNEL_PAGE = 36;

  private static final int PRIO_USUAL = 2 << 13 | 4;
  private static final long SWITCH_NS = 20_000_000L;
  private static final int MOST_SWITCHES = 1024;

  private final VirtualClock clock;
  private final EventQueue events;
  private final TimerWheel wheel;
  private final Ticks ticks;
  private final BlockLayer block;
  private final Hierarchies hierarchies;
  private final MemoryController memory;
  private final DirtySettings settings;
  private final DirtyLimits limits;
  private final DirtyThrottle throttle;
  private final Reclaim reclaim;
  private final Map<Cgroup, MemoryGroup> groups = new LinkedHashMap<>();
  private final List<Wb> wbs = new ArrayList<>();
  private final long collectionTicks;

  private long filePages;
  private long dirtyPages;
  private long writebackPages;
  private long dirtied;
  private long written;
  private int switching;

  /**
   * An empty cache.
   *
   * @param memoryPages size of the machine's memory
   * @param pauses told of each disk for which a dirtier is made to pause
   */
  public PageCache(
      VirtualClock clock,
      EventQueue events,
      TimerWheel wheel,
      Ticks ticks,
      BlockLayer block,
      Hierarchies hierarchies,
      MemoryController memory,
      DirtySettings settings,
      long memoryPages,
      Consumer<Disk> pauses) {
    this.clock = clock;
    this.events = events;
    this.wheel = wheel;
    this.ticks = ticks;
    this.block = block;
    this.hierarchies = hierarchies;
    this.memory = memory;
    this.settings = settings;
    limits = new DirtyLimits(this, settings, memory, memoryPages);
    throttle = new DirtyThrottle(this, limits, pauses);
    reclaim = new Reclaim(this, limits, memory);
    settings.onIntervalChanged(() -> wbs.forEach(wb -> wb.flusher().wake()));
    collectionTicks = Math.max(1, wheel.firingTick((long) COLLECTION_SECONDS * ticks.hz(), 0));
  }

  // ---- what others ask

  /** Begins to cache a file. */
  public CachedFile cache(Backing backing) {
    return new CachedFile(backing);
  }

  public DirtyThrottle throttle() {
    return throttle;
  }

  public Reclaim reclaim() {
    return reclaim;
  }

  /** Pages that are dirty; those under writeback that were written to again are among them. */
  public long dirtyPages() {
    return dirtyPages;
  }

  public long writebackPages() {
    return writebackPages;
  }

  /** Pages of files. */
  public long filePages() {
    return filePages;
  }

  /** Pages of the machine's memory, but for what the kernel keeps for itself. */
  public long memoryPages() {
    return limits.usablePages();
  }

  /** Pages that nobody has. */
  public long freePages() {
    return Math.max(0, limits.freePages());
  }

  /** Pages that were ever made dirty. */
  public long dirtied() {
    return dirtied;
  }

  /** Pages that were ever written back. */
  public long written() {
    return written;
  }

  /** Pages from which on dirtiers are slowed to a stop. */
  public long dirtyThreshold() {
    return limits.machine().thresh();
  }

  /** Pages from which on flushers write without being asked. */
  public long backgroundThreshold() {
    return limits.machine().background();
  }

  /** The memory cgroup that pays for what a task brings in. */
  public MemoryGroup groupOf(Task task) {
    Cgroup at = task.cgroup(hierarchies.of(Controller.MEMORY));
    for (Cgroup up = at.parent(); up != null && !at.isOnline(Controller.MEMORY); ) {
      at = up;
      up = at.parent();
    }
    return group(at);
  }

  /** The cgroup that pays for a cached page, as bio-cgroup asks; null if it is not cached. */
  public @Nullable Cgroup owner(CachedFile file, long page) {
    Run run = file.runs.at(page);
    return run == null ? null : run.owner.cgroup;
  }

  /** The cgroup whose flusher writes a file back; null before its first page was dirty. */
  public @Nullable Cgroup owner(CachedFile file) {
    return file.wb == null ? null : file.wb.owner.cgroup;
  }

  /** Brings what is counted of a cgroup and those below up to date, as reading its files does. */
  public void collect(Cgroup cgroup) {
    MemoryGroup group = groups.get(cgroup);
    if (group != null) {
      collections(group);
      group.collect();
    }
    cgroup.children().forEach(this::collect);
  }

  private void collections(MemoryGroup group) {
    group.collectedPages(Count.FILE, collections());
  }

  // ---- pages come, become dirty, and go

  /**
   * Pages are written to.
   *
   * @param group who pays for those that are not cached yet
   * @param writer who wrote, in the hierarchy that owns pages
   * @return how many became dirty by it
   */
  public long dirty(CachedFile file, MemoryGroup group, Cgroup writer, long from, long to) {
    long changed = 0;
    long now = clock.nowNs();
    for (long at = from; at < to; ) {
      Run run = file.runs.from(at);
      if (run == null || run.start > at) {
        long end = run == null ? to : Math.min(to, run.start);
        insert(file, group, writer, at, end, PageState.DIRTY);
        becameDirty(file, group, end - at, now);
        changed += end - at;
        at = end;
        continue;
      }
      long end = Math.min(to, run.end);
      if (!run.state.isDirty()) {
        MemoryGroup owner = run.owner;
        if (run.state == PageState.WRITEBACK) {
          file.runs.change(run, at, end, PageState.REDIRTIED, writer);
        } else {
          owner.ownClean -= run.state == PageState.CLEAN ? end - at : 0;
          file.runs.change(run, at, end, PageState.DIRTY, writer);
        }
        becameDirty(file, owner, end - at, now);
        changed += end - at;
      }
      at = end;
    }
    return changed;
  }

  private void insert(
      CachedFile file, MemoryGroup group, Cgroup writer, long from, long to, PageState state) {
    file.runs.put(from, to, state, group, writer);
    group.came(file, from, to);
    group.ownClean += state == PageState.CLEAN ? to - from : 0;
    countFile(group, to - from);
    reclaim.balance();
  }

  private void countFile(MemoryGroup group, long pages) {
    filePages += pages;
    group.count(Count.FILE, pages, collections());
    memory.charge(group.cgroup, MemoryItem.FILE, pages);
    group.ownFile += pages;
    long kernel = group.ownFile / FILE_PAGES_PER_KERNEL_PAGE - group.ownKernel;
    if (kernel != 0) {
      group.ownKernel += kernel;
      memory.charge(group.cgroup, MemoryItem.KERNEL, kernel);
    }
  }

  /** The memory of a task's own that holds what it reads or writes. */
  public void chargeBuffer(MemoryGroup group, long pages) {
    memory.charge(group.cgroup, MemoryItem.ANON, pages);
  }

  private void becameDirty(CachedFile file, MemoryGroup owner, long pages, long now) {
    Wb wb = file.wb;
    if (wb == null) {
      wb = wb(file.backing, owner);
      file.wb = wb;
      wb.files.add(file);
    }
    if (file.dirtyPages == 0 && file.passes == 0) {
      file.dirtiedNs = now;
      boolean first = !wb.hasDirtyFiles();
      wb.dirty.add(file);
      if (first) {
        wb.flusher().wakeLater();
      }
    }
    if (wb.owner != owner && !wb.isRoot) {
      owner.foreign.note(wb, now);
    }
    file.dirtyPages += pages;
    wb.dirtyPages += pages;
    wb.countDirtied(pages);
    dirtyPages += pages;
    dirtied += pages;
    owner.count(Count.DIRTY, pages, collections());
    memory.charge(owner.cgroup, MemoryItem.FILE_DIRTY, pages);
  }

  private void noMoreDirty(CachedFile file, MemoryGroup owner, long pages) {
    file.dirtyPages -= pages;
    wbOf(file).dirtyPages -= pages;
    dirtyPages -= pages;
    owner.count(Count.DIRTY, -pages, collections());
    memory.charge(owner.cgroup, MemoryItem.FILE_DIRTY, -pages);
  }

  private void writeback(CachedFile file, MemoryGroup owner, long pages) {
    file.writebackPages += pages;
    wbOf(file).writebackPages += pages;
    writebackPages += pages;
    owner.count(Count.WRITEBACK, pages, collections());
    memory.charge(owner.cgroup, MemoryItem.FILE_WRITEBACK, pages);
  }

  /** Dirty pages go on their way; the bio is to be {@link #submit submitted}. */
  PageBio beginWriteback(CachedFile file, long from, long to) {
    for (long at = from; at < to; ) {
      Run run = file.runs.at(at);
      assert run != null && run.state == PageState.DIRTY : "not dirty: " + at;
      long end = Math.min(to, run.end);
      MemoryGroup owner = run.owner;
      file.votes.count(owner, end - at);
      file.runs.change(run, at, end, PageState.WRITEBACK);
      noMoreDirty(file, owner, end - at);
      writeback(file, owner, end - at);
      at = end;
    }
    Wb wb = wbOf(file);
    Run first = file.runs.at(from);
    assert first != null : "just marked";
    Cgroup writer = first.writer;
    if (writer.isRemoved()) { // nobody's now, whoever submits it
      writer = writer.hierarchy().root();
    }
    PageBio pages = new PageBio(this, file, from, to, wb, writer);
    file.writing.add(pages);
    wb.bios++;
    return pages;
  }

  /**
   * Pages are read.
   *
   * @param group who pays for them
   * @param flags of BioTable
   * @return true if it is on its way; false if {@code by} sleeps in it
   */
  public boolean read(
      CachedFile file, MemoryGroup group, long from, long to, int blkg, int flags, Submitter by) {
    Cgroup reader = block.blkgs().cgroup(blkg);
    insert(file, group, reader, from, to, PageState.READING);
    PageBio pages = new PageBio(this, file, from, to, null, null);
    file.reading.add(pages);
    return submit(pages, Op.READ, blkg, file.backing.sectorToRead(from), flags, by);
  }

  /** Pages that read as zeros, or that are about to be overwritten, need no disk. */
  public void fill(CachedFile file, MemoryGroup group, Cgroup reader, long from, long to) {
    insert(file, group, reader, from, to, PageState.CLEAN);
  }

  boolean submit(PageBio pages, Op op, int blkg, long sector, int flags, Submitter by) {
    assert sector >= 0 : "pages without blocks: " + pages.start;
    long bytes = pages.file.backing.bytes(pages.start, pages.end);
    int bio = block.bio(blkg, op, sector, bytes, flags, PRIO_USUAL, pages, 0);
    return block.submit(bio, by);
  }

  /**
   * A bio is complete. What could not be read is not cached; what could not be written is clean.
   */
  void done(PageBio pages, @Nullable Errno failed, long now) {
    CachedFile file = pages.file;
    if (pages.wb == null) {
      file.reading.remove(pages);
      settle(file, pages.start, pages.end, PageState.READING, PageState.CLEAN);
      file.failedReads += failed == null ? 0 : 1;
      if (failed != null || file.isGone) {
        drop(file, pages.start, pages.end, false, Long.MAX_VALUE);
      }
      return;
    }
    file.writing.remove(pages);
    if (failed != null) {
      file.writeError = failed;
    }
    settle(file, pages.start, pages.end, PageState.WRITEBACK, PageState.CLEAN);
    settle(file, pages.start, pages.end, PageState.REDIRTIED, PageState.DIRTY);
    long count = pages.end - pages.start;
    written += count;
    Wb wb = pages.wb;
    wb.bios--;
    wb.countWritten(count, now);
    limits.machineCompletions().add(count, now);
    wb.owner.domain.completions.add(count, now);
    if (file.isGone) {
      forget(file);
    }
  }

  private void settle(CachedFile file, long from, long to, PageState was, PageState becomes) {
    long at = from;
    for (Run run = next(file, at, to); run != null; run = next(file, at, to)) {
      long start = Math.max(at, run.start);
      long end = Math.min(to, run.end);
      if (run.state == was) {
        MemoryGroup owner = run.owner;
        if (was.isUnderWriteback()) {
          writeback(file, owner, start - end);
        }
        owner.ownClean += becomes == PageState.CLEAN ? end - start : 0;
        file.runs.change(run, start, end, becomes);
      }
      at = end;
    }
  }

  /** Forgets pages of a file that are gone, or to be reclaimed; those on their way stay. */
  long drop(CachedFile file, long from, long to, boolean evenDirty, long most) {
    long dropped = 0;
    long at = from;
    for (Run run = next(file, at, to); run != null && dropped < most; run = next(file, at, to)) {
      long start = Math.max(at, run.start);
      long end = Math.min(to, run.end);
      boolean goes = run.state == PageState.CLEAN || (evenDirty && run.state == PageState.DIRTY);
      if (goes) {
        end = start + Math.min(end - start, most - dropped);
        MemoryGroup owner = run.owner;
        if (run.state == PageState.DIRTY) {
          noMoreDirty(file, owner, end - start);
        } else {
          owner.ownClean -= end - start;
        }
        file.runs.remove(run, start, end);
        countFile(owner, start - end);
        dropped += end - start;
      } else if (evenDirty && run.state == PageState.REDIRTIED) {
        noMoreDirty(file, run.owner, end - start);
        file.runs.change(run, start, end, PageState.WRITEBACK);
      }
      at = end;
    }
    if (evenDirty && file.dirtyPages == 0 && file.wb != null) {
      forgetDirty(file, file.wb);
    }
    return dropped;
  }

  /** The run that page {@code at} is in, or the next one that begins before {@code to}. */
  private static @Nullable Run next(CachedFile file, long at, long to) {
    Run run = at < to ? file.runs.from(at) : null;
    return run == null || run.start >= to ? null : run;
  }

  /** Reclaims clean pages of a batch; what is left of it keeps its place, or goes to the end. */
  long dropClean(Batch batch, MemoryGroup group, long most) {
    CachedFile file = batch.file();
    long dropped = 0;
    long at = batch.start();
    for (Run run = next(file, at, batch.end()); run != null; run = next(file, at, batch.end())) {
      long start = Math.max(at, run.start);
      long end = Math.min(batch.end(), run.end);
      if (run.owner == group) {
        if (dropped == most) {
          group.keepFirst(new Batch(file, start, batch.end()));
          return dropped;
        }
        if (run.state == PageState.CLEAN) {
          end = start + Math.min(end - start, most - dropped);
          dropped += drop(file, start, end, false, most - dropped);
        } else {
          group.came(file, start, end);
        }
      }
      at = end;
    }
    return dropped;
  }

  MemoryGroup root() {
    return group(hierarchies.of(Controller.MEMORY).root());
  }

  static void forgetDirty(CachedFile file, Wb wb) {
    wb.dirty.remove(file);
    wb.queued.remove(file);
    wb.more.remove(file);
  }

  /** The pages from {@code page} on are gone, the file being shorter. */
  public void truncate(CachedFile file, long page) {
    drop(file, page, Long.MAX_VALUE, true, Long.MAX_VALUE);
  }

  /** True if some of these pages are dirty, or on their way to the disk. */
  public boolean isUnwritten(CachedFile file, long from, long to) {
    if (file.dirtyPages + file.writebackPages == 0) {
      return false;
    }
    for (Run run = next(file, from, to); run != null; run = next(file, run.end, to)) {
      if (run.state.isDirty() || run.state.isUnderWriteback()) {
        return true;
      }
    }
    return false;
  }

  /** These pages were written to past the cache: it forgets those that are on the disk. */
  public void invalidate(CachedFile file, long from, long to) {
    if (!file.runs.isEmpty()) {
      drop(file, from, to, false, Long.MAX_VALUE);
    }
  }

  /** These pages became a hole. */
  public void punch(CachedFile file, long from, long to) {
    drop(file, from, to, true, Long.MAX_VALUE);
  }

  /** The file is gone. */
  public void forget(CachedFile file) {
    file.isGone = true;
    truncate(file, 0);
    if (file.wb != null && file.writebackPages == 0) {
      file.wb.files.remove(file);
    }
  }

  // ---- writing and waiting

  /**
   * A way over what is dirty of a file, for somebody who waits for it: fsync.
   *
   * @param callersBlkg who pays where owners do not
   */
  public @Nullable WritePass beginSync(
      CachedFile file, long from, long to, int callersBlkg, Submitter by) {
    Wb wb = file.wb;
    if (file.dirtyPages == 0 || wb == null) {
      return null;
    }
    forgetDirty(file, wb);
    wb.begin(tick());
    int flags = WritePass.flags(true, false);
    return new WritePass(this, file, by, callersBlkg, flags, from, to, Long.MAX_VALUE, false);
  }

  /** True while somebody goes over the file's dirty pages. */
  public boolean isBeingWritten(CachedFile file) {
    return file.passes > 0;
  }

  /** The end of {@link #beginSync}. */
  public void endSync(CachedFile file) {
    Wb wb = file.wb;
    if (wb == null) {
      return;
    }
    if (wb.isDue(tick())) {
      wb.updateBandwidth(tick());
    }
    if (file.dirtyPages == 0) {
      forgetDirty(file, wb); // the flusher may have put it back while this went over it
    } else if (file.passes == 0) {
      file.dirtiedNs = nowNs();
      forgetDirty(file, wb);
      wb.dirty.add(file);
      wb.flusher().wakeLater();
    }
  }

  /**
   * Calls {@code then} when what is now on its way to or from the disk of these pages has arrived.
   *
   * @return false if nothing is: then it is not called
   */
  public boolean await(CachedFile file, long from, long to, boolean writes, LongConsumer then) {
    Waiter waiter = new Waiter(then);
    for (PageBio bio : writes ? file.writing : file.reading) {
      if (bio.covers(from, to)) {
        bio.add(waiter);
        waiter.oneMore();
      }
    }
    return !waiter.isDone();
  }

  /**
   * sync(2): has everything written that is dirty, and calls {@code then} when it is.
   *
   * @param which of the files
   * @return false if there is nothing to wait for: then it is not called
   */
  public boolean sync(Predicate<Backing> which, LongConsumer then) {
    List<CachedFile> files = new ArrayList<>();
    List<Wb> asked = new ArrayList<>();
    for (Wb wb : wbs) {
      boolean any = false;
      for (CachedFile file : wb.files) {
        if (file.dirtyPages + file.writebackPages > 0 && which.test(file.backing)) {
          files.add(file);
          any |= file.dirtyPages > 0;
        }
      }
      if (any) {
        asked.add(wb);
      }
    }
    if (files.isEmpty()) {
      return false;
    }
    Waiter submitted = new Waiter(now -> awaitWriteback(files, then));
    submitted.oneMore();
    for (Wb wb : asked) {
      submitted.oneMore();
      wb.flusher()
          .ask(
              new Flush(
                  Flush.Kind.SYNC,
                  Long.MAX_VALUE,
                  file -> which.test(file.backing),
                  submitted::oneLess));
    }
    events.push(nowNs(), (arg, now) -> submitted.oneLess(now), 0);
    return true;
  }

  private void awaitWriteback(List<CachedFile> files, LongConsumer then) {
    Waiter waiter = new Waiter(then);
    for (CachedFile file : files) {
      for (PageBio bio : file.writing) {
        bio.add(waiter);
        waiter.oneMore();
      }
    }
    if (waiter.isDone()) {
      then.accept(nowNs());
    }
  }

  // ---- whose

  /** What of the cgroup is kept here. */
  MemoryGroup group(Cgroup cgroup) {
    MemoryGroup group = groups.get(cgroup);
    if (group == null) {
      Cgroup up = cgroup.parent();
      group = new MemoryGroup(cgroup, up == null ? null : group(up));
      groups.put(cgroup, group);
    }
    return group;
  }

  /** The group if there is one. */
  @Nullable MemoryGroup known(Cgroup cgroup) {
    return groups.get(cgroup);
  }

  /** True if the owners of files pay for what is written back. */
  boolean chargesOwners() {
    Hierarchy io = hierarchies.of(Controller.IO);
    return io.isV2()
        && hierarchies.of(Controller.MEMORY) == io
        && hierarchies.known().contains(Controller.IO)
        && hierarchies.known().contains(Controller.MEMORY);
  }

  /** What writes files of a cgroup there. */
  Wb wb(Backing backing, MemoryGroup group) {
    MemoryGroup owner = group;
    if (!chargesOwners() || !backing.isChargedToOwners()) {
      owner = root();
    }
    while (owner.cgroup.isRemoved() && owner.parent != null) {
      owner = owner.parent;
    }
    Disk disk = backing.disk();
    Wb wb = owner.wb(disk.index());
    if (wb == null) {
      wb = new Wb(disk, owner, owner.isRoot(), ticks.hz());
      wb.setFlusher(new Flusher(this, wb, wheel));
      owner.setWb(disk.index(), wb);
      wbs.add(wb);
    }
    return wb;
  }

  Wb wbOf(CachedFile file) {
    assert file.wb != null : "never dirty";
    return file.wb;
  }

  /** Who pays for a write of the file. */
  int payer(CachedFile file, int otherwise) {
    if (!chargesOwners() || !file.backing.isChargedToOwners()) {
      return otherwise;
    }
    Cgroup payer = BlkgTable.effective(wbOf(file).owner.cgroup);
    return block.blkgs().obtain(payer, file.backing.disk());
  }

  int rootBlkg(Disk disk) {
    return block.blkgs().obtain(hierarchies.of(Controller.IO).root(), disk);
  }

  /** A round of writing the file is over: perhaps it is another's from now on. */
  void roundOver(CachedFile file, long now) {
    Wb wb = wbOf(file);
    MemoryGroup winner = file.votes.end(wb.bandwidth());
    if (winner == null || file.isSwitching || switching >= MOST_SWITCHES) {
      return;
    }
    Wb to = wb(file.backing, winner);
    if (to != wb) {
      file.isSwitching = true;
      switching++;
      events.push(
          now + SWITCH_NS,
          (arg, when) -> {
            switching--;
            file.isSwitching = false;
            give(file, to, when);
          },
          0);
    }
  }

  private void give(CachedFile file, Wb to, long now) {
    Wb from = wbOf(file);
    if (from == to) {
      return;
    }
    forgetDirty(file, from);
    from.files.remove(file);
    from.dirtyPages -= file.dirtyPages;
    from.writebackPages -= file.writebackPages;
    file.wb = to;
    to.files.add(file);
    to.dirtyPages += file.dirtyPages;
    to.writebackPages += file.writebackPages;
    file.votes.clear();
    if (file.dirtyPages > 0 && file.passes == 0) {
      file.dirtiedNs = now;
      to.dirty.add(file);
      to.flusher().wakeLater();
    }
  }

  /** Files of a cgroup that goes are the nearest living ancestor's from now on. */
  @Override
  public void removed(Cgroup cgroup) {
    MemoryGroup group = groups.get(cgroup);
    if (group == null) {
      return;
    }
    for (Wb wb : group.wbs()) {
      if (wb != null) {
        for (CachedFile file : List.copyOf(wb.files)) {
          give(file, wb(file.backing, group), clock.nowNs());
        }
        wbs.remove(wb);
      }
    }
    groups.remove(cgroup);
  }

  /** drop_caches: forgets all clean pages. */
  public void dropClean() {
    reclaim.take(root(), filePages);
  }

  /** Reclaim found nothing but dirty pages: all flushers write what they have. */
  void flushAll() {
    for (Wb wb : wbs) {
      wb.flusher().askAll();
    }
  }

  // ---- what it consists of

  DirtyLimits limits() {
    return limits;
  }

  DirtySettings settings() {
    return settings;
  }

  BlockLayer block() {
    return block;
  }

  /** A timer in ticks for a sleep, not armed. */
  public int timer(EventHandler wakeUp) {
    return wheel.alloc(wakeUp, 0);
  }

  /** Arms such a timer for so many ticks from now. */
  public void arm(int timer, long afterTicks) {
    wheel.arm(timer, tick() + afterTicks);
  }

  /** Gives such a timer back. */
  public void free(int timer) {
    wheel.free(timer);
  }

  EventQueue events() {
    return events;
  }

  TimerWheel wheel() {
    return wheel;
  }

  long nowNs() {
    return clock.nowNs();
  }

  long tick() {
    return ticks.at(clock.nowNs());
  }

  int hz() {
    return ticks.hz();
  }

  /** How often counts of cgroups were collected until now. */
  long collections() {
    return tick() / collectionTicks;
  }

  long anonPages() {
    Cgroup root = hierarchies.of(Controller.MEMORY).root();
    return memory.pages(root, MemoryItem.ANON) + memory.pages(root, MemoryItem.KERNEL);
  }
}
