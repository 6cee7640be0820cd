package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Tasks;

/** cgroup.procs: the processes of a cgroup (control-files.md 4.1, 5.5). */
final class ProcsFile {
  private ProcsFile() {}

  static void show(FileContext context, StringBuilder out) throws KernelException {
    if (context.cgroup().isThreaded()) {
      throw new KernelException(
          Errno.EOPNOTSUPP, "a threaded cgroup lists its threads in cgroup.threads");
    }
    for (Task leader : Tasks.processes(context.cgroup())) {
      out.append(leader.pid()).append('\n');
    }
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    Task task = task(context, text);
    checkMove(context, task, false);
    context.machine().tasks().moveProcess(task, context.cgroup());
  }

  /** The task that a write names. */
  static Task task(FileContext context, byte[] text) throws KernelException {
    int pid;
    try {
      pid = new Input(text).int32();
    } catch (KernelException refused) {
      throw new KernelException(Errno.EINVAL, "one process number is wanted, 0 for the writer");
    }
    if (pid < 0) {
      throw new KernelException(Errno.EINVAL, "a process number is not negative");
    }
    Task task = pid == 0 ? context.writer() : context.machine().tasks().find(pid);
    if (task == null) {
      throw new KernelException(Errno.ESRCH);
    }
    if (task.kind() == Task.Kind.KERNEL_BOUND) {
      throw new KernelException(Errno.EINVAL, "this kernel thread stays where it is");
    }
    return task;
  }

  static void checkMove(FileContext context, Task task, boolean singleThread)
      throws KernelException {
    Cgroup to = context.cgroup();
    Cgroup from = task.cgroup(to.hierarchy());
    Cgroup common = to.commonAncestor(from);
    if (!context.tree().mayWrite(context.opener(), common, "cgroup.procs")) {
      throw new KernelException(
          Errno.EACCES, "no right to write cgroup.procs of the common ancestor " + common.path());
    }
    to.hierarchy().checkMove(task, to, singleThread);
  }
}
