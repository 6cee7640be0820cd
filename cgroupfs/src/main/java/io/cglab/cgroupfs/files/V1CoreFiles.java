package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Tasks;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** The core files of v1 (control-files.md 2.3, 4.4, 5.5, 5.8). */
final class V1CoreFiles {
  private static final int LONGEST_AGENT = 4095;

  private V1CoreFiles() {}

  static void showProcs(FileContext context, StringBuilder out) {
    showNumbers(context, Task::pid, out);
  }

  static void showTasks(FileContext context, StringBuilder out) {
    showNumbers(context, Task::tid, out);
  }

  private static void showNumbers(
      FileContext context, ToIntFunction<Task> number, StringBuilder out) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (Task thread : Tasks.threads(context.cgroup())) {
      numbers.add(number.applyAsInt(thread));
    }
    numbers.forEach(each -> out.append(each).append('\n'));
  }

  static void moveProcess(FileContext context, byte[] text) throws KernelException {
    Task task = ProcsFile.task(context, text);
    checkOwner(context, task);
    context.cgroup().hierarchy().checkMove(task, context.cgroup(), false);
    context.machine().tasks().moveProcess(task, context.cgroup());
  }

  static void moveThread(FileContext context, byte[] text) throws KernelException {
    Task task = ProcsFile.task(context, text);
    checkOwner(context, task);
    context.cgroup().hierarchy().checkMove(task, context.cgroup(), true);
    context.machine().tasks().moveThread(task, context.cgroup());
  }

  /** The right to write the file is not enough: only root moves others' tasks. */
  private static void checkOwner(FileContext context, Task task) throws KernelException {
    int uid = context.opener().uid();
    if (uid != 0 && uid != task.process().uid()) {
      throw new KernelException(Errno.EACCES, "the process belongs to another user");
    }
  }

  static void showNotify(FileContext context, StringBuilder out) {
    out.append(context.cgroup().notifyOnRelease() ? "1\n" : "0\n");
  }

  static void setNotify(FileContext context, byte[] text) throws KernelException {
    Cgroup cgroup = context.cgroup();
    cgroup.hierarchy().setNotifyOnRelease(cgroup, new Input(text).u64() != 0);
  }

  static void showClone(FileContext context, StringBuilder out) {
    out.append(context.cgroup().cloneChildren() ? "1\n" : "0\n");
  }

  static void setClone(FileContext context, byte[] text) throws KernelException {
    Cgroup cgroup = context.cgroup();
    cgroup.hierarchy().setCloneChildren(cgroup, new Input(text).u64() != 0);
  }

  static void showSaneBehavior(FileContext context, StringBuilder out) {
    out.append("0\n");
  }

  static void showAgent(FileContext context, StringBuilder out) {
    out.append(context.cgroup().hierarchy().releaseAgent()).append('\n');
  }

  static void setAgent(FileContext context, byte[] text) throws KernelException {
    if (text.length > LONGEST_AGENT) {
      throw new KernelException(Errno.E2BIG);
    }
    if (!context.opener().isRoot()) {
      throw new KernelException(Errno.EPERM, "the kernel runs it as root: only root may set it");
    }
    String path = new Input(text).strip().toString();
    context.cgroup().hierarchy().setReleaseAgent(path);
  }
}
