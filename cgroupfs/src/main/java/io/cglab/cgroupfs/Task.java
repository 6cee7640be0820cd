package io.cglab.cgroupfs;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.KernelException;
import io.cglab.core.task.Job;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A process of the machine, which does nothing by itself and what {@link #start} gives it. */
public final class Task {
  private final CgroupFs fs;
  private final io.cglab.core.cgroup.Task task;
  private final boolean ours;
  private @Nullable Run run;

  private Task(CgroupFs fs, io.cglab.core.cgroup.Task task, boolean ours) {
    this.fs = fs;
    this.task = task;
    this.ours = ours;
  }

  /** A process that was made here, and is waited for here. */
  static Task ours(CgroupFs fs, io.cglab.core.cgroup.Task task) {
    return new Task(fs, task, true);
  }

  /** A process that somebody else has made and waits for. */
  static Task another(CgroupFs fs, io.cglab.core.cgroup.Task task) {
    return new Task(fs, task, false);
  }

  boolean is(io.cglab.core.cgroup.Task other) {
    return task == other;
  }

  /** Its number. */
  public int pid() {
    return task.pid();
  }

  /** False once it has ended. */
  public boolean isAlive() {
    return !task.isDead();
  }

  /**
   * Starts a workload, now; it goes on while time passes.
   *
   * @throws IOException ENXIO if the machine has no such device, ESRCH if the process has ended
   * @throws IllegalStateException if the last one is not done: a process does one thing at a time
   */
  public Run start(Job job) throws IOException {
    Run[] started = new Run[1];
    KernelException[] refused = new KernelException[1];
    fs.locked(
        () -> {
          if (run != null && !run.isDone()) {
            throw new IllegalStateException(
                this + " does one thing at a time, and is not done; start another process");
          }
          try {
            started[0] = Run.start(fs, this, task, job);
            run = started[0];
            fs.tell(new MachineCommand.Start(this, job));
          } catch (KernelException refusal) {
            refused[0] = refusal;
          }
        });
    if (refused[0] != null) {
      String hint = refused[0].hint();
      FileSystemException thrown = NioErrors.toIo(job.device(), refused[0]);
      throw hint == null ? thrown : withReason(job.device(), hint, thrown);
    }
    return started[0];
  }

  private static FileSystemException withReason(
      String file, String hint, FileSystemException refused) {
    String reason = refused.getReason() + " (" + hint + ")";
    FileSystemException thrown = new FileSystemException(file, null, reason);
    thrown.initCause(refused.getCause());
    return thrown;
  }

  /** Ends what {@link #start} began last, as {@link Run#stop} does; nothing if there is nothing. */
  public void stop() {
    Run last = run;
    if (last != null) {
      last.stop();
    }
  }

  /**
   * Moves it to a cgroup: a write of its number to cgroup.procs there.
   *
   * @throws IOException what cgroup.procs refuses
   */
  public void moveTo(Path cgroup) throws IOException {
    Files.writeString(cgroup.resolve("cgroup.procs"), Integer.toString(pid()));
  }

  /**
   * SIGKILL. It ends at once, or when the I/O that it waits for is over; until then its cgroup is
   * busy.
   */
  public void kill() {
    fs.locked(
        () -> {
          fs.machine().tasks().kill(task);
          fs.tell(new MachineCommand.Kill(this));
          reap();
        });
  }

  /** As its parent would; does nothing to a living process, or one that is another's. */
  void reap() {
    if (ours) {
      fs.machine().tasks().reap(task);
    }
  }

  @Override
  public String toString() {
    return "process " + pid();
  }
}
