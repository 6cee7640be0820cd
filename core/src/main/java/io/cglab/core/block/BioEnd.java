package io.cglab.core.block;

import io.cglab.core.cgroup.Cgroup;
import org.jspecify.annotations.Nullable;

/** Told when a bio is complete. */
@FunctionalInterface
public interface BioEnd {
  /**
   * The bio is complete; its row is free when this returns.
   *
   * @param cookie the number that the bio was made with
   */
  void bioDone(int bio, int cookie, long nowNs);

  /**
   * Whose data a bio carries, whoever submits it: for pages that are written back the cgroup, in
   * the hierarchy that owns pages, of the task that wrote to the first of them (dm-ioband.md 4.3).
   * Null where that is who pays for the bio.
   */
  default @Nullable Cgroup owner() {
    return null;
  }
}
