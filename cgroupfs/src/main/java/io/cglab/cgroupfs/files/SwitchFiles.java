package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;

/** The core files that take one small number: cgroup.freeze, cgroup.kill, cgroup.pressure. */
final class SwitchFiles {
  private SwitchFiles() {}

  static void showFreeze(FileContext context, StringBuilder out) {
    out.append(context.cgroup().freeze() ? "1\n" : "0\n");
  }

  static void setFreeze(FileContext context, byte[] text) throws KernelException {
    context.cgroup().hierarchy().setFreeze(context.cgroup(), oneOf(0, 1, text) == 1);
  }

  static void showPressure(FileContext context, StringBuilder out) {
    out.append(context.cgroup().pressure() ? "1\n" : "0\n");
  }

  static void setPressure(FileContext context, byte[] text) throws KernelException {
    boolean on = oneOf(0, 1, text) == 1;
    Cgroup cgroup = context.cgroup();
    if (on != cgroup.pressure()) {
      cgroup.hierarchy().setPressure(cgroup, on);
      context.tree().state(cgroup).remakeHideable();
    }
  }

  static void kill(FileContext context, byte[] text) throws KernelException {
    oneOf(1, 1, text);
    if (context.cgroup().isThreaded()) {
      throw new KernelException(Errno.EOPNOTSUPP, "a process is killed where its domain is");
    }
    context.machine().tasks().killAll(context.cgroup());
  }

  private static int oneOf(int lowest, int highest, byte[] text) throws KernelException {
    int value = new Input(text).int32();
    if (value < lowest || value > highest) {
      throw new KernelException(
          Errno.ERANGE, lowest == highest ? "only " + lowest + " is taken" : "0 or 1 is wanted");
    }
    return value;
  }
}
