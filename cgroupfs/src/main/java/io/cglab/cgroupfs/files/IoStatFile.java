package io.cglab.cgroupfs.files;

import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.api.IoStat;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskStats;
import io.cglab.core.policy.iocost.IocostStat;
import io.cglab.core.policy.iolatency.IolatencyStat;
import io.cglab.core.policy.iolatency.LatencyTargets;

/**
 * io.stat (control-files.md 4.2): of the root from the disks' own statistics. Older kernels leave
 * out a disk of which there is nothing to say (2.5).
 */
final class IoStatFile {
  private static final int SECTOR_BYTES = 512;
  private static final long NS_PER_US = 1000;
  private static final long NS_PER_MS = 1_000_000;

  private IoStatFile() {}

  static void show(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    machine.pageCache().collect(cgroup); // reading one controller's counts collects them all
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      Disk disk = machine.blkgs().disk(blkg);
      IoStat stat = cgroup.isRoot() ? ofDisk(disk.stats()) : machine.blkgs().stat(blkg);
      int start = out.length();
      out.append(disk.dev()).append(' ');
      int counters = out.length();
      if ((stat.readBytes() | stat.wroteBytes() | stat.readIos() | stat.wroteIos()) != 0) {
        out.append("rbytes=").append(stat.readBytes());
        out.append(" wbytes=").append(stat.wroteBytes());
        out.append(" rios=").append(stat.readIos());
        out.append(" wios=").append(stat.wroteIos());
        out.append(" dbytes=").append(stat.discardedBytes());
        out.append(" dios=").append(stat.discardIos());
      }
      int uses = machine.block().useDelay().uses(blkg);
      if (machine.blkgs().debugStats() && uses != 0) {
        out.append(" use_delay=").append(uses);
        out.append(" delay_nsec=").append(machine.block().useDelay().owedNs(blkg));
      }
      if (machine.blkgs().debugStats() && machine.latencyTargets().isActive(disk)) {
        showLatency(machine, blkg, out);
      }
      if (machine.iocost().isEnabled(disk)) {
        showCost(machine, cgroup, blkg, out);
      }
      if (out.length() == counters && !context.has(Feature.IDLE_IO_STAT)) {
        out.setLength(start);
      } else {
        out.append('\n');
      }
    }
  }

  private static void showLatency(Machine machine, int blkg, StringBuilder out) {
    LatencyTargets targets = machine.latencyTargets();
    IolatencyStat stat = machine.iolatency().stat(blkg);
    String depth = stat.depth() == Integer.MAX_VALUE ? "max" : Integer.toString(stat.depth());
    if (targets.measuresMean(blkg)) {
      out.append(" depth=").append(depth);
      out.append(" avg_lat=").append(stat.averageNs() / NS_PER_US);
      out.append(" win=").append(targets.windowNs(blkg) / NS_PER_MS);
    } else {
      out.append(" missed=").append(stat.missed());
      out.append(" total=").append(stat.total());
      out.append(" depth=").append(depth);
    }
  }

  private static void showCost(Machine machine, Cgroup cgroup, int blkg, StringBuilder out) {
    if (cgroup.isRoot()) {
      out.append(" cost.vrate=");
      Percent.show(out, machine.iocost().vratePpm(machine.blkgs().disk(blkg)));
    }
    IocostStat stat = machine.iocost().stat(blkg);
    out.append(" cost.usage=").append(stat.usageUs());
    if (machine.blkgs().debugStats()) {
      out.append(" cost.wait=").append(stat.waitUs());
      out.append(" cost.indebt=").append(stat.indebtUs());
      out.append(" cost.indelay=").append(stat.indelayUs());
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
