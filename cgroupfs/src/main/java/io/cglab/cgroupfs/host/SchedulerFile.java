package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.elevator.Scheduler;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** queue/scheduler (control-files.md 7.3). */
final class SchedulerFile {
  private static final int LONGEST = 15;

  private SchedulerFile() {}

  /** The name of a scheduler, here and in machine files. */
  static String name(Scheduler scheduler) {
    return scheduler.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static void show(Block block, StringBuilder out) {
    for (Scheduler scheduler : Scheduler.values()) {
      if (isRegistered(block, scheduler)) {
        boolean current = scheduler == block.queue().scheduler();
        out.append(current ? "[" : "").append(name(scheduler)).append(current ? "] " : " ");
      }
    }
    out.append('\n');
  }

  static void write(Block block, byte[] text) throws KernelException {
    Input in = new Input(Arrays.copyOf(text, Math.min(text.length, LONGEST))).strip();
    Scheduler wanted = named(in);
    if (wanted == null || !isRegistered(block, wanted)) {
      throw new KernelException(
          Errno.EINVAL, "no scheduler of this kernel: \"" + in + "\"; the file lists them");
    }
    block.queue().select(wanted);
  }

  private static @Nullable Scheduler named(Input in) {
    if (in.acceptPrefix("none")) {
      return Scheduler.NONE;
    }
    if (in.is("deadline")) {
      return Scheduler.MQ_DEADLINE;
    }
    for (Scheduler scheduler : Scheduler.values()) {
      if (in.is(name(scheduler))) {
        return scheduler;
      }
    }
    return null;
  }

  private static boolean isRegistered(Block block, Scheduler scheduler) {
    return scheduler != Scheduler.BFQ || block.machine().config().features().contains(Feature.BFQ);
  }
}
