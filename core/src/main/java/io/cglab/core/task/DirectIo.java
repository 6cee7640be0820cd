package io.cglab.core.task;

import io.cglab.core.api.DevNo;
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
import io.cglab.core.device.Partition;
import io.cglab.core.sim.EventHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A task that does direct I/O: the loop of an asynchronous benchmark, or with a depth of one and
 * uninterruptible waits that of dd.
 *
 * <p>The loop: submit while a slot is free and the end is not reached, one call for each I/O; if
 * nothing is in flight, finish; wait for at least one completion; reap all there are with one time
 * stamp; think if nothing is in flight; again. Each submission and each reaping takes CPU time, on
 * a time line of the task's own: tasks do not compete for a CPU. The task sleeps in a submission
 * where the block layer makes it wait.
 */
public final class DirectIo extends Submitter implements BioEnd, Run, Task.Listener {
  /** A direct I/O becomes bios of at most 256 pages. */
  private static final int MAX_BIO_BYTES = 256 * 4096;

  private static final int SECTOR_SHIFT = 9;
  private static final int PRIO_CLASS_SHIFT = 13;

  private enum State {
    /** An event is pending that goes on. */
    ON_CPU,
    /** Asleep in the block layer. */
    SUBMITTING,
    /** Waits for a completion. */
    WAITING,
    FROZEN,
    DONE
  }

  private final Surroundings in;
  private final Task task;
  private final Job job;
  private final Disk disk;
  private final long firstSector;
  private final long lengthBytes;
  private final SplittableRandom random;
  private final EventHandler goOn = (arg, now) -> loop(now);
  private final EventHandler enter = (arg, now) -> enter(now);
  private final EventHandler reap = (arg, now) -> reap(now);
  private final EventHandler delayOver = this::delayOver;
  private final List<Runnable> whenDone = new ArrayList<>(1);

  // Slots of I/Os in flight: a stack of free ones and a list of completed ones.
  private final long[] submittedNs;
  private final int[] size;
  private final int[] bios;
  private final int[] freeSlots;
  private int free;
  private final int[] completed;
  private int completedCount;

  private State state = State.ON_CPU;
  private long nextOffset;
  private long submitted;
  private boolean stopped;
  private long finishedNs = -1;

  // The I/O being submitted: its slot and how much of it is not in the block layer yet.
  private int slot;
  private long restOffset;
  private int restBytes;

  private long readIos;
  private long wroteIos;
  private long readBytes;
  private long wroteBytes;

  private DirectIo(Surroundings in, Task task, Job job, Disk disk, DevNo dev) {
    this.in = in;
    this.task = task;
    this.job = job;
    this.disk = disk;
    Partition partition = disk.partition(dev);
    firstSector = partition == null ? 0 : partition.start();
    lengthBytes = (partition == null ? disk.sectors() : partition.sectors()) << SECTOR_SHIFT;
    random = new SplittableRandom(job.seed());
    submittedNs = new long[job.ioDepth()];
    size = new int[job.ioDepth()];
    bios = new int[job.ioDepth()];
    freeSlots = new int[job.ioDepth()];
    completed = new int[job.ioDepth()];
    for (int i = job.ioDepth() - 1; i >= 0; i--) {
      freeSlots[free++] = i;
    }
    nextOffset = job.offset();
  }

  /**
   * Starts the workload; it begins at once, or late as sleeps are if the job begins later.
   *
   * @param dev the disk itself, or its partition that the job is done on
   */
  public static Run start(Surroundings in, Task task, Job job, Disk disk, DevNo dev) {
    DirectIo run = new DirectIo(in, task, job, disk, dev);
    task.setListener(run);
    long now = in.clock().nowNs();
    long at = job.startNs() > now ? job.startNs() + in.sleepLateNs() : now;
    in.events().push(at, run.goOn, 0);
    return run;
  }

  private void loop(long now) {
    if (state == State.DONE) {
      return;
    }
    if (task.isFrozen()) {
      state = State.FROZEN;
      become(Task.Activity.SLEEPING);
      return;
    }
    state = State.ON_CPU;
    become(Task.Activity.RUNNING);
    if (free > 0 && mayStart(now)) {
      slot = freeSlots[--free];
      submittedNs[slot] = now;
      in.events().push(now + in.submitNs(disk), enter, 0);
    } else if (free == freeSlots.length) {
      finish(now);
    } else if (completedCount > 0) {
      in.events().push(now + in.reapNs(), reap, 0);
    } else {
      state = State.WAITING;
      // io_getevents(2) is no wait for I/O to the scheduler, read(2) is
      become(job.asyncIo() ? Task.Activity.SLEEPING : Task.Activity.STALLED);
      in.tasks().setUninterruptible(task, !job.asyncIo());
    }
  }

  private boolean mayStart(long now) {
    if (stopped || submitted >= job.count() || now >= job.stopNs() || job.offset() >= lengthBytes) {
      return false;
    }
    return job.asyncIo() || job.randomOffsets() || nextOffset < lengthBytes;
  }

  /** The submission's CPU time is over: the I/O enters the block layer. */
  private void enter(long now) {
    if (state == State.DONE) {
      return;
    }
    submitted++;
    chooseOffset();
    size[slot] = restBytes;
    bios[slot] = (restBytes + MAX_BIO_BYTES - 1) / MAX_BIO_BYTES;
    submitRest(now);
  }

