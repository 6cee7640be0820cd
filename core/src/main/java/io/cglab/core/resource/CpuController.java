package io.cglab.core.resource;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;

/**
 * The cpu controller's settings and what they may be. Simulated tasks do not compete for a CPU, so
 * nothing acts on them.
 */
public final class CpuController {
  /** CPUs of the machine. */
  public static final int CPUS = 4;

  private static final long LEAST_SHARES = 2;
  private static final long MOST_SHARES = 1 << 18;
  private static final long IDLE_SHARES = 3;
  private static final long LEAST_US = 1000;
  private static final long MOST_PERIOD_US = 1_000_000;
  private static final long MOST_QUOTA_US = (1L << 44) - 1;
  private static final long MOST_US = Long.divideUnsigned(-1L, 1000);
  private static final int RATIO_SHIFT = 20;

  private final Settings<CpuSetting> settings = new Settings<>(Controller.CPU, CpuSetting.class);

  /** The settings, to be read. */
  public Settings<CpuSetting> settings() {
    return settings;
  }

  /** True if the group was made idle. */
  public boolean isIdle(Cgroup cgroup) {
    return settings.get(cgroup, CpuSetting.IDLE) != 0;
  }

  /** The share that a busy CPU is divided by. */
  public long shares(Cgroup cgroup) {
    return isIdle(cgroup) ? IDLE_SHARES : settings.get(cgroup, CpuSetting.SHARES);
  }

  /**
   * Sets the share, unsigned, brought into 2 to 262144.
   *
   * @throws KernelException EINVAL in the root and in an idle group
   */
  public void setShares(Cgroup cgroup, long shares) throws KernelException {
    checkNotRoot(cgroup);
    if (isIdle(cgroup)) {
      throw new KernelException(Errno.EINVAL, "the group is idle: echo 0 > cpu.idle first");
    }
    long most = Long.compareUnsigned(shares, MOST_SHARES) > 0 ? MOST_SHARES : shares;
    settings.set(cgroup, CpuSetting.SHARES, Math.max(LEAST_SHARES, most));
  }

  /**
   * Makes a group idle (1), or usual again (0), with the usual share.
   *
   * @throws KernelException EINVAL in the root and for other numbers
   */
  public void setIdle(Cgroup cgroup, long idle) throws KernelException {
    checkNotRoot(cgroup);
    if (idle != 0 && idle != 1) {
      throw new KernelException(Errno.EINVAL, "0 or 1");
    }
    if (idle != settings.get(cgroup, CpuSetting.IDLE)) {
      settings.set(cgroup, CpuSetting.IDLE, idle);
      settings.set(cgroup, CpuSetting.SHARES, CpuSetting.SHARES.usual());
    }
  }

  /**
   * Sets quota, period and burst, in us and unsigned; {@link Setting#NO_LIMIT} for no quota.
   *
   * @throws KernelException EINVAL in the root, for a quota or period below 1 ms, a period above 1
   *     s, a burst above the quota, and on v1 for a larger part of a CPU than the parent's
   */
  public void setBandwidth(Cgroup cgroup, long quotaUs, long periodUs, long burstUs)
      throws KernelException {
    checkNotRoot(cgroup);
    boolean limited = quotaUs != Setting.NO_LIMIT;
    if (periodUs < LEAST_US || periodUs > MOST_PERIOD_US) {
      throw new KernelException(Errno.EINVAL, "a period is 1000 to 1000000 us");
    }
    if (limited && (quotaUs < LEAST_US || quotaUs > MOST_QUOTA_US)) {
      throw new KernelException(Errno.EINVAL, "a quota is at least 1000 us");
    }
    boolean burstFits =
        limited
            ? burstUs >= 0 && burstUs <= quotaUs && burstUs + quotaUs <= MOST_QUOTA_US
            : Long.compareUnsigned(burstUs, MOST_US) <= 0;
    if (!burstFits) {
      throw new KernelException(Errno.EINVAL, "a burst is at most the quota");
    }
    if (!cgroup.hierarchy().isV2()) {
      checkBelow(cgroup, ratio(quotaUs, periodUs));
    }
    settings.set(cgroup, CpuSetting.QUOTA_US, quotaUs);
    settings.set(cgroup, CpuSetting.PERIOD_US, periodUs);
    settings.set(cgroup, CpuSetting.BURST_US, burstUs);
  }

  /** v1: neither more than the nearest limit above, nor less than any below. */
  private void checkBelow(Cgroup cgroup, long ratio) throws KernelException {
    for (Cgroup at = cgroup.parent(); at != null; at = at.parent()) {
      long limit = ratio(at);
      if (limit != Setting.NO_LIMIT) {
        if (ratio != Setting.NO_LIMIT && ratio > limit) {
          throw new KernelException(Errno.EINVAL, "more than the limit of " + at.path());
        }
        break;
      }
    }
    if (ratio != Setting.NO_LIMIT) {
      checkAbove(cgroup, ratio);
    }
  }

  private void checkAbove(Cgroup cgroup, long limit) throws KernelException {
    for (Cgroup child : cgroup.children()) {
      long ratio = ratio(child);
      if (ratio != Setting.NO_LIMIT && ratio > limit) {
        throw new KernelException(Errno.EINVAL, "less than the limit of " + child.path());
      }
      if (ratio == Setting.NO_LIMIT) {
        checkAbove(child, limit);
      }
    }
  }

  private long ratio(Cgroup cgroup) {
    return ratio(
        settings.get(cgroup, CpuSetting.QUOTA_US), settings.get(cgroup, CpuSetting.PERIOD_US));
  }

  private static long ratio(long quotaUs, long periodUs) {
    // Quotas are below 2^44 us, so the product fits 64 bits unsigned.
    return quotaUs == Setting.NO_LIMIT
        ? Setting.NO_LIMIT
        : Long.divideUnsigned(quotaUs << RATIO_SHIFT, periodUs);
  }

  /**
   * Sets a clamp of utilization, 0 to 10000 hundredths of a percent.
   *
   * @throws KernelException ERANGE above that
   */
  public void setClamp(Cgroup cgroup, CpuSetting clamp, long hundredths) throws KernelException {
    if (Long.compareUnsigned(hundredths, CpuSetting.CLAMP_MAX.usual()) > 0) {
      throw new KernelException(Errno.ERANGE, "a percentage of at most 100");
    }
    settings.set(cgroup, clamp, hundredths);
  }

  private static void checkNotRoot(Cgroup cgroup) throws KernelException {
    if (cgroup.isRoot()) {
      throw new KernelException(Errno.EINVAL, "the root cgroup is not limited");
    }
  }
}
