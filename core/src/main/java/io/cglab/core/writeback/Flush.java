package io.cglab.core.writeback;

import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** A piece of work of a flusher. */
final class Flush {
  /** Why it is done, in the order in which it is. */
  enum Kind {
    /** Somebody waits for it: sync(2). */
    SYNC,
    /** Reclaim needs clean pages, or a foreign dirtier waits. */
    ALL,
    /** Data that were dirty for too long. */
    OLD,
    /** More is dirty than the background limit. */
    BACKGROUND
  }

  private final Kind kind;
  private final Predicate<CachedFile> which;
  private final LongConsumer then;
  private long left;

  Flush(Kind kind, long pages) {
    this(kind, pages, file -> true, now -> {});
  }

  /**
   * Work on some files.
   *
   * @param pages when to stop
   * @param then told when all is submitted
   */
  Flush(Kind kind, long pages, Predicate<CachedFile> which, LongConsumer then) {
    this.kind = kind;
    this.left = pages;
    this.which = which;
    this.then = then;
  }

  Kind kind() {
    return kind;
  }

  boolean wants(CachedFile file) {
    return which.test(file);
  }

  long left() {
    return left;
  }

  void wrote(long pages) {
    left -= pages;
  }

  void finish(long now) {
    then.accept(now);
  }
}
