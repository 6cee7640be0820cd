package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Hierarchies;

/** cgroup.subtree_control (control-files.md 5.4). */
final class SubtreeControlFile {
  private SubtreeControlFile() {}

  static void show(FileContext context, StringBuilder out) {
    ControllersFile.showNames(context.cgroup().subtreeControl(), out);
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    int enable = 0;
    int disable = 0;
    while (!in.isAtEnd()) {
      Input piece = in.upTo(' ');
      if (piece.isAtEnd()) {
        continue;
      }
      boolean on = piece.accept('+');
      if (!on && !piece.accept('-')) {
        throw new KernelException(Errno.EINVAL, "write +" + piece + " or -" + piece);
      }
      int bit = controller(context, piece.toString()).bit();
      enable = on ? enable | bit : enable & ~bit;
      disable = on ? disable & ~bit : disable | bit;
    }
    context.cgroup().hierarchy().setSubtreeControl(context.cgroup(), enable, disable);
  }

  private static Controller controller(FileContext context, String name) throws KernelException {
    Controller controller = Controller.onV2(name);
    Hierarchies hierarchies = context.machine().hierarchies();
    if (controller == null
        || !hierarchies.isOnV2(controller)
        || !hierarchies.known().contains(controller)) {
      throw new KernelException(
          Errno.EINVAL,
          "no controller of this kernel's v2: \"" + name + "\"; see cgroup.controllers");
    }
    return controller;
  }
}
