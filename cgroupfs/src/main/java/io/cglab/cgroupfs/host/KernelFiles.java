package io.cglab.cgroupfs.host;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import java.util.List;

/** The files of /sys/kernel/cgroup and of the blk_cgroup module (control-files.md 1.4, 2.2). */
final class KernelFiles {
  static final List<SysFile<Machine>> CGROUP =
      ImmutableList.of(
          SysFile.<Machine>lines("delegate", KernelFiles::showDelegate),
          SysFile.<Machine>lines("features", KernelFiles::showFeatures));

  static final List<SysFile<Machine>> BLK_CGROUP_PARAMETERS =
      ImmutableList.of(
          SysFile.<Machine>text(
                  "blkcg_debug_stats", machine -> machine.blkgs().debugStats() ? "Y" : "N")
              .writtenBy((machine, text) -> machine.blkgs().setDebugStats(bool(text))));

  private KernelFiles() {}

  /** The options of cgroup2 mounts. */
  private static void showFeatures(Machine machine, StringBuilder out) {
    out.append("nsdelegate\n");
    if (machine.config().features().contains(Feature.NEWER_MOUNT_OPTIONS)) {
      out.append("favordynmods\nmemory_localevents\nmemory_recursiveprot\n");
      out.append("memory_hugetlb_accounting\npids_localevents\n");
    }
  }

  /** What whoever a cgroup is delegated to may write in it. */
  private static void showDelegate(Machine machine, StringBuilder out) {
    out.append("cgroup.procs\ncgroup.threads\ncgroup.subtree_control\n");
    if (machine.hierarchies().known().contains(Controller.MEMORY)) {
      out.append("memory.oom.group\n");
      if (machine.config().features().contains(Feature.MEMORY_RECLAIM)) {
        out.append("memory.reclaim\n");
      }
    }
  }

  /** A truth value by its first letters, whatever follows. */
  private static boolean bool(byte[] text) throws KernelException {
    Input in = new Input(text);
    if (in.accept('y') || in.accept('Y') || in.accept('t') || in.accept('T') || in.accept('1')) {
      return true;
    }
    if (in.accept('n') || in.accept('N') || in.accept('f') || in.accept('F') || in.accept('0')) {
      return false;
    }
    if (in.accept('o') || in.accept('O')) {
      if (in.accept('n') || in.accept('N')) {
        return true;
      }
      if (in.accept('f') || in.accept('F')) {
        return false;
      }
    }
    throw new KernelException(Errno.EINVAL, "Y or N");
  }
}
