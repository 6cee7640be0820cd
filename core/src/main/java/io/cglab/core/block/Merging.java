package io.cglab.core.block;

/** Which bios join queued requests: queue/nomerges, in the order of its numbers. */
public enum Merging {
  ALL,
  /** Only with the request that was inserted or grew last. */
  LAST_ONLY,
  NOTHING
}
