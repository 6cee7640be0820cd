package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;

/** cgroup.max.descendants and cgroup.max.depth. */
final class LimitFiles {
  private LimitFiles() {}

  static void showDescendants(FileContext context, StringBuilder out) {
    show(context.cgroup().maxDescendants(), out);
  }

  static void showDepth(FileContext context, StringBuilder out) {
    show(context.cgroup().maxDepth(), out);
  }

  private static void show(int limit, StringBuilder out) {
    if (limit == Cgroup.NO_LIMIT) {
      out.append("max\n");
    } else {
      out.append(limit).append('\n');
    }
  }

  static void setDescendants(FileContext context, byte[] text) throws KernelException {
    context.cgroup().hierarchy().setMaxDescendants(context.cgroup(), limit(text));
  }

  static void setDepth(FileContext context, byte[] text) throws KernelException {
    context.cgroup().hierarchy().setMaxDepth(context.cgroup(), limit(text));
  }

  private static int limit(byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    return in.is("max") ? Cgroup.NO_LIMIT : in.int32();
  }
}
