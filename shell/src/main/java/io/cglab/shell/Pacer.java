package io.cglab.shell;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Holds virtual time back, so that it passes no faster than the wall's times a factor. */
final class Pacer {
  /** Lets virtual time pass as fast as it can. */
  static final Pacer NONE = new Pacer(0);

  private final double factor;
  private final Semaphore wake = new Semaphore(0);
  private long startNs;
  private long wallStartNs;
  private boolean started;

  /**
   * @param factor virtual seconds a second of the wall; 0 for as fast as it can
   */
  Pacer(double factor) {
    this.factor = factor;
  }

  /** Begins to count anew: the time that a person thinks is none of the machine's. */
  void restart() {
    started = false;
    wake.drainPermits();
  }

  /** Ends the present wait, from any thread. */
  void interrupt() {
    wake.release();
  }

  /** Returns when virtual time {@code nowNs} may become {@code dueNs}, or when interrupted. */
  void await(long nowNs, long dueNs) {
    if (factor == 0 || dueNs == Long.MAX_VALUE) {
      return;
    }
    if (!started) {
      started = true;
      startNs = nowNs;
      wallStartNs = System.nanoTime();
    }
    double wallNs = (dueNs - startNs) / factor;
    long leftNs = (long) Math.min(wallNs, Long.MAX_VALUE / 2.0) - (System.nanoTime() - wallStartNs);
    if (leftNs <= 0) {
      return;
    }
    try {
      if (wake.tryAcquire(leftNs, TimeUnit.NANOSECONDS)) {
        started = false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
