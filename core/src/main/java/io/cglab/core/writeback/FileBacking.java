package io.cglab.core.writeback;

import io.cglab.core.device.Disk;
import io.cglab.core.file.Inode;
import io.cglab.core.file.InodePages;
import org.jspecify.annotations.Nullable;

/** The pages of a file on a file system. */
public final class FileBacking implements Backing, InodePages {
  /**
   * Blocks that were found at once lie together on the disk and, in memory that is not yet
   * fragmented, so do their pages: one bio takes what one allocation gives.
   */
  private static final int MOST_DELAYED = 2048;

  private static final int MOST_VECTORS = 256;
  private static final int PAGE_SHIFT = 12;
  private static final int PAGE = 1 << PAGE_SHIFT;

  private final Inode inode;
  private final PageCache cache;
  private final CachedFile file;

  private FileBacking(Inode inode, PageCache cache) {
    this.inode = inode;
    this.cache = cache;
    file = cache.cache(this);
  }

  /** What is cached of a file; begins to cache it if nothing is. */
  public static CachedFile of(Inode inode, PageCache cache) {
    if (inode.pages() instanceof FileBacking known) {
      return known.file;
    }
    FileBacking made = new FileBacking(inode, cache);
    inode.setPages(made);
    return made.file;
  }

  /** What is cached of a file; null for nothing. */
  public static @Nullable CachedFile cached(Inode inode) {
    return inode.pages() instanceof FileBacking known ? known.file : null;
  }

  /** The file. */
  public Inode inode() {
    return inode;
  }

  @Override
  public Disk disk() {
    return inode.fileSystem().disk();
  }

  @Override
  public long size() {
    return inode.size();
  }

  @Override
  public long reserve(long offset, long bytes) {
    return inode.reserve(offset, bytes);
  }

  @Override
  public void extendTo(long bytes) {
    inode.extendTo(bytes);
  }

  @Override
  public void open() {
    inode.open();
  }

  @Override
  public void close() {
    inode.close();
  }

  @Override
  public long sectorToRead(long page) {
    return inode.sectorToRead(page << PAGE_SHIFT);
  }

  @Override
  public long sector(long page) {
    return inode.sector(page << PAGE_SHIFT);
  }

  @Override
  public long run(long page, long most) {
    return inode.run(page << PAGE_SHIFT, most << PAGE_SHIFT) >> PAGE_SHIFT;
  }

  @Override
  public void allocate(long page, long pages) {
    inode.allocate(page << PAGE_SHIFT, pages << PAGE_SHIFT);
  }

  @Override
  public int mostBioPages() {
    return inode.fileSystem().type().delaysAllocation() ? MOST_DELAYED : MOST_VECTORS;
  }

  @Override
  public boolean isChargedToOwners() {
    return inode.fileSystem().type().supportsCgroupWriteback();
  }

  @Override
  public void truncated(long bytes) {
    cache.truncate(file, (bytes + PAGE - 1) >> PAGE_SHIFT);
  }

  @Override
  public void punched(long offset, long bytes) {
    cache.punch(file, (offset + PAGE - 1) >> PAGE_SHIFT, (offset + bytes) >> PAGE_SHIFT);
  }

  @Override
  public void freed() {
    cache.forget(file);
  }
}
