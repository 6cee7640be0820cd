package io.cglab.core.cgroup;

/** Told of what tasks begin to do, and where. */
public interface ActivityListener {
  /** Nobody. */
  ActivityListener NONE =
      new ActivityListener() {
        @Override
        public void changed(Task task, Task.Activity before, boolean memoryBefore) {}

        @Override
        public void moved(Task task, Cgroup from, Cgroup to) {}
      };

  /**
   * The task does something else now. Its last change, when it exits, is to sleeping.
   *
   * @param memoryBefore whether it {@link Task#waitsForMemory waited for memory} before
   */
  void changed(Task task, Task.Activity before, boolean memoryBefore);

  /** The task is about to leave {@code from} for {@code to} and goes on as it does. */
  void moved(Task task, Cgroup from, Cgroup to);
}
