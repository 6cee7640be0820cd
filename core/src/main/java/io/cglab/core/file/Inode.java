package io.cglab.core.file;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import org.jspecify.annotations.Nullable;

/**
 * A file without its name and content: how long it is, and which blocks of the disk it has. Offsets
 * and lengths are bytes, and are rounded outward to blocks of 4096 where blocks are meant.
 *
 * <p>A buffered write {@link #reserve reserves} room when it is made, and its blocks are {@link
 * #allocate allocated} when it is written back; a direct write allocates at once. Both are without
 * effect where the file has blocks already, so who is unsure may call them again.
 *
 * <p>It exists while it has a name or somebody has it open.
 */
public final class Inode {
  /** There is no sector. */
  public static final long NONE = -1;

  private static final int BLOCK = FileSystem.BLOCK_BYTES;
  private static final int BLOCK_SHIFT = 12;
  private static final int SECTOR_SHIFT = 9;

  private final FileSystem fileSystem;
  private final long number;
  private final ExtentMap extents = new ExtentMap();

  /** The block that it would like next. */
  private long goal;

  private long size;
  private long blocks;
  private long reservedBlocks;
  private int links = 1;
  private int opens;
  private @Nullable InodePages pages;

  Inode(FileSystem fileSystem, long number, long goal) {
    this.fileSystem = fileSystem;
    this.number = number;
    this.goal = goal;
  }

  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** Its number, which no other inode of the file system has or had. */
  public long number() {
    return number;
  }

  /** Length in bytes. */
  public long size() {
    return size;
  }

  /** Blocks of the disk that it has. */
  public long blocks() {
    return blocks;
  }

  /** Blocks that it has reserved and not allocated. */
  public long reservedBlocks() {
    return reservedBlocks;
  }

  /** What the page cache keeps of it; null for nothing. */
  public @Nullable InodePages pages() {
    return pages;
  }

  /** Sets {@link #pages()}. */
  public void setPages(@Nullable InodePages kept) {
    pages = kept;
  }

  // ---- where it is

  /**
   * The sector of the disk that the byte at {@code offset} is in; {@link #NONE} for a hole and for
   * room that is only reserved.
   */
  public long sector(long offset) {
    long state = extents.at(offset >> BLOCK_SHIFT);
    return state < 0
        ? NONE
        : fileSystem.sector(ExtentMap.diskBlock(state)) + ((offset & BLOCK - 1) >> SECTOR_SHIFT);
  }

  /**
   * As {@link #sector}, and {@link #NONE} also where nothing was written yet: it reads as zeros.
   */
  public long sectorToRead(long offset) {
    return ExtentMap.isWritten(extents.at(offset >> BLOCK_SHIFT)) ? sector(offset) : NONE;
  }

  /** Bytes from {@code offset} on that are of one kind and in a row on the disk, up to a bound. */
  public long run(long offset, long most) {
    long block = offset >> BLOCK_SHIFT;
    long first = offset & BLOCK - 1;
    return Math.min(most, (extents.run(block, blocksOf(first + most)) << BLOCK_SHIFT) - first);
  }

  /** True if none of these bytes is in a hole or only reserved. */
  public boolean isAllocated(long offset, long bytes) {
    long end = offset + bytes;
    for (long at = offset; at < end; at += run(at, end - at)) {
      if (extents.at(at >> BLOCK_SHIFT) < 0) {
        return false;
      }
    }
    return true;
  }

  private static long blocksOf(long bytes) {
    return (bytes + BLOCK - 1) >> BLOCK_SHIFT;
  }

  // ---- getting blocks

  /**
   * Reserves room for a buffered write; where the file system does not delay allocation, the blocks
   * themselves.
   *
   * @return for how many of the bytes, from the first on, there is room
   */
  public long reserve(long offset, long bytes) {
    if (!fileSystem.type().delaysAllocation()) {
      return allocate(offset, bytes);
    }
    long block = offset >> BLOCK_SHIFT;
    long end = blocksOf(offset + bytes);
    while (block < end) {
      long run = extents.run(block, end - block);
      if (extents.at(block) == ExtentMap.HOLE) {
        run = fileSystem.reserve(run);
        if (run == 0) {
          break;
        }
        extents.put(block, run, ExtentMap.DELAYED);
        reservedBlocks += run;
      }
      block += run;
    }
    return covered(offset, bytes, block);
  }

  /**
   * Gives all these bytes blocks, reserved or not before, and counts them as written.
   *
   * @return for how many of the bytes, from the first on, there was room
   */
  public long allocate(long offset, long bytes) {
    long block = offset >> BLOCK_SHIFT;
    long end = blocksOf(offset + bytes);
    while (block < end) {
      long run = extents.run(block, end - block);
      long state = extents.at(block);
      if (state < 0) {
        run = place(block, run, state == ExtentMap.DELAYED, true);
        if (run == 0) {
          break;
        }
      } else if (!ExtentMap.isWritten(state)) {
        extents.remove(block, run, (start, length, was) -> {});
        extents.put(block, run, ExtentMap.state(ExtentMap.diskBlock(state), true));
      }
      block += run;
    }
    return covered(offset, bytes, block);
  }

