package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.files.ControlFile.Place.NON_ROOT;
import static io.cglab.cgroupfs.files.ControlFiles.ro;
import static io.cglab.cgroupfs.files.ControlFiles.rw;

import com.google.common.collect.ImmutableList;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import java.util.List;

/** v1's freezer: stops and continues the tasks of a cgroup and of all below. */
final class V1FreezerFiles {
  private V1FreezerFiles() {}

  static List<ControlFile> rows() {
    return ImmutableList.of(
        rw("freezer.state", NON_ROOT, V1FreezerFiles::showState, V1FreezerFiles::setState)
            .taking(Grammar.words("FROZEN", "THAWED"))
            .of(Controller.FREEZER),
        ro("freezer.self_freezing", NON_ROOT, V1FreezerFiles::showSelf).of(Controller.FREEZER),
        ro("freezer.parent_freezing", NON_ROOT, V1FreezerFiles::showParent).of(Controller.FREEZER));
  }

  private static void showState(FileContext context, StringBuilder out) {
    Cgroup cgroup = context.cgroup();
    out.append(cgroup.isFrozen() ? "FROZEN\n" : cgroup.isFreezing() ? "FREEZING\n" : "THAWED\n");
  }

  private static void setState(FileContext context, byte[] text) throws KernelException {
    Input in = new Input(text).strip();
    boolean freeze = in.is("FROZEN");
    if (!freeze && !in.is("THAWED")) {
      throw new KernelException(Errno.EINVAL, "FROZEN or THAWED");
    }
    context.machine().tasks().setFreeze(context.cgroup(), freeze);
  }

  private static void showSelf(FileContext context, StringBuilder out) {
    out.append(context.cgroup().freeze() ? "1\n" : "0\n");
  }

  private static void showParent(FileContext context, StringBuilder out) {
    Cgroup parent = context.cgroup().parent();
    out.append(parent != null && parent.isFreezing() ? "1\n" : "0\n");
  }
}