  private void chooseOffset() {
    int bytes = job.blockSize();
    if (job.randomOffsets()) {
      long blocks = Math.max(1, (lengthBytes - job.offset()) / bytes);
      restOffset = job.offset() + random.nextLong(blocks) * bytes;
    } else {
      if (nextOffset + bytes > lengthBytes && job.asyncIo()) {
        nextOffset = job.offset();
      }
      restOffset = nextOffset;
      nextOffset += bytes;
    }
    restBytes = (int) Math.max(0, Math.min(bytes, lengthBytes - restOffset));
  }

  private void submitRest(long now) {
    Hierarchy hierarchy = in.hierarchies().of(Controller.IO);
    Cgroup payer = BlkgTable.effective(task.cgroup(hierarchy));
    int blkg = in.block().blkgs().obtain(payer, disk);
    if (restBytes > MAX_BIO_BYTES) {
      in.block().plug(this);
    }
    while (restBytes > 0) {
      int bytes = Math.min(restBytes, MAX_BIO_BYTES);
      long sector = firstSector + (restOffset >> SECTOR_SHIFT);
      restOffset += bytes;
      restBytes -= bytes;
      task.process().io().countStorage(job.op() != Op.READ, bytes);
      prio = ownPrio();
      int flags = job.op() == Op.READ ? BioTable.SYNC : BioTable.SYNC | BioTable.IDLE;
      int bio = in.block().bio(blkg, job.op(), sector, bytes, flags, prio, this, slot);
      if (!in.block().submit(bio, this)) {
        state = State.SUBMITTING;
        become(Task.Activity.STALLED);
        in.tasks().setUninterruptible(task, true);
        return;
      }
    }
    in.block().unplug(this);
    if (takeDelayed()) {
      long delayNs = in.block().useDelay().sleepNs(blkg, now);
      if (delayNs > 0) { // on its way back to user space it sleeps, as for I/O
        become(Task.Activity.STALLED);
        in.tasks().setUninterruptible(task, true);
        in.events().push(now + delayNs, delayOver, 0);
        return;
      }
    }
    loop(now);
  }

  private void delayOver(int unused, long now) {
    become(Task.Activity.RUNNING);
    in.tasks().setUninterruptible(task, false);
    loop(now);
  }

  private int ownPrio() {
    return job.prioClass() == 0
        ? task.ioPriority()
        : job.prioClass() << PRIO_CLASS_SHIFT | task.prioLevel();
  }

  private void become(Task.Activity activity) {
    in.tasks().setActivity(task, activity);
  }

  @Override
  protected void sleeps(boolean asleep) {
    become(asleep ? Task.Activity.STALLED : Task.Activity.RUNNING);
  }

  @Override
  public boolean isDying() {
    return task.isDying();
  }

  @Override
  protected void resume(long now) {
    if (state == State.SUBMITTING) {
      state = State.ON_CPU;
      become(Task.Activity.RUNNING);
      in.tasks().setUninterruptible(task, false);
    }
    if (state != State.DONE) {
      submitRest(now);
    } else {
      in.block().unplug(this); // it was killed while it slept: what it had collected goes on
    }
  }

  @Override
  public void bioDone(int bio, int ofSlot, long now) {
    if (--bios[ofSlot] > 0) {
      return;
    }
    completed[completedCount++] = ofSlot;
    if (state == State.WAITING) {
      state = State.ON_CPU;
      become(Task.Activity.RUNNING);
      in.events().push(now + in.reapNs(), reap, 0);
    }
  }

  private void reap(long now) {
    if (state == State.DONE) {
      return;
    }
    for (int i = 0; i < completedCount; i++) {
      int done = completed[i];
      if (job.op() == Op.READ) {
        readIos++;
        readBytes += size[done];
      } else {
        wroteIos++;
        wroteBytes += size[done];
      }
      if (!job.asyncIo()) {
        task.process().io().countCall(job.op() != Op.READ, size[done]);
      }
      job.observer().reaped(job.op(), size[done], submittedNs[done], now);
      freeSlots[free++] = done;
    }
    completedCount = 0;
    in.tasks().setUninterruptible(task, false);
    if (state == State.DONE) { // it was killed while it waited
      return;
    }
    if (free == freeSlots.length && job.thinkNs() > 0) {
      become(Task.Activity.SLEEPING);
      in.events().push(now + job.thinkNs() + in.sleepLateNs(), goOn, 0);
    } else {
      loop(now);
    }
  }

  private void finish(long now) {
    if (state == State.DONE) {
      return;
    }
    state = State.DONE;
    finishedNs = now;
    become(Task.Activity.SLEEPING);
    task.setListener(null);
    in.block().ended(this);
    for (Runnable action : whenDone) {
      action.run();
    }
    whenDone.clear();
  }

  @Override
  public void frozenChanged(Task changed) {
    if (!changed.isFrozen() && state == State.FROZEN) {
      state = State.ON_CPU;
      become(Task.Activity.RUNNING);
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
    return state == State.DONE;
  }

  @Override
  public long finishedNs() {
    return finishedNs;
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
  public void onDone(Runnable action) {
    if (state == State.DONE) {
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
