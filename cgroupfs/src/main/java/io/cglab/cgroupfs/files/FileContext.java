package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.core.Feature;
import io.cglab.core.Machine;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;

/**
 * Where a control file is read or written.
 *
 * @param tree the mounted hierarchy
 * @param cgroup whose file it is
 * @param opener who opened it
 * @param descriptor what the open descriptor keeps
 */
record FileContext(CgroupTree tree, Cgroup cgroup, Caller opener, Descriptor descriptor) {
  Machine machine() {
    return tree.machine();
  }

  /** True if the kernel has it. */
  boolean has(Feature feature) {
    return machine().config().features().contains(feature);
  }

  /** The task that writes: the opener's, or the one that stands for programs outside. */
  Task writer() {
    Task task = machine().tasks().find(opener.pid());
    return task == null || task.isDead() ? tree.outside() : task;
  }
}
