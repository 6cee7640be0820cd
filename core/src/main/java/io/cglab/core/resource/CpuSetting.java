package io.cglab.core.resource;

/** What the cpu controller keeps of a cgroup. */
public enum CpuSetting implements Setting {
  /** Share of a busy CPU, in 1/1024 of the usual one. */
  SHARES(1024),
  /** 1 for a group that gets what others leave. */
  IDLE(0),
  /** CPU time a period in us. */
  QUOTA_US(NO_LIMIT),
  PERIOD_US(100_000),
  /** Unused quota that may be saved up, in us. */
  BURST_US(0),
  /** Lower and upper clamp of utilization in 1/100 of a percent. */
  CLAMP_MIN(0),
  CLAMP_MAX(10_000);

  private final long usual;

  CpuSetting(long usual) {
    this.usual = usual;
  }

  @Override
  public long usual() {
    return usual;
  }
}
