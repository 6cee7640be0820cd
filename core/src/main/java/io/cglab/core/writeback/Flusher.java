package io.cglab.core.writeback;

import io.cglab.core.block.Submitter;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.TimerWheel;
import io.cglab.core.writeback.Flush.Kind;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The kernel thread that writes back what one {@link Wb} has (throttle-and-qos.md 6.5): what it is
 * asked for, then every five seconds what is old, then what is over the background limit. It sleeps
 * where the block layer makes it wait.
 */
final class Flusher extends Submitter {
  private static final long CENTISECOND_NS = 10_000_000L;
  private static final long LEAST_CHUNK = 1024;

  private final PageCache cache;
  private final Wb wb;
  private final ArrayDeque<Flush> asked = new ArrayDeque<>();
  private final EventHandler go = (arg, now) -> begin(now);
  private final int timer;

  private boolean running;
  private boolean wakePending;

  /** Once a wake-up it writes until no more than the background limit is dirty. */
  private boolean lookedAtBackground;

  /** Reclaim wants everything written. */
  private boolean allAsked;

  private long oldFlushNs;
  private @Nullable Flush work;
  private @Nullable WritePass pass;
  private boolean progress;

  Flusher(PageCache cache, Wb wb, TimerWheel wheel) {
    this.cache = cache;
    this.wb = wb;
    timer = wheel.alloc(go, 0);
  }

  boolean isRunning() {
    return running;
  }

  /** Asks for a piece of work. */
  void ask(Flush flush) {
    asked.addLast(flush);
    wake();
  }

  /** Reclaim finds nothing but dirty pages: all are to be written. */
  void askAll() {
    if (!allAsked && wb.hasDirtyFiles()) {
      allAsked = true;
      wake();
    }
  }

  /** It looks what there is to do. */
  void wake() {
    if (!running && !wakePending) {
      wakePending = true;
      cache.events().push(cache.nowNs(), go, 0);
    }
  }

  /** It looks in five seconds, unless it is to do so anyway. */
  void wakeLater() {
    int interval = cache.settings().writebackCentiseconds();
    if (interval > 0 && !cache.wheel().isPending(timer)) {
      cache.wheel().arm(timer, cache.tick() + (long) interval * cache.hz() / 100);
    }
  }

  private void begin(long now) {
    wakePending = false;
    if (!running) {
      running = true;
      lookedAtBackground = false;
      run(now);
    }
  }

  @Override
  protected void resume(long now) {
    run(now);
  }

  private void run(long now) {
    while (true) {
      if (pass != null) {
        if (!pass.run(now)) {
          return;
        }
        passOver(pass, now);
        pass = null;
      }
      if (work == null) {
        work = nextWork(now);
        if (work == null) {
          break;
        }
        progress = true;
      }
      CachedFile file = nextFile(work, now);
      if (file == null) {
        cache.block().unplug(this);
        Flush done = work;
        work = null;
        done.finish(now);
      } else {
        begin(file, work);
      }
    }
    running = false;
    if (wb.hasDirtyFiles()) {
      wakeLater();
    }
  }

  private @Nullable Flush nextWork(long now) {
    Flush next = asked.pollFirst();
    if (next != null) {
      return next;
    }
    if (allAsked) {
      allAsked = false;
      return new Flush(Kind.ALL, cache.dirtyPages());
    }
    long interval = cache.settings().writebackCentiseconds() * CENTISECOND_NS;
    if (interval > 0 && now >= oldFlushNs + interval) {
      oldFlushNs = now;
      return new Flush(Kind.OLD, cache.dirtyPages());
    }
    if (lookedAtBackground || !cache.limits().isOverBackground(wb)) {
      return null;
    }
    lookedAtBackground = true;
    return new Flush(Kind.BACKGROUND, Long.MAX_VALUE);
  }

  /** The next file to write for the work; null if it is done. */
  private @Nullable CachedFile nextFile(Flush flush, long now) {
    boolean own = flush.kind() == Kind.OLD || flush.kind() == Kind.BACKGROUND;
    if (flush.left() <= 0
        || (own && !asked.isEmpty())
        || (flush.kind() == Kind.BACKGROUND && !cache.limits().isOverBackground(wb))) {
      return null;
    }
    if (wb.queued.isEmpty()) {
      if (!progress) {
        return null;
      }
      progress = false;
      queue(flush, now);
    }
    for (CachedFile file = first(); file != null; file = first()) {
      wb.queued.remove(file);
      if (flush.wants(file)) {
        return file;
      }
      wb.more.add(file);
    }
    return null;
  }

  private @Nullable CachedFile first() {
    return wb.queued.isEmpty() ? null : wb.queued.iterator().next();
  }

  private void queue(Flush flush, long now) {
    wb.queued.addAll(wb.more);
    wb.more.clear();
    long since =
        flush.kind() == Kind.OLD
            ? now - cache.settings().expireCentiseconds() * CENTISECOND_NS
            : now;
    for (Iterator<CachedFile> oldest = wb.dirty.iterator(); oldest.hasNext(); ) {
      CachedFile file = oldest.next();
      if (file.dirtiedNs > since) {
        break;
      }
      if (flush.wants(file)) {
        oldest.remove();
        wb.queued.add(file);
      }
    }
  }

  private void begin(CachedFile file, Flush flush) {
    boolean whole = flush.kind() == Kind.SYNC;
    long chunk = whole ? Long.MAX_VALUE : chunk(flush);
    boolean background = flush.kind() == Kind.OLD || flush.kind() == Kind.BACKGROUND;
    wb.begin(cache.tick());
    cache.block().plug(this);
    long start = whole || file.cursor >= file.backing.pages() ? 0 : file.cursor;
    pass =
        new WritePass(
            cache,
            file,
            this,
            cache.rootBlkg(wb.disk),
            WritePass.flags(whole, background),
            start,
            Long.MAX_VALUE,
            chunk,
            start > 0);
  }

  private long chunk(Flush flush) {
    long pages =
        Math.min(Math.min(wb.bandwidth() / 2, cache.limits().machineLimit() / 8), flush.left());
    return (pages + LEAST_CHUNK) / LEAST_CHUNK * LEAST_CHUNK;
  }

  private void passOver(WritePass over, long now) {
    CachedFile file = over.file();
    progress |= over.wrote() > 0;
    if (work != null) {
      work.wrote(over.wrote());
    }
    if (wb.isDue(cache.tick())) {
      wb.updateBandwidth(cache.tick());
    }
    Wb of = cache.wbOf(file);
    if (file.dirtyPages == 0) {
      PageCache.forgetDirty(file, of);
      return;
    }
    if (of != wb) { // another's since it began, who could not list it meanwhile
      if (file.passes == 0) {
        PageCache.forgetDirty(file, of);
        file.dirtiedNs = now;
        of.dirty.add(file);
        of.flusher().wakeLater();
      }
      return;
    }
    PageCache.forgetDirty(file, wb);
    if (over.isCutShort()) {
      wb.more.add(file);
    } else {
      file.dirtiedNs = now;
      wb.dirty.add(file);
    }
  }
}
