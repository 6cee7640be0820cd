package io.cglab.core.file;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.device.Disk;

/**
 * A file system on a disk or partition: its blocks, and the inodes that have them. Names and
 * directories are others' business. Its own reads and writes (tables, journal) are not simulated.
 */
public final class FileSystem {
  /** Bytes of a block. */
  public static final int BLOCK_BYTES = 4096;

  private static final int SECTORS_PER_BLOCK = 8;
  private static final int BYTES_PER_INODE = 16384;
  private static final int INODE_BYTES = 256;

  /** The first that is given to a file: those before it belong to the file system. */
  private static final long FIRST_INODE = 11;

  private static final long ROOT_INODE = 2;

  private final DevNo dev;
  private final Disk disk;
  private final long firstSector;
  private final FileSystemType type;
  private final Layout layout;
  private final long blocks;
  private final long overheadBlocks;
  private final FreeSpace space;
  private final Inode root;
  private long reserved;
  private long nextFile;
  private long lastInode = FIRST_INODE - 1;
  private long usedInodes;
  private int mounts;
  private int opens;
  private boolean journalsData;

  /**
   * An empty one.
   *
   * @param firstSector where it begins on its disk
   * @param sectors its length
   */
  FileSystem(
      DevNo dev, Disk disk, long firstSector, long sectors, FileSystemType type, Layout layout) {
    this.dev = dev;
    this.disk = disk;
    this.firstSector = firstSector;
    this.type = type;
    this.layout = layout;
    blocks = sectors / SECTORS_PER_BLOCK;
    long tables = blocks * INODE_BYTES / BYTES_PER_INODE;
    overheadBlocks = Math.min(blocks, 1 + tables + journalBlocks());
    space = new FreeSpace(overheadBlocks, blocks - overheadBlocks);
    nextFile = overheadBlocks;
    root = new Inode(this, ROOT_INODE, overheadBlocks);
  }

  /** The journal, as large as mkfs makes it. */
  public long journalBlocks() {
    if (type == FileSystemType.EXT2 || type == FileSystemType.BTRFS || blocks < 2048) {
      return 0;
    }
    long kib = blocks / 1024;
    return kib < 32
        ? 1024
        : kib < 256
            ? 4096
            : kib < 512
                ? 8192
                : kib < 4096
                    ? 16384
                    : kib < 8192 ? 32768 : kib < 16384 ? 65536 : kib < 32768 ? 131072 : 262144;
  }

  /** The disk or partition that it is on. */
  public DevNo dev() {
    return dev;
  }

  public Disk disk() {
    return disk;
  }

  public FileSystemType type() {
    return type;
  }

  public Layout layout() {
    return layout;
  }

  /** All blocks, those of its tables and its journal too. */
  public long blocks() {
    return blocks;
  }

  /** Blocks of its tables and its journal, which are the first ones. */
  public long overheadBlocks() {
    return overheadBlocks;
  }

  /** Free blocks that df(1) does not call available, since the ext family keeps them for root. */
  public long rootBlocks() {
    return type == FileSystemType.XFS || type == FileSystemType.BTRFS ? 0 : blocks / 20;
  }

  /** Blocks that no file has. */
  public long freeBlocks() {
    return space.blocks();
  }

  /** Blocks that no file has or has reserved. */
  public long availableBlocks() {
    return space.blocks() - reserved;
  }

  /** How many files it can have. */
  public long inodes() {
    return blocks * BLOCK_BYTES / BYTES_PER_INODE;
  }

  /** How many files it could have beside those that are there. */
  public long freeInodes() {
    return inodes() - usedInodes - (FIRST_INODE - 1);
  }

  /**
   * A new file, empty, with one name.
   *
   * @throws KernelException ENOSPC if there are as many as can be
   */
  public Inode create() throws KernelException {
    Inode made = createBlockless();
    if (layout.spacingBytes() > 0) {
      nextFile += layout.spacingBytes() / BLOCK_BYTES;
      if (nextFile >= blocks) {
        nextFile = overheadBlocks + nextFile % blocks;
      }
    }
    return made;
  }

  /**
   * As {@link #create}, for what will have no blocks and so needs no place: a directory, a link.
   *
   * @throws KernelException ENOSPC if there are as many as can be
   */
  public Inode createBlockless() throws KernelException {
    if (freeInodes() <= 0) {
      throw new KernelException(Errno.ENOSPC);
    }
    usedInodes++;
    return new Inode(this, ++lastInode, nextFile);
  }

  /** The inode of its root directory. */
  public Inode root() {
    return root;
  }

  // ---- who uses it

  /** Where it is mounted, how often. */
  public int mounts() {
    return mounts;
  }

  /** It is mounted once more. */
  public void mounted() {
    mounts++;
  }

  /** It is mounted once less. */
  public void unmounted() {
    assert mounts > 0 : "not mounted";
    mounts--;
  }

  /** How often files of it are open. */
  public int opens() {
    return opens;
  }

  /** True if what is written to files goes through the journal: ext4's option data=journal. */
  public boolean journalsData() {
    return journalsData;
  }

  /** Sets {@link #journalsData()}. */
  public void setJournalsData(boolean journaled) {
    journalsData = journaled;
  }

  /** True if written-back pages can be charged to the owner of their inode. */
  public boolean supportsCgroupWriteback() {
    return type.supportsCgroupWriteback() && !journalsData;
  }

  // ---- for its inodes

  void opened(int more) {
    opens += more;
  }

  /**
   * One that is there when the machine boots was made before: its tables and journal were written.
   */
  public void countMaking() {
    long sectors = overheadBlocks * SECTORS_PER_BLOCK;
    long each = disk.maxSectors();
    disk.stats().countEarlier(Op.WRITE, (sectors + each - 1) / each, sectors);
  }

  /** The first sector of a block, on the disk. */
  public long sector(long block) {
    return firstSector + block * SECTORS_PER_BLOCK;
  }

  /** Reserves up to so many blocks; returns how many. */
  long reserve(long count) {
    long granted = Math.min(count, availableBlocks());
    reserved += granted;
    return granted;
  }

  void unreserve(long count) {
    reserved -= count;
  }

  /** Takes up to so many blocks in a row, out of what is reserved or not; returns how many. */
  long take(long goal, long count, boolean fromReserved) {
    long most = fromReserved ? count : Math.min(count, availableBlocks());
    long taken = most == 0 ? 0 : space.take(goal, most);
    if (fromReserved) {
      reserved -= taken;
    }
    if (layout.spacingBytes() == 0 && taken > 0) {
      nextFile = space.takenStart() + taken;
    }
    return taken;
  }

  long takenStart() {
    return space.takenStart();
  }

  void give(long block, long count) {
    space.give(block, count);
  }

  /**
   * Where a file goes on that has lost all of its blocks and would have gone on at {@code goal}.
   */
  long goalOfEmptied(long goal) {
    return layout.spacingBytes() == 0 ? nextFile : goal;
  }

  void removed() {
    usedInodes--;
  }
}
