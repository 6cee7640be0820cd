package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;

/** cgroup.type (control-files.md 5.6). */
final class TypeFile {
  private TypeFile() {}

  static void show(FileContext context, StringBuilder out) {
    Cgroup cgroup = context.cgroup();
    if (cgroup.isThreaded()) {
      out.append("threaded\n");
    } else if (!cgroup.isValidDomain()) {
      out.append("domain invalid\n");
    } else if (cgroup.isThreadRoot()) {
      out.append("domain threaded\n");
    } else {
      out.append("domain\n");
    }
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    if (!new Input(text).strip().is("threaded")) {
      throw new KernelException(Errno.EINVAL, "only \"threaded\" can be written");
    }
    context.cgroup().hierarchy().setThreaded(context.cgroup());
  }
}
