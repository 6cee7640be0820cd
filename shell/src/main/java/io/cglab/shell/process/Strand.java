package io.cglab.shell.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/** A thread that runs only while it has the baton. */
final class Strand {
  /** Reserved, not used up: a shell function may nest a thousand deep. */
  private static final long STACK_BYTES = 64L << 20;

  final Thread thread;
  final Semaphore baton = new Semaphore(0);

  /** The processes that run on this strand, the innermost first. */
  final Deque<ShellProcess> processes = new ArrayDeque<>();

  boolean queued;
  boolean ended;
  boolean deadlocked;

  /** It waits for something that no signal ends. */
  boolean uninterruptible;

  Strand(String name, Runnable body) {
    thread = new Thread(null, body, name, STACK_BYTES);
    thread.setDaemon(true);
  }
}
