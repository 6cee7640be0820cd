package io.cglab.core.cgroup;

import io.cglab.core.api.KernelException;

/** Controllers that refuse tasks: asked before one is made and before one comes to a cgroup. */
public interface Gate {
  /** Refuses nothing. */
  Gate OPEN = new Gate() {};

  /**
   * A task is about to be made in the cgroups of {@code parent}.
   *
   * @throws KernelException what fork(2) answers
   */
  default void checkFork(Task parent) throws KernelException {}

  /**
   * A task is about to move to a cgroup that it is not in.
   *
   * @throws KernelException what the write answers
   */
  default void checkAttach(Task task, Cgroup to) throws KernelException {}
}
