package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import io.cglab.core.policy.iocost.DiskSettings;

/** What io.cost.qos and io.cost.model have in common (control-files.md 3.5). */
final class CostFiles {
  private static final String SEPARATORS = " \t\n";

  private CostFiles() {}

  /** Shows the settings of one disk. */
  @FunctionalInterface
  interface Line {
    void show(DiskSettings settings, StringBuilder out);
  }

  /** A line for each disk that iocost is set up on. */
  static void show(FileContext context, StringBuilder out, Line line) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      Disk disk = machine.blkgs().disk(cgroup.blkg(i));
      DiskSettings settings = machine.iocost().settings().of(disk);
      if (settings != null) {
        out.append(disk.dev());
        line.show(settings, out);
        out.append('\n');
      }
    }
  }

  /**
   * Reads the device of a write, and sets iocost up on it whatever becomes of the rest.
   *
   * @throws KernelException as {@link DeviceLine#parse}, EOPNOTSUPP for a disk without requests
   */
  static DeviceLine device(FileContext context, byte[] text) throws KernelException {
    DeviceLine line = DeviceLine.parse(context.machine(), new Input(text));
    if (!line.disk().isRequestBased()) {
      throw new KernelException(
          Errno.EOPNOTSUPP, line.disk().name() + " has no queue of requests to control");
    }
    context.machine().iocost().settings().setUp(line.disk());
    return line;
  }

  /** The next word of a write; empty at the end. */
  static Input word(Input body) {
    return body.wordBetween(SEPARATORS);
  }

  /** Reads what stands behind {@code ctrl=}; true for user. */
  static boolean isUser(Input value) throws KernelException {
    if (!value.is("user") && !value.is("auto")) {
      throw new KernelException(Errno.EINVAL, "ctrl is auto or user");
    }
    return value.is("user");
  }
}
