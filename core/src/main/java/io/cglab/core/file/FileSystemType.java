package io.cglab.core.file;

/** A kind of file system, as far as its I/O differs (throttle-and-qos.md 6.1). */
public enum FileSystemType {
  /** Blocks are found when they are written to; a direct write to a hole goes through memory. */
  EXT2(false, true, 2L << 40),
  /** As {@link #EXT2}, with a journal. */
  EXT3(false, true, 2L << 40),
  EXT4(true, false, 16L << 40),
  XFS(true, false, Long.MAX_VALUE),
  BTRFS(true, false, Long.MAX_VALUE);

  private final boolean delayedAllocation;
  private final boolean directHoleFallback;
  private final long maxFileBytes;

  FileSystemType(boolean delayedAllocation, boolean directHoleFallback, long maxFileBytes) {
    this.delayedAllocation = delayedAllocation;
    this.directHoleFallback = directHoleFallback;
    this.maxFileBytes = maxFileBytes == Long.MAX_VALUE ? maxFileBytes : maxFileBytes - 4096;
  }

  /**
   * True where a buffered write only reserves room, and finds its blocks when it is written back.
   */
  public boolean delaysAllocation() {
    return delayedAllocation;
  }

  /**
   * True where direct I/O cannot fill a hole: the write goes through memory, and its caller waits
   * until it is on the disk (schedulers-and-devices.md 6.4).
   */
  public boolean fallsBackInHoles() {
    return directHoleFallback;
  }

  /** The length that a file may have, in bytes. */
  public long maxFileBytes() {
    return maxFileBytes;
  }

  /**
   * True where written-back pages can be charged to the owner of their inode. All that are here can
   * (ext3 is driven by ext4's code in the kernels that know of it); the kernel and its controllers
   * decide the rest.
   */
  public boolean supportsCgroupWriteback() {
    return true;
  }
}
