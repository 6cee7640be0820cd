package io.cglab.shell.fuse;

import java.util.concurrent.atomic.AtomicInteger;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.PointerByReference;

/**
 * The threads that take requests from the kernel: one more whenever all are at work, down to a few
 * when they have nothing to do. libfuse's own loop would do the same, but its threads are strangers
 * to the virtual machine, which then makes each known and forgets it again for every call.
 */
final class RequestLoop {
  /** More requests than these at once wait until one is answered. */
  static final int MOST_THREADS = 1024;

  private static final int IDLE_THREADS = 8;
  private static final int EINTR = 4;

  private final NativeCalls.Fuse fuse = NativeCalls.fuse();
  private final Pointer session;
  private final Pointer channel;
  private final OpenReplies opens;
  private final AtomicInteger idle = new AtomicInteger();
  private final AtomicInteger all = new AtomicInteger();

  RequestLoop(Pointer session, Pointer channel, OpenReplies opens) {
    this.session = session;
    this.channel = channel;
    this.opens = opens;
  }

  /** Takes requests until it is unmounted and all are answered. */
  void run() {
    idle.incrementAndGet();
    all.incrementAndGet();
    take(Integer.MAX_VALUE);
    synchronized (this) {
      while (all.get() > 0) {
        try {
          wait();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private void start() {
    idle.incrementAndGet();
    if (all.incrementAndGet() > MOST_THREADS) {
      idle.decrementAndGet();
      all.decrementAndGet();
      return;
    }
    Thread thread = new Thread(() -> take(IDLE_THREADS), "fuse request");
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes requests until it is unmounted, or more than {@code enough} threads have none. */
  private void take(int enough) {
    try {
      long size = fuse.fuse_chan_bufsize(channel);
      Pointer buffer = Memory.allocateDirect(Runtime.getSystemRuntime(), Math.toIntExact(size));
      PointerByReference from = new PointerByReference(channel);
      while (fuse.fuse_session_exited(session) == 0) {
        int length = fuse.fuse_chan_recv(from, buffer, size);
        if (length == -EINTR) {
          continue;
        }
        if (length <= 0) {
          return;
        }
        if (idle.decrementAndGet() == 0) {
          start();
        }
        fuse.fuse_session_process(session, buffer, length, opens.channelFor(buffer));
        if (idle.incrementAndGet() > enough) {
          return;
        }
      }
    } finally {
      idle.decrementAndGet();
      if (all.decrementAndGet() == 0) {
        synchronized (this) {
          notifyAll();
        }
      }
    }
  }
}
