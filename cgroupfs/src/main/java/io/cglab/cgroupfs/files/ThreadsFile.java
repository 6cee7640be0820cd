package io.cglab.cgroupfs.files;

import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Tasks;

/** cgroup.threads: the threads of a cgroup (control-files.md 4.1, 5.5). */
final class ThreadsFile {
  private ThreadsFile() {}

  static void show(FileContext context, StringBuilder out) {
    for (Task thread : Tasks.threads(context.cgroup())) {
      out.append(thread.tid()).append('\n');
    }
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    Task task = ProcsFile.task(context, text);
    ProcsFile.checkMove(context, task, true);
    context.machine().tasks().moveThread(task, context.cgroup());
  }
}
