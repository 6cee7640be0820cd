package io.cglab.core.resource;

/** What the cpuset controller keeps of a cgroup. Sets are masks: bit n is CPU or node n. */
public enum CpusetSetting implements Setting {
  CPUS(0),
  MEMS(0),
  /** v2: CPUs for a partition. */
  EXCLUSIVE(0),
  /** v2: the ordinal of a {@link CpusetController.Partition}. */
  PARTITION(0),

  // v1's flags
  CPU_EXCLUSIVE(0),
  MEM_EXCLUSIVE(0),
  MEM_HARDWALL(0),
  MEMORY_MIGRATE(0),
  LOAD_BALANCE(1),
  SPREAD_PAGE(0),
  SPREAD_SLAB(0),
  PRESSURE_ENABLED(0),
  /** v1: how far an idle CPU looks for work; −1 for the system's choice. */
  RELAX_LEVEL(-1);

  private final long usual;

  CpusetSetting(long usual) {
    this.usual = usual;
  }

  @Override
  public long usual() {
    return usual;
  }
}
