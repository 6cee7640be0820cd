package io.cglab.shell.fuse;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import jnr.ffi.Pointer;

/**
 * Who sleeps in poll(2) on which open file, and wakes them. Files tell of events with the machine's
 * lock held; a thread of its own tells the kernel.
 */
final class PollNotices implements AutoCloseable {
  private static final long END = -1;

  private final Consumer<Pointer> notify;
  private final Consumer<Pointer> destroy;
  private final BlockingQueue<Long> events = new LinkedBlockingQueue<>();
  private final Map<Long, Pointer> sleepers = new HashMap<>();
  private final Thread thread = new Thread(this::run, "poll notices");

  /**
   * Wakes nobody until {@link #start}.
   *
   * @param notify tells the kernel that something has happened to a sleeper's file
   * @param destroy frees a sleeper
   */
  PollNotices(Consumer<Pointer> notify, Consumer<Pointer> destroy) {
    this.notify = notify;
    this.destroy = destroy;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The next event of an open file wakes {@code sleeper}, in place of an earlier one. */
  synchronized void sleep(long handle, Pointer sleeper) {
    Pointer before = sleepers.put(handle, sleeper);
    if (before != null) {
      destroy.accept(before);
    }
  }

  /** There may be an event on an open file. May be called with any lock held. */
  void tell(long handle) {
    events.add(handle);
  }

  /** The file is closed. */
  synchronized void forget(long handle) {
    Pointer sleeper = sleepers.remove(handle);
    if (sleeper != null) {
      destroy.accept(sleeper);
    }
  }

  private void run() {
    try {
      for (long handle = events.take(); handle != END; handle = events.take()) {
        wake(handle);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void wake(long handle) {
    Pointer sleeper = sleepers.remove(handle);
    if (sleeper != null) {
      notify.accept(sleeper);
      destroy.accept(sleeper);
    }
  }

  @Override
  public void close() {
    events.add(END);
  }
}
