package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFile.Place.ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;
import static io.cglab.cgroupfs.files.CpusetFiles.controller;
import static io.cglab.cgroupfs.files.CpusetFiles.set;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.resource.CpusetSetting;
import java.util.List;

/** v1's files of the cpuset controller. */
final class V1CpusetFiles {
  private V1CpusetFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        set(rw("cpuset.cpus", ANY, CpusetFiles::showCpus, V1CpusetFiles::setCpus)),
        set(rw("cpuset.mems", ANY, CpusetFiles::showMems, V1CpusetFiles::setMems)),
        set(ro("cpuset.effective_cpus", ANY, CpusetFiles::showEffectiveCpus)),
        set(ro("cpuset.effective_mems", ANY, CpusetFiles::showEffectiveMems)),
        flag("cpu_exclusive", ANY, CpusetSetting.CPU_EXCLUSIVE),
        flag("mem_exclusive", ANY, CpusetSetting.MEM_EXCLUSIVE),
        flag("mem_hardwall", ANY, CpusetSetting.MEM_HARDWALL),
        flag("sched_load_balance", ANY, CpusetSetting.LOAD_BALANCE),
        set(
            rw(
                "cpuset.sched_relax_domain_level",
                ANY,
                V1CpusetFiles::showRelaxLevel,
                V1CpusetFiles::setRelaxLevel)),
        flag("memory_migrate", ANY, CpusetSetting.MEMORY_MIGRATE),
        set(ro("cpuset.memory_pressure", ANY, (context, out) -> out.append("0\n"))),
        flag("memory_spread_page", ANY, CpusetSetting.SPREAD_PAGE),
        flag("memory_spread_slab", ANY, CpusetSetting.SPREAD_SLAB),
        flag("memory_pressure_enabled", ROOT, CpusetSetting.PRESSURE_ENABLED));
  }

  private static ControlFile flag(String name, ControlFile.Place place, CpusetSetting flag) {
    return set(
        rw(
            "cpuset." + name,
            place,
            (context, out) ->
                out.append(controller(context).flag(context.cgroup(), flag) ? "1\n" : "0\n"),
            (context, text) ->
                controller(context).setFlag(context.cgroup(), flag, new Input(text).u64() != 0)));
  }

  private static void setCpus(FileContext context, byte[] text) throws KernelException {
    checkNotRoot(context);
    CpusetFiles.setCpus(context, text);
  }

  private static void setMems(FileContext context, byte[] text) throws KernelException {
    checkNotRoot(context);
    CpusetFiles.setMems(context, text);
  }

  private static void checkNotRoot(FileContext context) throws KernelException {
    if (context.cgroup().isRoot()) {
      throw new KernelException(Errno.EACCES, "the root has what the machine has");
    }
  }

  private static void showRelaxLevel(FileContext context, StringBuilder out) {
    long level = controller(context).settings().get(context.cgroup(), CpusetSetting.RELAX_LEVEL);
    out.append(level).append('\n');
  }

  private static void setRelaxLevel(FileContext context, byte[] text) throws KernelException {
    controller(context).setRelaxLevel(context.cgroup(), new Input(text).s64());
  }
}
