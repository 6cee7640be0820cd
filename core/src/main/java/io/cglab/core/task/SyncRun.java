package io.cglab.core.task;

import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Task;
import io.cglab.core.writeback.Backing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** sync(2): a task waits until flushers have written everything that was dirty. */
final class SyncRun implements Run, Task.Listener {
  private final CachedIo io;
  private final Task task;
  private final List<Runnable> whenDone = new ArrayList<>(1);
  private boolean done;
  private long finishedNs;

  private SyncRun(CachedIo io, Task task) {
    this.io = io;
    this.task = task;
  }

  static Run start(CachedIo io, Task task, Predicate<Backing> which) {
    SyncRun run = new SyncRun(io, task);
    task.setListener(run);
    if (io.cache.sync(which, run::finish)) {
      io.in.tasks().setActivity(task, Task.Activity.STALLED);
      io.in.tasks().setUninterruptible(task, true);
    } else {
      run.finish(io.in.clock().nowNs());
    }
    return run;
  }

  private void finish(long now) {
    if (done) {
      return;
    }
    done = true;
    finishedNs = now;
    io.in.tasks().setActivity(task, Task.Activity.SLEEPING);
    task.setListener(null);
    io.in.tasks().setUninterruptible(task, false);
    whenDone.forEach(Runnable::run);
    whenDone.clear();
  }

  @Override
  public void frozenChanged(Task changed) {
    // it waits uninterruptibly
  }

  @Override
  public void exited(Task gone) {
    finish(io.in.clock().nowNs());
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public long finishedNs() {
    return finishedNs;
  }

  @Override
  public @Nullable Errno error() {
    return null;
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
    return 1;
  }

  @Override
  public void onDone(Runnable action) {
    if (done) {
      action.run();
    } else {
      whenDone.add(action);
    }
  }

  @Override
  public void stop() {
    // it cannot be stopped
  }
}
