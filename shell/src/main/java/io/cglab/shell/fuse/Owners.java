package io.cglab.shell.fuse;

import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.Timespec;

/**
 * Who owns what: the user and group that mounted are the machine's super-user, all others are
 * themselves.
 */
record Owners(int uid, int gid) {
  private static final int BLOCK_BYTES = 4096;
  private static final int SECTOR_SHIFT = 9;
  private static final int SECTOR_BYTES = 1 << SECTOR_SHIFT;
  private static final long NS_PER_SECOND = 1_000_000_000;

  int uidInMachine(int host) {
    return host == uid ? 0 : host;
  }

  int gidInMachine(int host) {
    return host == gid ? 0 : host;
  }

  int uidOnHost(int machine) {
    return machine == 0 ? uid : machine;
  }

  int gidOnHost(int machine) {
    return machine == 0 ? gid : machine;
  }

  /** Fills in what lstat(2) gives. */
  void fill(FileStat stat, FileStatus status) {
    stat.st_mode.set(status.mode());
    stat.st_ino.set(status.ino());
    stat.st_nlink.set(status.nlink());
    stat.st_uid.set(uidOnHost(status.uid()));
    stat.st_gid.set(gidOnHost(status.gid()));
    stat.st_size.set(status.size());
    stat.st_blksize.set(BLOCK_BYTES);
    stat.st_blocks.set(status.size() + SECTOR_BYTES - 1 >> SECTOR_SHIFT);
    set(stat.st_atim, status.atimeNs());
    set(stat.st_mtim, status.mtimeNs());
    set(stat.st_ctim, status.ctimeNs());
  }

  private static void set(Timespec time, long ns) {
    time.tv_sec.set(Math.floorDiv(ns, NS_PER_SECOND));
    time.tv_nsec.set(Math.floorMod(ns, NS_PER_SECOND));
  }
}
