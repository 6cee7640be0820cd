package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.core.Machine;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;

/**
 * Where a control file is read or written.
 *
 * @param tree the mounted hierarchy
 * @param cgroup whose file it is
 * @param opener who opened it
 */
public record FileContext(CgroupTree tree, Cgroup cgroup, Caller opener) {
  public Machine machine() {
    return tree.machine();
  }

  /** The task that writes: the opener's, or the one that stands for programs outside. */
  public Task writer() {
    Task task = machine().tasks().find(opener.pid());
    return task == null || task.isDead() ? tree.outside() : task;
  }
}