  /** For how many of these bytes, from the first on, there is or would be room. */
  public long room(long offset, long bytes) {
    long block = offset >> BLOCK_SHIFT;
    long end = blocksOf(offset + bytes);
    long left = fileSystem.availableBlocks();
    while (block < end) {
      long run = extents.run(block, end - block);
      if (extents.at(block) == ExtentMap.HOLE) {
        long granted = Math.min(run, left);
        left -= granted;
        if (granted < run) {
          return covered(offset, bytes, block + granted);
        }
      }
      block += run;
    }
    return bytes;
  }

  private static long covered(long offset, long bytes, long endBlock) {
    return Math.max(0, Math.min(bytes, (endBlock << BLOCK_SHIFT) - offset));
  }

  /** Finds blocks for some of a run without any; returns how many. */
  private long place(long block, long run, boolean reserved, boolean written) {
    long count = fileSystem.take(goal, run, reserved);
    if (count == 0) {
      return 0;
    }
    if (reserved) {
      extents.remove(block, count, (start, length, was) -> {});
      reservedBlocks -= count;
    }
    long first = fileSystem.takenStart();
    extents.put(block, count, ExtentMap.state(first, written));
    blocks += count;
    goal = first + count;
    return count;
  }

  /**
   * fallocate(2): gives bytes blocks that read as zeros, and makes the file as long unless {@code
   * keepSize}.
   *
   * @throws KernelException ENOSPC if there is no room for all of it, which leaves it as it was
   */
  public void fallocate(long offset, long bytes, boolean keepSize) throws KernelException {
    long end = blocksOf(offset + bytes);
    long missing = 0;
    long run;
    for (long block = offset >> BLOCK_SHIFT; block < end; block += run) {
      run = extents.run(block, end - block);
      missing += extents.at(block) == ExtentMap.HOLE ? run : 0;
    }
    if (missing > fileSystem.availableBlocks()) {
      throw new KernelException(Errno.ENOSPC);
    }
    for (long block = offset >> BLOCK_SHIFT; block < end; block += run) {
      run = extents.run(block, end - block);
      if (extents.at(block) == ExtentMap.HOLE) {
        run = place(block, run, false, false);
      }
    }
    if (!keepSize) {
      extendTo(offset + bytes);
    }
  }

  // ---- size

  /** Makes it at least so long. */
  public void extendTo(long bytes) {
    size = Math.max(size, bytes);
  }

  /** truncate(2): what is behind is freed; what is added is a hole. */
  public void truncate(long bytes) {
    boolean shorter = bytes < size;
    size = bytes;
    if (shorter || blocks + reservedBlocks > 0) {
      long first = blocksOf(bytes);
      free(first, Long.MAX_VALUE - first);
    }
    if (shorter && pages != null) {
      pages.truncated(bytes);
    }
  }

  /** Makes the whole blocks within these bytes a hole, and zeros of the rest. */
  public void punch(long offset, long bytes) {
    long first = blocksOf(offset);
    long end = (offset + bytes) >> BLOCK_SHIFT;
    if (end > first) {
      free(first, end - first);
    }
    if (pages != null) {
      pages.punched(offset, bytes);
    }
  }

  private void free(long first, long count) {
    extents.remove(
        first,
        count,
        (start, length, state) -> {
          if (state == ExtentMap.DELAYED) {
            fileSystem.unreserve(length);
            reservedBlocks -= length;
          } else {
            fileSystem.give(ExtentMap.diskBlock(state), length);
            blocks -= length;
          }
        });
    if (blocks == 0 && reservedBlocks == 0) {
      goal = fileSystem.goalOfEmptied(goal);
    }
  }

  // ---- how long it exists

  /** Names that it has. */
  public int links() {
    return links;
  }

  /** One name more. */
  public void link() {
    links++;
  }

  /** One name less. */
  public void unlink() {
    links--;
    endIfUnused();
  }

  /** Somebody has it open. */
  public void open() {
    opens++;
    fileSystem.opened(1);
  }

  /** Somebody closes it. */
  public void close() {
    opens--;
    fileSystem.opened(-1);
    endIfUnused();
  }

  /** What is cached of it goes, as when its file system is unmounted; it must be clean. */
  public void evict() {
    InodePages gone = pages;
    pages = null;
    if (gone != null) {
      gone.freed();
    }
  }

  private void endIfUnused() {
    assert links >= 0 && opens >= 0 : "closed or unlinked too often: " + number;
    if (links == 0 && opens == 0) {
      evict();
      size = 0;
      free(0, Long.MAX_VALUE);
      fileSystem.removed();
    }
  }
}
