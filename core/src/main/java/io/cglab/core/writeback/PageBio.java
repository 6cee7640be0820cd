package io.cglab.core.writeback;

import io.cglab.core.block.BioEnd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of a file on their way from or to the disk, in one bio. */
final class PageBio implements BioEnd {
  private final PageCache cache;
  final CachedFile file;
  final long start;
  final long end;
  final boolean isWrite;

  /** What counts its write; null for a read. */
  final @Nullable Wb wb;

  private final List<Waiter> waiters = new ArrayList<>(1);

  PageBio(
      PageCache cache, CachedFile file, long start, long end, boolean isWrite, @Nullable Wb wb) {
    this.cache = cache;
    this.file = file;
    this.start = start;
    this.end = end;
    this.isWrite = isWrite;
    this.wb = wb;
  }

  boolean covers(long from, long to) {
    return start < to && from < end;
  }

  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  @Override
  public void bioDone(int bio, int cookie, long nowNs) {
    cache.done(this, nowNs);
    for (Waiter waiter : waiters) {
      waiter.oneLess(nowNs);
    }
  }
}
