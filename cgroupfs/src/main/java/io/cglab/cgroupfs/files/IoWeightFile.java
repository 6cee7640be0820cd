package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.policy.iocost.IocostWeights;

/** io.weight (control-files.md 3.4, 4.3). */
final class IoWeightFile {
  private IoWeightFile() {}

  static void show(FileContext context, StringBuilder out) {
    Machine machine = context.machine();
    Cgroup cgroup = context.cgroup();
    IocostWeights weights = machine.iocost().weights();
    out.append("default ").append(weights.defaultOf(cgroup)).append('\n');
    for (int i = cgroup.blkgCount() - 1; i >= 0; i--) {
      int blkg = cgroup.blkg(i);
      int weight = weights.override(blkg);
      if (weight != IocostWeights.NONE) {
        out.append(machine.blkgs().disk(blkg).dev()).append(' ').append(weight).append('\n');
      }
    }
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text);
    if (in.contains(':')) {
      setOverride(context, in);
    } else {
      in.acceptPrefix("default");
      context.machine().iocost().weights().setDefault(context.cgroup(), weight(in));
    }
  }

  private static void setOverride(FileContext context, Input in) throws KernelException {
    Machine machine = context.machine();
    DeviceLine line = DeviceLine.parse(machine, in);
    if (!machine.iocost().isActive(line.disk())) {
      throw new KernelException(
          Errno.EOPNOTSUPP,
          "iocost is not set up on "
              + line.disk().name()
              + ": echo \""
              + line.disk().dev()
              + " enable=1\" > io.cost.qos in the root cgroup");
    }
    int blkg = machine.blkgs().obtain(context.cgroup(), line.disk());
    Input body = line.body();
    int weight = body.acceptPrefix("default") ? IocostWeights.NONE : weight(body);
    machine.iocost().weights().setOverride(blkg, weight);
  }

  private static int weight(Input in) throws KernelException {
    if (!in.scan32()
        || in.scanned() < IocostWeights.LIGHTEST
        || in.scanned() > IocostWeights.HEAVIEST) {
      throw new KernelException(
          Errno.EINVAL,
          "a weight is "
              + IocostWeights.LIGHTEST
              + " to "
              + IocostWeights.HEAVIEST
              + ", of the cgroup or behind MAJ:MIN; an override is removed by default");
    }
    return (int) in.scanned();
  }
}
