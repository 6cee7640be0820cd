package io.cglab.core.resource;

/** What pages that are charged to a cgroup are counted as. */
public enum MemoryItem {
  ANON,
  FILE,
  /** What the kernel keeps for cached pages. */
  KERNEL,
  /** Those of {@link #FILE} that are dirty and not under writeback. */
  FILE_DIRTY,
  /** Those of {@link #FILE} that are under writeback. */
  FILE_WRITEBACK
}
