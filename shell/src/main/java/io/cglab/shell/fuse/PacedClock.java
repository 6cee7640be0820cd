package io.cglab.shell.fuse;

import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Virtual time that follows the wall's at a factor. A thread of its own fires what is due, so that
 * I/O completes and pollers hear of it while nobody calls. A machine that cannot keep up falls
 * behind, and goes on from there.
 */
final class PacedClock implements AutoCloseable {
  private static final long LONGEST_WAIT_NS = 50_000_000;
  private static final long LONGEST_WORK_NS = 100_000_000;
  private static final long SWEEP_NS = 1_000_000_000;

  /** How many events are fired between two looks at the wall's time. */
  private static final int STEPS = 256;

  private final ReentrantLock lock;
  private final Machine machine;
  private final double factor;
  private final Runnable everySecond;
  private final Thread thread = new Thread(this::run, "paced clock");
  private long baseNs;
  private long wallBaseNs = System.nanoTime();
  private long sweptNs = System.nanoTime();
  private volatile boolean closed;

  /**
   * A clock that stands until {@link #start}.
   *
   * @param lock held whenever the machine is used
   * @param factor virtual seconds a second of the wall; 0 for time that stands by itself
   * @param everySecond called once a second of the wall, with the lock held
   */
  PacedClock(ReentrantLock lock, Machine machine, double factor, Runnable everySecond) {
    this.lock = lock;
    this.machine = machine;
    this.factor = factor;
    this.everySecond = everySecond;
    thread.setDaemon(true);
  }

  void start() {
    rebase();
    thread.start();
  }

  private void rebase() {
    baseNs = machine.nowNs();
    wallBaseNs = System.nanoTime();
  }

  /** True if time passes by itself. */
  boolean isPaced() {
    return factor > 0;
  }

  /** Lets virtual time catch up with the wall's. The caller holds the lock. */
  void catchUp() {
    if (factor == 0) {
      return;
    }
    long wallNs = System.nanoTime();
    long toNs = baseNs + (long) ((wallNs - wallBaseNs) * factor);
    while (fireUpTo(toNs)) {
      if (System.nanoTime() - wallNs > LONGEST_WORK_NS) {
        rebase();
        return;
      }
    }
  }

  /** Fires some events; true if there are more up to then, else it is then. */
  private boolean fireUpTo(long toNs) {
    for (int i = 0; i < STEPS; i++) {
      if (machine.nextEventNs() > toNs) {
        machine.advanceTo(toNs);
        return false;
      }
      machine.step();
    }
    return true;
  }

  /**
   * Lets {@code ns} of virtual time pass at once. The caller holds the lock.
   *
   * @throws KernelException EINTR if {@code interrupted} before the end
   */
  void skip(long ns, BooleanSupplier interrupted) throws KernelException {
    catchUp();
    long toNs = machine.nowNs() + Math.min(ns, Long.MAX_VALUE / 2 - machine.nowNs());
    try {
      while (fireUpTo(toNs)) {
        if (interrupted.getAsBoolean()) {
          throw new KernelException(Errno.EINTR);
        }
      }
    } finally {
      rebase();
    }
  }

  /** There may be an event that is due earlier than the thread knows. */
  void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      long waitNs = turn();
      if (waitNs > 0) {
        LockSupport.parkNanos(waitNs);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Fires what is due; returns how long nothing else is, in ns of the wall. */
  private long turn() {
    lock.lock();
    try {
      catchUp();
      long nowNs = System.nanoTime();
      if (nowNs - sweptNs > SWEEP_NS) {
        sweptNs = nowNs;
        everySecond.run();
      }
      return factor == 0
          ? LONGEST_WAIT_NS
          : (long)
              Math.min(
                  (machine.nextEventNs() - (double) machine.nowNs()) / factor, LONGEST_WAIT_NS);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }
}
