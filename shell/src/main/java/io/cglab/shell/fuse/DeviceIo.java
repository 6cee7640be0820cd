package io.cglab.shell.fuse;

import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.core.task.Run;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Direct I/O of host processes on simulated disks. A request blocks its caller for as long as the
 * I/O takes, and nobody else: the lock is not held meanwhile. A thread of the host does one I/O at
 * a time. Where virtual time does not pass by itself, an I/O lets it pass until it is done.
 */
final class DeviceIo implements AutoCloseable {
  private static final int SECTOR = 512;
  private static final long LOOK_MS = 20;

  /** Threads of the server that may wait; some are left for everything else. */
  private static final int MOST_WAITERS = RequestLoop.MOST_THREADS - 64;

  /** How many events are fired without a break where time does not pass by itself. */
  private static final int STEPS = 256;

  private final ReentrantLock lock;
  private final Machine machine;
  private final ProcessBridge bridge;
  private final PacedClock clock;
  private final BooleanSupplier interrupted;
  private final Map<Task, Transfer> busy = new IdentityHashMap<>();
  private final Semaphore waiters = new Semaphore(MOST_WAITERS);
  private volatile boolean closed;

  /** An I/O under way, and who waits for it. */
  private record Transfer(Run run, CountDownLatch done) {}

  /**
   * I/O on the disks of a machine.
   *
   * @param lock held whenever the machine is used
   * @param interrupted whether the caller of the present thread wants to wait no more
   */
  DeviceIo(
      ReentrantLock lock,
      Machine machine,
      ProcessBridge bridge,
      PacedClock clock,
      BooleanSupplier interrupted) {
    this.lock = lock;
    this.machine = machine;
    this.bridge = bridge;
    this.clock = clock;
    this.interrupted = interrupted;
  }

  /**
   * Reads or writes, and returns when that is done.
   *
   * @param tid the thread of the host that waits for it
   * @param position in bytes, within the device
   * @param count bytes, at least 1; what is not in whole sectors takes the sectors around it
   * @throws KernelException EINTR if the thread was signalled or its task killed, EAGAIN if too
   *     many others wait
   */
  void transfer(int tid, DevNo dev, boolean write, long position, int count)
      throws KernelException {
    long from = position / SECTOR * SECTOR;
    int bytes = (int) ((position + count + SECTOR - 1) / SECTOR * SECTOR - from);
    Job job = Job.direct(dev).asyncIo(false).offset(from).blockSize(bytes).count(1);
    if (!waiters.tryAcquire()) {
      throw new KernelException(Errno.EAGAIN, "the server has no thread left to wait for it");
    }
    Run run;
    try {
      run = start(tid, write ? job.writes() : job.reads());
    } finally {
      waiters.release();
    }
    if (run.readIos() + run.wroteIos() == 0) {
      throw new KernelException(Errno.EINTR, "the task was killed");
    }
  }

  private Run start(int tid, Job job) throws KernelException {
    while (true) {
      Transfer transfer;
      boolean mine;
      lock.lock();
      try {
        clock.catchUp();
        Task task = bridge.caller(tid);
        Transfer other = busy.get(task);
        mine = other == null;
        transfer = other == null ? begin(task, job) : other;
      } finally {
        lock.unlock();
      }
      clock.wake();
      await(transfer);
      if (mine) {
        return transfer.run();
      }
    }
  }

  private Transfer begin(Task task, Job job) throws KernelException {
    Run run = machine.start(task, job);
    Transfer mine = new Transfer(run, new CountDownLatch(1));
    busy.put(task, mine);
    run.onDone(
        () -> {
          busy.remove(task);
          mine.done().countDown();
        });
    return mine;
  }

  private void await(Transfer transfer) throws KernelException {
    try {
      while (!clock.isPaced() && drive(transfer.run())) {
        checkInterrupted(transfer);
      }
      while (!transfer.done().await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        checkInterrupted(transfer);
        if (!clock.isPaced()) {
          drive(transfer.run());
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new KernelException(Errno.EINTR);
    }
  }

  private void checkInterrupted(Transfer transfer) throws KernelException {
    if (closed || interrupted.getAsBoolean()) {
      lock.lock();
      try {
        transfer.run().stop();
      } finally {
        lock.unlock();
      }
      throw new KernelException(Errno.EINTR);
    }
  }

  /** Fires some events; true if more would help. */
  private boolean drive(Run run) {
    lock.lock();
    try {
      for (int i = 0; i < STEPS; i++) {
        if (run.isDone() || run.task().isFrozen() || !machine.step()) {
          return false;
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waits. */
  @Override
  public void close() {
    closed = true;
  }
}
