package io.cglab.cgroupfs.files;

import io.cglab.core.Machine;
import io.cglab.core.api.IoStat;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskStats;

/** io.stat (control-files.md 4.2): of the root from the disks' own statistics. */
final class IoStatFile {
  private static final int SECTOR_BYTES = 512;

  private IoStatFile() {}

  static void show(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      Disk disk = machine.blkgs().disk(blkg);
      IoStat stat = cgroup.isRoot() ? ofDisk(disk.stats()) : machine.blkgs().stat(blkg);
      out.append(disk.dev()).append(' ');
      if ((stat.readBytes() | stat.wroteBytes() | stat.readIos() | stat.wroteIos()) != 0) {
        out.append("rbytes=").append(stat.readBytes());
        out.append(" wbytes=").append(stat.wroteBytes());
        out.append(" rios=").append(stat.readIos());
        out.append(" wios=").append(stat.wroteIos());
        out.append(" dbytes=").append(stat.discardedBytes());
        out.append(" dios=").append(stat.discardIos());
      }
      out.append('\n');
    }
  }

  private static IoStat ofDisk(DiskStats stats) {
    return new IoStat(
        stats.sectors(DiskStats.READ) * SECTOR_BYTES,
        stats.sectors(DiskStats.WRITE) * SECTOR_BYTES,
        stats.ios(DiskStats.READ),
        stats.ios(DiskStats.WRITE),
        stats.sectors(DiskStats.DISCARD) * SECTOR_BYTES,
        stats.ios(DiskStats.DISCARD));
  }
}
