package io.cglab.core.task;

import io.cglab.core.cgroup.Task;

/** What was done without any I/O, in no time. */
public record Finished(Task task, long finishedNs) implements Run {
  @Override
  public boolean isDone() {
    return true;
  }

  @Override
  public long readIos() {
    return 0;
  }

  @Override
  public long wroteIos() {
    return 0;
  }

  @Override
  public long readBytes() {
    return 0;
  }

  @Override
  public long wroteBytes() {
    return 0;
  }

  @Override
  public long cpuNs() {
    return 0;
  }

  @Override
  public long waits() {
    return 0;
  }

  @Override
  public void onDone(Runnable action) {
    action.run();
  }

  @Override
  public void stop() {
    // it is over
  }
}
