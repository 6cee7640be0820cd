package io.cglab.cgroupfs.files;

import io.cglab.core.cgroup.Controller;

/** cgroup.controllers: what may be enabled for the children. */
final class ControllersFile {
  private ControllersFile() {}

  static void show(FileContext context, StringBuilder out) {
    showNames(context.cgroup().available(), out);
  }

  /** Names joined by a blank, in order of ids, and a newline; nothing at all for none. */
  static void showNames(int mask, StringBuilder out) {
    int from = out.length();
    for (Controller controller : Controller.values()) {
      if ((mask & controller.bit()) != 0) {
        out.append(out.length() == from ? "" : " ").append(controller.statName());
      }
    }
    if (out.length() > from) {
      out.append('\n');
    }
  }
}
