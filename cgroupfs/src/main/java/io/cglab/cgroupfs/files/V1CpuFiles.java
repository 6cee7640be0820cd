package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;
import static io.cglab.cgroupfs.files.CoreFiles.line;
import static io.cglab.cgroupfs.files.CpuFiles.clamp;
import static io.cglab.cgroupfs.files.CpuFiles.controller;
import static io.cglab.cgroupfs.files.CpuFiles.cpu;
import static io.cglab.cgroupfs.files.CpuFiles.get;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.resource.CpuController;
import io.cglab.core.resource.CpuSetting;
import io.cglab.core.resource.Setting;
import java.util.List;

/**
 * v1's files of the cpu and cpuacct controllers. Simulated tasks burn no CPU that anybody accounts.
 */
final class V1CpuFiles {
  private V1CpuFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        cpu(rw("cpu.shares", ANY, V1CpuFiles::showShares, V1CpuFiles::setShares)),
        cpu(rw("cpu.idle", ANY, CpuFiles::showIdle, CpuFiles::setIdle))
            .with(Feature.NEWER_CPU_FILES),
        cpu(rw("cpu.cfs_quota_us", ANY, V1CpuFiles::showQuota, V1CpuFiles::setQuota)),
        cpu(rw("cpu.cfs_period_us", ANY, V1CpuFiles::showPeriod, V1CpuFiles::setPeriod)),
        cpu(rw("cpu.cfs_burst_us", ANY, CpuFiles::showBurst, CpuFiles::setBurst))
            .with(Feature.NEWER_CPU_FILES),
        cpu(ro("cpu.stat", ANY, V1CpuFiles::showStat)),
        cpu(ro("cpu.stat.local", ANY, (context, out) -> line(out, "throttled_time", 0)))
            .with(Feature.CPU_STAT_LOCAL),
        clamp("cpu.uclamp.min", NON_ROOT, CpuSetting.CLAMP_MIN),
        clamp("cpu.uclamp.max", NON_ROOT, CpuSetting.CLAMP_MAX),
        acct(rw("cpuacct.usage", ANY, V1CpuFiles::showUsage, V1CpuFiles::resetUsage)),
        acct(ro("cpuacct.usage_user", ANY, V1CpuFiles::showUsage)),
        acct(ro("cpuacct.usage_sys", ANY, V1CpuFiles::showUsage)),
        acct(ro("cpuacct.usage_percpu", ANY, V1CpuFiles::showPerCpu)),
        acct(ro("cpuacct.usage_percpu_user", ANY, V1CpuFiles::showPerCpu)),
        acct(ro("cpuacct.usage_percpu_sys", ANY, V1CpuFiles::showPerCpu)),
        acct(ro("cpuacct.usage_all", ANY, V1CpuFiles::showAll)),
        acct(ro("cpuacct.stat", ANY, V1CpuFiles::showTicks)));
  }

  private static ControlFile acct(ControlFile file) {
    return file.of(Controller.CPUACCT);
  }

  private static void showShares(FileContext context, StringBuilder out) {
    out.append(controller(context).shares(context.cgroup())).append('\n');
  }

  private static void setShares(FileContext context, byte[] text) throws KernelException {
    controller(context).setShares(context.cgroup(), new Input(text).u64());
  }

  private static void showQuota(FileContext context, StringBuilder out) {
    long quota = get(context, CpuSetting.QUOTA_US);
    out.append(quota == Setting.NO_LIMIT ? -1 : quota).append('\n');
  }

  private static void setQuota(FileContext context, byte[] text) throws KernelException {
    long quota = new Input(text).s64();
    controller(context)
        .setBandwidth(
            context.cgroup(),
            // The largest number is no word for no limit: any other as large is refused as it is.
            quota < 0 ? Setting.NO_LIMIT : Math.min(quota, Setting.NO_LIMIT - 1),
            get(context, CpuSetting.PERIOD_US),
            get(context, CpuSetting.BURST_US));
  }

  private static void showPeriod(FileContext context, StringBuilder out) {
    out.append(get(context, CpuSetting.PERIOD_US)).append('\n');
  }

  private static void setPeriod(FileContext context, byte[] text) throws KernelException {
    controller(context)
        .setBandwidth(
            context.cgroup(),
            get(context, CpuSetting.QUOTA_US),
            new Input(text).u64(),
            get(context, CpuSetting.BURST_US));
  }

  private static void showStat(FileContext context, StringBuilder out) {
    line(out, "nr_periods", 0);
    line(out, "nr_throttled", 0);
    line(out, "throttled_time", 0);
    if (context.has(Feature.NEWER_CPU_FILES)) {
      line(out, "nr_bursts", 0);
      line(out, "burst_time", 0);
    }
  }

  private static void showUsage(FileContext context, StringBuilder out) {
    out.append("0\n");
  }

  private static void resetUsage(FileContext context, byte[] text) throws KernelException {
    if (new Input(text).u64() != 0) {
      throw new KernelException(Errno.EINVAL, "only 0 is taken");
    }
  }

  private static void showPerCpu(FileContext context, StringBuilder out) {
    out.append("0 ".repeat(CpuController.CPUS)).append('\n');
  }

  private static void showAll(FileContext context, StringBuilder out) {
    out.append("cpu user system\n");
    for (int cpu = 0; cpu < CpuController.CPUS; cpu++) {
      out.append(cpu).append(" 0 0\n");
    }
  }

  private static void showTicks(FileContext context, StringBuilder out) {
    line(out, "user", 0);
    line(out, "system", 0);
  }
}
