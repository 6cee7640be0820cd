package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.rw;
import static io.cglab.cgroupfs.files.CoreFiles.line;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.resource.CpuController;
import io.cglab.core.resource.CpuSetting;
import io.cglab.core.resource.Setting;
import java.util.List;

/** v2's files of the cpu controller, and cpu.stat, which is there without it. */
final class CpuFiles {
  private static final int USUAL_SHARES = 1024;
  private static final int USUAL_WEIGHT = 100;
  private static final int MOST_WEIGHT = 10_000;
  private static final int LEAST_NICE = -20;
  private static final int MOST_NICE = 19;
  private static final int LONGEST_QUOTA = 20;
  private static final long NS_PER_US = 1000;
  private static final int FULL_PERCENT = 10_000;

  /** The share of a task of each nice level, as /proc/PID/sched shows it; −20 first. */
  private static final ImmutableIntArray NICE_SHARES =
      ImmutableIntArray.of(
          88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100,
          4904, 3906, 3121, 2501, 1991, 1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172,
          137, 110, 87, 70, 56, 45, 36, 29, 23, 18, 15);

  private CpuFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        cpu(rw("cpu.weight", NON_ROOT, CpuFiles::showWeight, CpuFiles::setWeight)),
        cpu(rw("cpu.weight.nice", NON_ROOT, CpuFiles::showNice, CpuFiles::setNice)),
        cpu(rw("cpu.idle", NON_ROOT, CpuFiles::showIdle, CpuFiles::setIdle))
            .with(Feature.NEWER_CPU_FILES),
        cpu(rw("cpu.max", NON_ROOT, CpuFiles::showMax, CpuFiles::setMax)),
        cpu(rw("cpu.max.burst", NON_ROOT, CpuFiles::showBurst, CpuFiles::setBurst))
            .with(Feature.NEWER_CPU_FILES),
        clamp("cpu.uclamp.min", NON_ROOT, CpuSetting.CLAMP_MIN),
        clamp("cpu.uclamp.max", NON_ROOT, CpuSetting.CLAMP_MAX));
  }

  static ControlFile cpu(ControlFile file) {
    return file.of(Controller.CPU);
  }

  static ControlFile clamp(String name, ControlFile.Place place, CpuSetting clamp) {
    return cpu(rw(
            name,
            place,
            (context, out) -> showClamp(get(context, clamp), out),
            (context, text) ->
                controller(context).setClamp(context.cgroup(), clamp, percentage(text))))
        .with(Feature.NEWER_CPU_FILES);
  }

  static CpuController controller(FileContext context) {
    return context.machine().resources().cpu();
  }

  static long get(FileContext context, CpuSetting setting) {
    return controller(context).settings().get(context.cgroup(), setting);
  }

  /** Simulated tasks burn no CPU that anybody accounts, so nobody is throttled either. */
  static void showStat(FileContext context, StringBuilder out) {
    line(out, "usage_usec", 0);
    line(out, "user_usec", 0);
    line(out, "system_usec", 0);
    if (context.has(Feature.CPU_STAT_LOCAL)) {
      line(out, "nice_usec", 0);
    }
    if (context.cgroup().isOnline(Controller.CPU)) {
      line(out, "nr_periods", 0);
      line(out, "nr_throttled", 0);
      line(out, "throttled_usec", 0);
      if (context.has(Feature.NEWER_CPU_FILES)) {
        line(out, "nr_bursts", 0);
        line(out, "burst_usec", 0);
      }
    }
  }

  static void showStatLocal(FileContext context, StringBuilder out) {
    if (context.cgroup().isOnline(Controller.CPU)) {
      line(out, "throttled_usec", 0);
    }
  }

  private static void showWeight(FileContext context, StringBuilder out) {
    Cgroup cgroup = context.cgroup();
    CpuController cpu = controller(context);
    long weight = cpu.isIdle(cgroup) ? 0 : nearest(cpu.shares(cgroup) * USUAL_WEIGHT, USUAL_SHARES);
    out.append(weight).append('\n');
  }

  private static void setWeight(FileContext context, byte[] text) throws KernelException {
    long weight = new Input(text).u64();
    if (weight < 1 || weight > MOST_WEIGHT) {
      throw new KernelException(Errno.ERANGE, "a weight is 1 to " + MOST_WEIGHT);
    }
    controller(context).setShares(context.cgroup(), nearest(weight * USUAL_SHARES, USUAL_WEIGHT));
  }

  private static long nearest(long dividend, long divisor) {
    return (dividend + divisor / 2) / divisor;
  }

  /** The nice level whose share is the nearest. */
  private static void showNice(FileContext context, StringBuilder out) {
    long shares = controller(context).shares(context.cgroup());
    int best = 0;
    for (int i = 1; i < NICE_SHARES.length(); i++) {
      if (Math.abs(NICE_SHARES.get(i) - shares) < Math.abs(NICE_SHARES.get(best) - shares)) {
        best = i;
      }
    }
    out.append(best + LEAST_NICE).append('\n');
  }

  private static void setNice(FileContext context, byte[] text) throws KernelException {
    long nice = new Input(text).s64();
    if (nice < LEAST_NICE || nice > MOST_NICE) {
      throw new KernelException(Errno.ERANGE, "a nice level is -20 to 19");
    }
    controller(context).setShares(context.cgroup(), NICE_SHARES.get((int) nice - LEAST_NICE));
  }

  static void showIdle(FileContext context, StringBuilder out) {
    out.append(get(context, CpuSetting.IDLE)).append('\n');
  }

  static void setIdle(FileContext context, byte[] text) throws KernelException {
    controller(context).setIdle(context.cgroup(), new Input(text).s64());
  }

  private static void showMax(FileContext context, StringBuilder out) {
    long quota = get(context, CpuSetting.QUOTA_US);
    out.append(quota == Setting.NO_LIMIT ? "max" : quota);
    out.append(' ').append(get(context, CpuSetting.PERIOD_US)).append('\n');
  }

  /** A quota or max, and a period, which stays as it is if there is none. */
  private static void setMax(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text);
    Input quota = in.word(LONGEST_QUOTA);
    long period = in.scan64() ? microseconds(in) : get(context, CpuSetting.PERIOD_US);
    long limit = Setting.NO_LIMIT;
    if (quota.scan64()) {
      limit = microseconds(quota);
    } else if (!quota.is("max")) {
      throw new KernelException(Errno.EINVAL, "a quota in us or max, and a period in us");
    }
    controller(context)
        .setBandwidth(context.cgroup(), limit, period, get(context, CpuSetting.BURST_US));
  }

  /** What was scanned; the kernel counts in ns, modulo 2^64. */
  private static long microseconds(Input in) {
    return Long.divideUnsigned(in.scanned() * NS_PER_US, NS_PER_US);
  }

  static void showBurst(FileContext context, StringBuilder out) {
    out.append(get(context, CpuSetting.BURST_US)).append('\n');
  }

  static void setBurst(FileContext context, byte[] text) throws KernelException {
    controller(context)
        .setBandwidth(
            context.cgroup(),
            get(context, CpuSetting.QUOTA_US),
            get(context, CpuSetting.PERIOD_US),
            new Input(text).u64());
  }

  private static void showClamp(long hundredths, StringBuilder out) {
    if (nearest(hundredths * USUAL_SHARES, FULL_PERCENT) == USUAL_SHARES) {
      out.append("max\n");
    } else {
      long fraction = hundredths % 100;
      out.append(hundredths / 100).append(fraction < 10 ? ".0" : ".").append(fraction).append('\n');
    }
  }

  private static long percentage(byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    return in.is("max") ? FULL_PERCENT : Percent.signedHundredths(in);
  }
}
