package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.elevator.BfqWeights;

/**
 * io.bfq.weight and blkio.bfq.weight_device, which are one file, and blkio.bfq.weight
 * (control-files.md 3.6, 4.3).
 */
final class BfqWeightFile {
  private BfqWeightFile() {}

  static void show(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    out.append("default ");
    showDefault(context, out);
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      int weight = machine.bfqWeights().override(blkg);
      if (weight != BfqWeights.NONE) {
        out.append(machine.blkgs().disk(blkg).dev()).append(' ').append(weight).append('\n');
      }
    }
  }

  /** blkio.bfq.weight. */
  static void showDefault(FileContext context, StringBuilder out) {
    out.append(context.machine().bfqWeights().defaultOf(context.cgroup())).append('\n');
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    if (in.scanWhole() || (in.acceptPrefix("default") && in.scan64())) {
      setDefault(context, in.scanned());
    } else {
      setOverride(context, in);
    }
  }

  /** blkio.bfq.weight. */
  static void writeDefault(FileContext context, byte[] text) throws KernelException {
    setDefault(context, new Input(text).u64());
  }

  private static void setDefault(FileContext context, long weight) throws KernelException {
    context.machine().bfqWeights().setDefault(context.cgroup(), checked(weight));
  }

  private static void setOverride(FileContext context, Input in) throws KernelException {
    Machine machine = context.machine();
    BfqWeights weights = machine.bfqWeights();
    DeviceLine line = DeviceLine.parse(machine, in);
    if (!weights.isActive(line.disk())) {
      String name = line.disk().name();
      throw new KernelException(
          Errno.EOPNOTSUPP,
          name + " is not on bfq: echo bfq > /sys/block/" + name + "/queue/scheduler");
    }
    int blkg = machine.blkgs().obtain(context.cgroup(), line.disk());
    Input body = line.body();
    if (body.scan64()) {
      weights.setOverride(blkg, checked(body.scanned()));
    } else if (body.strip().is("default")) {
      weights.setOverride(blkg, BfqWeights.NONE);
    } else {
      throw new KernelException(Errno.EINVAL, "a weight or default is wanted behind the device");
    }
  }

  private static int checked(long weight) throws KernelException {
    if (weight < BfqWeights.LIGHTEST || weight > BfqWeights.HEAVIEST) {
      throw new KernelException(
          Errno.ERANGE,
          "a weight is "
              + BfqWeights.LIGHTEST
              + " to "
              + BfqWeights.HEAVIEST
              + "; an override is removed by default");
    }
    return (int) weight;
  }
}
