package io.cglab.core.resource;

/** What the memory controller keeps of a cgroup. Limits are in pages of 4096 bytes. */
public enum MemorySetting implements Setting {
  MIN(0),
  LOW(0),
  HIGH(NO_LIMIT),
  MAX(NO_LIMIT),
  SWAP_HIGH(NO_LIMIT),
  SWAP_MAX(NO_LIMIT),
  ZSWAP_MAX(NO_LIMIT),
  ZSWAP_WRITEBACK(1),
  OOM_GROUP(0),

  /** v1: memory and swap together. */
  MEMSW(NO_LIMIT),
  SOFT_LIMIT(NO_LIMIT),
  TCP(NO_LIMIT),
  SWAPPINESS(60),
  OOM_KILL_DISABLE(0),
  MOVE_CHARGE(0);

  private final long usual;

  MemorySetting(long usual) {
    this.usual = usual;
  }

  @Override
  public long usual() {
    return usual;
  }
}
