package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.elevator.CfqWeights;
import io.cglab.core.elevator.CfqWeights.Range;
import io.cglab.core.elevator.CfqWeights.Share;

/**
 * CFQ's weights: blkio.weight and blkio.weight_device, their leaf_ twins, and v2's io.weight
 * (control-files.md 2.5; ranges in schedulers-and-devices.md 3.3). Errors are those of Linux 4.19.
 *
 * <p>How numbers are read, that a device must be on cfq (EOPNOTSUPP) and the words behind a device
 * are taken from BFQ's files (control-files.md 3.6), which came from these; no record checks them.
 */
record CfqWeightFile(Share share) {

  /** blkio.weight. */
  void showDefault(FileContext context, StringBuilder out) {
    out.append(context.machine().cfqWeights().defaultOf(share, context.cgroup())).append('\n');
  }

  /** blkio.weight_device: the disks with a weight of their own. */
  void showOverrides(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      int weight = machine.cfqWeights().override(share, blkg);
      if (weight != CfqWeights.NONE) {
        out.append(machine.blkgs().disk(blkg).dev()).append(' ').append(weight).append('\n');
      }
    }
  }

  /** io.weight: both. */
  void show(FileContext context, StringBuilder out) {
    out.append("default ");
    showDefault(context, out);
    showOverrides(context, out);
  }

  /** blkio.weight. */
  void writeDefault(FileContext context, byte[] text) throws KernelException {
    setDefault(context, new Input(text).u64());
  }

  /** blkio.weight_device. */
  void writeOverride(FileContext context, byte[] text) throws KernelException {
    setOverride(context, new Input(text), true);
  }

  /** io.weight: a weight, or one behind {@code default} or a device. */
  void write(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    if (in.scanWhole() || (in.acceptPrefix("default") && in.scan64())) {
      setDefault(context, in.scanned());
    } else {
      setOverride(context, in, false);
    }
  }

  private void setDefault(FileContext context, long weight) throws KernelException {
    Cgroup cgroup = context.cgroup();
    context.machine().cfqWeights().setDefault(share, cgroup, checked(cgroup, weight));
  }

  private void setOverride(FileContext context, Input in, boolean zeroRemoves)
      throws KernelException {
    Machine machine = context.machine();
    CfqWeights weights = machine.cfqWeights();
    DeviceLine line = DeviceLine.parse(machine, in);
    if (!weights.isActive(line.disk())) {
      throw new KernelException(
          Errno.EOPNOTSUPP,
          line.disk().name() + " is not on cfq; see /sys/block/*/queue/scheduler");
    }
    int blkg = machine.blkgs().obtain(context.cgroup(), line.disk());
    Input body = line.body();
    int weight = CfqWeights.NONE;
    if (body.scan64()) {
      if (body.scanned() != 0 || !zeroRemoves) {
        weight = checked(context.cgroup(), body.scanned());
      }
    } else if (!body.strip().is("default")) {
      throw new KernelException(Errno.EINVAL, "a weight or default is wanted behind the device");
    }
    weights.setOverride(share, blkg, weight);
  }

  private static int checked(Cgroup cgroup, long weight) throws KernelException {
    Range range = Range.of(cgroup);
    if (!range.includes(weight)) {
      throw new KernelException(
          Errno.ERANGE, "a weight is " + range.lightest() + " to " + range.heaviest());
    }
    return (int) weight;
  }
}
