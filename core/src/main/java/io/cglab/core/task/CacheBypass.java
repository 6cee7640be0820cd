package io.cglab.core.task;

import io.cglab.core.block.Submitter;
import io.cglab.core.writeback.CachedFile;
import io.cglab.core.writeback.PageCache;
import io.cglab.core.writeback.RawDevices;
import io.cglab.core.writeback.WritePass;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a direct I/O does about cached pages of the same bytes, so that both see the same: it has
 * those that are dirty written, and waits for them; a write then has none of them stay.
 */
final class CacheBypass {
  private static final int PAGE_SHIFT = 12;
  private static final int PAGE = 1 << PAGE_SHIFT;

  private final PageCache cache;
  private final RawDevices devices;
  private @Nullable CachedFile file;
  private long from;
  private long to;
  private @Nullable WritePass pass;

  CacheBypass(PageCache cache, RawDevices devices) {
    this.cache = cache;
    this.devices = devices;
  }

  /** Looks at what is cached of an I/O's bytes; true if some of it is not on the disk. */
  boolean begin(Target target, long offset, int bytes) {
    CachedFile cached = target.cached(devices);
    file = cached;
    from = offset >> PAGE_SHIFT;
    to = (offset + bytes + PAGE - 1) >> PAGE_SHIFT;
    return cached != null && cache.isUnwritten(cached, from, to);
  }

  /** Has it submitted; false if {@code by} sleeps in it, who calls it again then. */
  boolean write(int blkg, Submitter by, long now) {
    CachedFile of = file;
    if (of == null) {
      return true;
    }
    if (pass == null) {
      pass = cache.beginSync(of, from, to, blkg, by);
    }
    if (pass != null) {
      if (!pass.run(now)) {
        return false;
      }
      pass = null;
      cache.endSync(of);
    }
    return true;
  }

  /** Calls {@code then} when it is on the disk; false if it is, and then does not. */
  boolean await(LongConsumer then) {
    return file != null && cache.await(file, from, to, true, then);
  }

  /** The submitter was killed. */
  void abandon(long now) {
    if (pass != null) {
      pass.abandon(now);
      pass = null;
    }
  }

  /** The bytes are written past what is cached of them. */
  void invalidate() {
    if (file != null) {
      cache.invalidate(file, from, to);
    }
  }
}
