package io.cglab.core.cgroup;

/** A policy that keeps columns of its own beside {@link BlkgTable}'s, by the same row numbers. */
public interface BlkgListener {
  /** A record was made; its parent's exists. The row may have been another's before. */
  void created(int blkg);

  /** The record's cgroup is gone, or the controller there; bios on their way still use the row. */
  default void offline(int blkg) {}

  /** Nothing refers to the row any more; it may be given to another record. */
  default void freed(int blkg) {}
}
