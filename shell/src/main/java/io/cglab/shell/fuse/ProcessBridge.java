package io.cglab.shell.fuse;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.Machine;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Processes of the host as tasks of the machine, under their own numbers. A process becomes a task
 * when it is first seen: because it is named in a write, because it does I/O, or as the child of
 * one that is a task already. It begins where its nearest ancestor that is a task is a member, or
 * in the roots. Its task ends with it.
 *
 * <p>What happens to a task does not reach the process, unless {@code signals}: then freezing stops
 * it, thawing continues it, and killing kills it.
 *
 * <p>Callers hold the file system's lock.
 */
final class ProcessBridge {
  private final Machine machine;
  private final Tasks tasks;
  private final Task outside;
  private final boolean signals;
  private final Map<Integer, Adopted> adopted = new LinkedHashMap<>();

  /** A thread of the host and its task. */
  private static final class Adopted {
    final Task task;
    final long startTime;
    boolean stopped;

    Adopted(Task task, long startTime) {
      this.task = task;
      this.startTime = startTime;
    }
  }

  ProcessBridge(CgroupFs fs, boolean signals) {
    this.machine = fs.machine();
    this.tasks = machine.tasks();
    this.outside = fs.outside();
    this.signals = signals;
    dropForeignKernelThreads();
  }

  /** A simulated kernel thread leaves its number to the host if that has no such thread there. */
  private void dropForeignKernelThreads() {
    for (Task task : new ArrayList<>(tasks.all())) {
      HostProcess there = HostProcess.find(task.tid());
      if (task.kind() != Task.Kind.USER && (there == null || !there.kernel())) {
        tasks.exit(task);
        tasks.reap(task);
      }
    }
  }

  /**
   * The task of the thread that makes a call; the one that stands for all others if it has none.
   */
  Task caller(int tid) {
    try {
      Task task = tid == 0 ? null : find(tid);
      return task == null ? outside : task;
    } catch (KernelException refused) {
      return outside;
    }
  }

  /**
   * The task of a thread of the host, which is made if need be; null if there is no such thread.
   *
   * @throws KernelException EAGAIN if its number is that of a task of the machine's own
   */
  @Nullable Task find(int tid) throws KernelException {
    Adopted known = adopted.get(tid);
    HostProcess there = HostProcess.find(tid);
    if (known != null && there != null && known.startTime == there.startTime() && !there.ended()) {
      if (!known.task.isDead()) {
        if (known.task.isLeader()) {
          known.task.process().setName(there.name());
        }
        return known.task;
      }
    }
    if (known != null) {
      end(tid, known);
    }
    Task own = tasks.find(tid);
    if (own != null) {
      return own;
    }
    return there == null || there.ended() ? null : adopt(there);
  }

  private @Nullable Task adopt(HostProcess thread) throws KernelException {
    HostProcess.Owner owner = thread.owner();
    if (owner == null) {
      return null;
    }
    Task task;
    if (owner.pid() == thread.tid()) {
      task = fork(thread, ancestor(thread));
      task.process().setOwner(owner.uid(), owner.gid());
    } else {
      Task leader = find(owner.pid());
      if (leader == null) {
        return null;
      }
      task = tasks.cloneThreadAs(thread.tid(), leader);
    }
    adopted.put(thread.tid(), new Adopted(task, thread.startTime()));
    return task;
  }

  private Task fork(HostProcess process, Task parent) throws KernelException {
    try {
      return tasks.forkAs(process.tid(), parent, process.name());
    } catch (KernelException refused) {
      if (refused.errno() != Errno.EAGAIN) {
        throw refused;
      }
      // pids.max came too late: there is the process.
      Task task = tasks.forkAs(process.tid(), tasks.init(), process.name());
      for (Hierarchy hierarchy : machine.hierarchies().all()) {
        tasks.moveProcess(task, parent.cgroup(hierarchy));
      }
      return task;
    }
  }

  /** The nearest ancestor that is a task. */
  private Task ancestor(HostProcess process) {
    HostProcess at = process;
    while (at != null && at.parentPid() > 1) {
      int pid = at.parentPid();
      at = HostProcess.find(pid);
      Adopted known = adopted.get(pid);
      if (known == null ? pid == outside.pid() : isSame(known, at)) {
        return known == null ? outside : known.task;
      }
    }
    return tasks.init();
  }

  private static boolean isSame(Adopted known, @Nullable HostProcess there) {
    return there != null && known.startTime == there.startTime() && !known.task.isDead();
  }

  /** Makes tasks of a task's descendants, which thereby are members where it is. */
  void adoptChildren(Task parent) {
    for (int child : HostProcess.children(parent.pid())) {
      Adopted known = adopted.get(child);
      if (known != null && known.task.isDead()) {
        continue; // it was killed as a task, and lives again when it acts
      }
      try {
        Task task = find(child);
        if (task != null && adopted.containsKey(child)) {
          adoptChildren(task);
        }
      } catch (KernelException taken) {
        // its number is in use: it stays unseen
      }
    }
  }

  /** Ends the tasks of threads that have ended, and makes tasks of the children of all others. */
  void refresh() {
    sweep();
    for (Adopted each : new ArrayList<>(adopted.values())) {
      if (each.task.isLeader() && !each.task.isDead()) {
        adoptChildren(each.task);
      }
    }
  }

  /** Ends the tasks of threads that have ended. */
  void sweep() {
    List<Integer> known = new ArrayList<>(adopted.keySet());
    for (int tid : known) {
      Adopted each = adopted.get(tid);
      if (each != null && !HostProcess.lives(tid, each.startTime)) {
        end(tid, each);
      }
    }
    if (signals) {
      signal();
    }
  }

  private void end(int tid, Adopted gone) {
    adopted.remove(tid);
    if (gone.task.isLeader()) {
      tasks.exit(gone.task);
      tasks.reap(gone.task);
    } else {
      tasks.exitThread(gone.task);
    }
  }

  /** After a call that may have frozen, thawed or killed tasks: tells their processes. */
  void settle() {
    if (signals) {
      signal();
    }
  }

  private void signal() {
    for (int tid : new ArrayList<>(adopted.keySet())) {
      Adopted each = adopted.get(tid);
      if (each == null || !each.task.isLeader()) {
        continue;
      }
      if (each.task.isDead()) {
        send(tid, each, NativeCalls.SIGKILL);
        end(tid, each);
      } else if (each.task.isFrozen() != each.stopped) {
        each.stopped = each.task.isFrozen();
        send(tid, each, each.stopped ? NativeCalls.SIGSTOP : NativeCalls.SIGCONT);
      }
    }
  }

  private static void send(int pid, Adopted to, int signal) {
    if (HostProcess.lives(pid, to.startTime)) {
      NativeCalls.kill(pid, signal);
    }
  }
}
