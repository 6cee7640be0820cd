package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.policy.ioprio.PrioPolicy;
import java.util.Arrays;

/** io.prio.class and blkio.prio.class (control-files.md 3.7). */
final class PrioClassFile {
  static final Grammar GRAMMAR =
      Grammar.words(
          Arrays.stream(PrioPolicy.values()).map(PrioClassFile::word).toArray(String[]::new));

  private PrioClassFile() {}

  static void show(FileContext context, StringBuilder out) {
    out.append(word(context.machine().prioPolicies().of(context.cgroup()))).append('\n');
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    if (context.descriptor().offset() != 0) {
      throw new KernelException(Errno.EIO, "the file is only written at offset 0; open it again");
    }
    context.machine().prioPolicies().set(context.cgroup(), policy(new Input(text)));
  }

  private static PrioPolicy policy(Input in) throws KernelException {
    for (PrioPolicy policy : PrioPolicy.values()) {
      if (in.isLine(word(policy))) {
        return policy;
      }
    }
    throw new KernelException(
        Errno.EINVAL, "use no-change, promote-to-rt, restrict-to-be, idle or none-to-rt");
  }

  private static String word(PrioPolicy policy) {
    return switch (policy) {
      case NO_CHANGE -> "no-change";
      case PROMOTE_TO_RT -> "promote-to-rt";
      case RESTRICT_TO_BE -> "restrict-to-be";
      case IDLE -> "idle";
      case NONE_TO_RT -> "none-to-rt";
    };
  }
}
