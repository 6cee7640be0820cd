package io.cglab.core.block;

import io.cglab.core.cgroup.Cgroup;

/** The hook at which a cgroup changes the priority of its bios (stage 2). */
@FunctionalInterface
public interface BioPriority {
  /** Leaves every priority as it is. */
  BioPriority UNCHANGED = (cgroup, prio) -> prio;

  /** The priority, class · 2¹³ + level, that a bio of {@code cgroup} gets in place of its own. */
  int of(Cgroup cgroup, int prio);

  /** False if the priorities of all cgroups are left as they are, and nobody needs to ask. */
  default boolean changesAny() {
    return true;
  }
}
