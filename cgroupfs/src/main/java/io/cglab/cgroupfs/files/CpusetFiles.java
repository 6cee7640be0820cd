package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFile.Place.ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.BitList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.resource.CpuController;
import io.cglab.core.resource.CpusetController;
import io.cglab.core.resource.CpusetController.Invalid;
import io.cglab.core.resource.CpusetController.Partition;
import io.cglab.core.resource.CpusetSetting;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** v2's files of the cpuset controller. */
final class CpusetFiles {
  private static final int MOST_MEMS = 1024;

  private CpusetFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        v2(rw("cpuset.cpus", NON_ROOT, CpusetFiles::showCpus, CpusetFiles::setCpus)),
        v2(rw("cpuset.mems", NON_ROOT, CpusetFiles::showMems, CpusetFiles::setMems)),
        v2(ro("cpuset.cpus.effective", ANY, CpusetFiles::showEffectiveCpus)),
        v2(ro("cpuset.mems.effective", ANY, CpusetFiles::showEffectiveMems)),
        v2(
            rw(
                "cpuset.cpus.partition",
                NON_ROOT,
                CpusetFiles::showPartition,
                CpusetFiles::setPartition)),
        v2(
            rw(
                "cpuset.cpus.exclusive",
                NON_ROOT,
                CpusetFiles::showExclusive,
                CpusetFiles::setExclusive)),
        v2(
            ro(
                "cpuset.cpus.exclusive.effective",
                NON_ROOT,
                (context, out) ->
                    show(controller(context).effectiveExclusive(context.cgroup()), out))),
        v2(
            ro(
                "cpuset.cpus.isolated",
                ROOT,
                (context, out) -> show(controller(context).isolatedCpus(context.cgroup()), out))));
  }

  private static ControlFile v2(ControlFile file) {
    return set(file).with(Feature.CPUSET_V2);
  }

  static ControlFile set(ControlFile file) {
    return file.of(Controller.CPUSET);
  }

  static CpusetController controller(FileContext context) {
    return context.machine().resources().cpuset();
  }

  private static void show(long mask, StringBuilder out) {
    BitList.show(mask, out);
    out.append('\n');
  }

  static void showCpus(FileContext context, StringBuilder out) {
    show(controller(context).cpus(context.cgroup()), out);
  }

  static void setCpus(FileContext context, byte[] text) throws KernelException {
    controller(context).setCpus(context.cgroup(), cpus(text));
  }

  private static long cpus(byte[] text) throws KernelException {
    return mask(BitList.parse(new Input(text).strip(), CpuController.CPUS));
  }

  static void showMems(FileContext context, StringBuilder out) {
    show(controller(context).mems(context.cgroup()), out);
  }

  static void setMems(FileContext context, byte[] text) throws KernelException {
    controller(context)
        .setMems(context.cgroup(), mask(BitList.parse(new Input(text).strip(), MOST_MEMS)));
  }

  /** A mask of 64 bits; all of them if there are higher ones. */
  private static long mask(BitSet bits) {
    if (bits.isEmpty()) {
      return 0;
    }
    return bits.length() > Long.SIZE ? -1 : bits.toLongArray()[0];
  }

  static void showEffectiveCpus(FileContext context, StringBuilder out) {
    show(controller(context).effectiveCpus(context.cgroup()), out);
  }

  static void showEffectiveMems(FileContext context, StringBuilder out) {
    show(controller(context).effectiveMems(context.cgroup()), out);
  }

  private static void showExclusive(FileContext context, StringBuilder out) {
    Cgroup cgroup = context.cgroup();
    show(controller(context).settings().get(cgroup, CpusetSetting.EXCLUSIVE), out);
  }

  private static void setExclusive(FileContext context, byte[] text) throws KernelException {
    controller(context).setExclusive(context.cgroup(), cpus(text));
  }

  private static void showPartition(FileContext context, StringBuilder out) {
    CpusetController cpusets = controller(context);
    out.append(word(cpusets.partition(context.cgroup())));
    Invalid invalid = cpusets.invalid(context.cgroup());
    if (invalid != Invalid.NOT) {
      out.append(" invalid (").append(reason(invalid)).append(')');
    }
    out.append('\n');
  }

  private static void setPartition(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    for (Partition partition : Partition.values()) {
      if (in.is(word(partition))) {
        controller(context).setPartition(context.cgroup(), partition);
        return;
      }
    }
    throw new KernelException(Errno.EINVAL, "member, root or isolated");
  }

  private static String word(Partition partition) {
    return partition.name().toLowerCase(Locale.ROOT);
  }

  private static String reason(Invalid invalid) {
    return switch (invalid) {
      case NOT -> "";
      case EMPTY -> "cpuset.cpus and cpuset.cpus.exclusive are empty";
      case PARENT_MEMBER -> "Parent is not a partition root";
      case PARENT_INVALID -> "Parent is an invalid partition root";
      case NOT_EXCLUSIVE -> "Cpu list in cpuset.cpus not exclusive";
      case NO_CPUS -> "Parent unable to distribute cpu downstream";
    };
  }
}
