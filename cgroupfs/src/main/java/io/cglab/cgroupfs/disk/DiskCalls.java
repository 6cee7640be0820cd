package io.cglab.cgroupfs.disk;

import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Run;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What calls on disks and files of disks need: the machine, who calls, and how a call waits. As it
 * stands, a call that waits lets time pass until its I/O is done; whoever has tasks that go on
 * meanwhile {@link #setWait says how} they wait.
 */
public final class DiskCalls {
  /** How a system call waits for its I/O. */
  @FunctionalInterface
  public interface Wait {
    /**
     * Returns when {@code run} is done, or without it if it is not for it to wait on this thread:
     * false then. The file system's lock is not held, as a rule.
     */
    boolean await(Run run);
  }

  private final Machine machine;
  private final ReentrantLock lock;
  private final Supplier<Task> caller;
  private final LongSupplier epochNs;
  private Wait wait = run -> false;

  /**
   * Calls of one machine.
   *
   * @param lock held whenever the machine is used
   * @param caller the task that calls
   * @param epochNs the time of day in ns since the epoch
   */
  public DiskCalls(
      Machine machine, ReentrantLock lock, Supplier<Task> caller, LongSupplier epochNs) {
    this.machine = machine;
    this.lock = lock;
    this.caller = caller;
    this.epochNs = epochNs;
  }

  /** Sets how calls wait. */
  public void setWait(Wait how) {
    wait = how;
  }

  public Machine machine() {
    return machine;
  }

  /** The task that calls. */
  public Task caller() {
    return caller.get();
  }

  long nowNs() {
    return epochNs.getAsLong();
  }

  /** Starts I/O under the lock. */
  public interface Start {
    @Nullable Run run() throws KernelException;
  }

  /**
   * Starts I/O, if there is any, and waits for its end.
   *
   * @throws KernelException what the I/O ended with
   */
  public void finish(Start start) throws KernelException {
    Run run;
    lock.lock();
    try {
      run = start.run();
    } finally {
      lock.unlock();
    }
    if (run != null) {
      await(run);
    }
  }

  /**
   * Waits for the end of I/O.
   *
   * @throws KernelException what it ended with
   */
  public void await(Run run) throws KernelException {
    if (!run.isDone() && !wait.await(run)) {
      step(run);
    }
    Errno failure = run.error();
    if (failure != null) {
      throw new KernelException(failure);
    }
  }

  /** Does something under the lock. */
  public void locked(Runnable body) {
    lock.lock();
    try {
      body.run();
    } finally {
      lock.unlock();
    }
  }

  private void step(Run run) throws KernelException {
    lock.lock();
    try {
      while (!run.isDone()) {
        if (!machine.step()) {
          throw new KernelException(Errno.EINTR, "the I/O waits for something that never comes");
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
