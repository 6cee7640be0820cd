package io.cglab.core.writeback;

import io.cglab.core.resource.MemoryController;
import io.cglab.core.writeback.MemoryGroup.Count;
import org.jspecify.annotations.Nullable;

/** How much may be dirty, on the machine and in a memory cgroup (throttle-and-qos.md 6.3). */
final class DirtyLimits {
  /** Of memory: what the kernel keeps for itself. */
  private static final int KERNEL_PART = 32;

  private final PageCache cache;
  private final DirtySettings settings;
  private final MemoryController memory;
  private final long usablePages;
  private final DirtyDomain machine = new DirtyDomain();

  DirtyLimits(PageCache cache, DirtySettings settings, MemoryController memory, long memoryPages) {
    this.cache = cache;
    this.settings = settings;
    this.memory = memory;
    this.usablePages = memoryPages - memoryPages / KERNEL_PART;
  }

  /** Pages that are free or hold files. */
  long machineAvailable() {
    return Math.max(1, usablePages - cache.anonPages());
  }

  /** Pages that nobody has. */
  long freePages() {
    return usablePages - cache.anonPages() - cache.filePages();
  }

  long usablePages() {
    return usablePages;
  }

  /** The machine's domain, now. */
  DirtyDomain machine() {
    long available = machineAvailable();
    long thresh =
        settings.bytes() == 0
            ? available * DirtyDomain.ratio(settings.ratio()) / 4096
            : DirtyDomain.pages(settings.bytes());
    long background =
        settings.backgroundBytes() == 0
            ? available * DirtyDomain.ratio(settings.backgroundRatio()) / 4096
            : DirtyDomain.pages(settings.backgroundBytes());
    machine.setLimits(available, cache.dirtyPages() + cache.writebackPages(), thresh, background);
    return machine;
  }

  Share machineCompletions() {
    return machine.completions;
  }

  long machineLimit() {
    return machine().limit();
  }

  /** The cgroup's domain, as of when counts were last collected; null for a root. */
  @Nullable DirtyDomain group(MemoryGroup group) {
    if (group.isRoot() || !cache.chargesOwners()) {
      return null;
    }
    long collections = cache.collections();
    long file = group.collectedPages(Count.FILE, collections);
    long dirty =
        group.collectedPages(Count.DIRTY, collections)
            + group.collectedPages(Count.WRITEBACK, collections);
    long machineAvailable = machineAvailable();
    long machineClean = Math.max(0, machineAvailable - cache.dirtyPages() - cache.writebackPages());
    long otherClean = Math.max(0, machineClean - Math.max(0, file - dirty));
    long available = file + Math.min(memory.headroomPages(group.cgroup), otherClean);
    long ratio =
        settings.bytes() == 0
            ? DirtyDomain.ratio(settings.ratio())
            : DirtyDomain.ratioOfBytes(settings.bytes(), machineAvailable);
    long background =
        settings.backgroundBytes() == 0
            ? DirtyDomain.ratio(settings.backgroundRatio())
            : DirtyDomain.ratioOfBytes(settings.backgroundBytes(), machineAvailable);
    group.domain.set(available, dirty, ratio, background);
    return group.domain;
  }

  /** True while the flusher of {@code wb} writes without being asked (6.5). */
  boolean isOverBackground(Wb wb) {
    long now = cache.nowNs();
    DirtyDomain domain = machine();
    if (isOver(domain, cache.dirtyPages(), wb, wb.machineShare, now)) {
      return true;
    }
    DirtyDomain group = group(wb.owner);
    return group != null
        && isOver(
            group,
            wb.owner.collectedPages(Count.DIRTY, cache.collections()),
            wb,
            wb.groupShare,
            now);
  }

  private static boolean isOver(DirtyDomain domain, long dirty, Wb wb, Share share, long now) {
    long background = domain.background();
    long all = domain.completions.count(now);
    long part = all == 0 ? 0 : (long) ((double) background * share.count(now) / all);
    return dirty > background || wb.dirtyPages > Math.max(part, (background - domain.dirty()) / 8);
  }
}
