package io.cglab.cgroupfs.files;

import io.cglab.core.cgroup.BlkgTable;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import java.util.function.IntConsumer;

/** The records of a disk in a cgroup and in all living cgroups below it. */
final class Subtree {
  private Subtree() {}

  static void forEach(BlkgTable blkgs, Cgroup top, Disk disk, IntConsumer action) {
    int blkg = blkgs.find(top, disk);
    if (blkg == BlkgTable.NONE) {
      return; // without a record here there is none below either
    }
    action.accept(blkg);
    for (Cgroup child : top.children()) {
      forEach(blkgs, child, disk, action);
    }
  }
}
