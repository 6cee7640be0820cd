package io.cglab.core.dm.ioband;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import org.jspecify.annotations.Nullable;

/** Which bio cgroup a task is in (dm-ioband.md 4.2). */
public interface BioOwners {
  /** The id of the task's bio cgroup; 0 for the root, for no task, and without bio-cgroup. */
  int idOf(@Nullable Task task);

  /** The id of a cgroup; 0 for the root, and for those of other hierarchies. */
  int idOf(Cgroup cgroup);
}
