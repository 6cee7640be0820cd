package io.cglab.core.writeback;

import io.cglab.core.block.BioEnd;
import io.cglab.core.cgroup.Cgroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of a file on their way from or to the disk, in one bio. */
final class PageBio implements BioEnd {
  private final PageCache cache;
  final CachedFile file;
  final long start;
  final long end;

  /** What counts its write; null for a read. */
  final @Nullable Wb wb;

  private final @Nullable Cgroup writer;
  private final List<Waiter> waiters = new ArrayList<>(1);

  PageBio(
      PageCache cache,
      CachedFile file,
      long start,
      long end,
      @Nullable Wb wb,
      @Nullable Cgroup writer) {
    this.cache = cache;
    this.file = file;
    this.start = start;
    this.end = end;
    this.wb = wb;
    this.writer = writer;
  }

  boolean covers(long from, long to) {
    return start < to && from < end;
  }

  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  @Override
  public @Nullable Cgroup owner() {
    return writer;
  }

  @Override
  public void bioDone(int bio, int cookie, long nowNs) {
    cache.done(this, cache.block().bios().error(bio), nowNs);
    for (Waiter waiter : waiters) {
      waiter.oneLess(nowNs);
    }
  }
}
