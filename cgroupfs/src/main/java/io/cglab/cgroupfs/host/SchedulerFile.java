package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Feature;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.elevator.Scheduler;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * queue/scheduler (control-files.md 7.3). Older kernels list none last, without a blank behind it,
 * unless it is the present one; that, and the list of a single queue, are as their documentation
 * shows them.
 */
final class SchedulerFile {
  private static final int LONGEST = 15;

  private SchedulerFile() {}

  /** The name of a scheduler, here and in machine files. */
  static String name(Scheduler scheduler) {
    return scheduler.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static void show(Block block, StringBuilder out) {
    Scheduler present = block.queue().scheduler();
    boolean noneLast =
        !present.isSingleQueue() && present != Scheduler.NONE && !block.has(Feature.NONE_FIRST);
    for (Scheduler scheduler : Scheduler.values()) {
      if (isRegistered(block, scheduler) && !(noneLast && scheduler == Scheduler.NONE)) {
        boolean current = scheduler == present;
        out.append(current ? "[" : "").append(name(scheduler)).append(current ? "] " : " ");
      }
    }
    out.append(noneLast ? "none\n" : "\n");
  }

  static void write(Block block, byte[] text) throws KernelException {
    Input in = new Input(Arrays.copyOf(text, Math.min(text.length, LONGEST))).strip();
    Scheduler wanted = named(block, in);
    if (wanted == null || !isRegistered(block, wanted)) {
      throw new KernelException(
          Errno.EINVAL, "no scheduler of this kernel: \"" + in + "\"; the file lists them");
    }
    block.queue().select(wanted);
  }

  private static @Nullable Scheduler named(Block block, Input in) {
    if (in.acceptPrefix("none")) {
      return Scheduler.NONE;
    }
    if (in.is("deadline") && !block.queue().scheduler().isSingleQueue()) {
      return Scheduler.MQ_DEADLINE;
    }
    for (Scheduler scheduler : Scheduler.values()) {
      if (in.is(name(scheduler))) {
        return scheduler;
      }
    }
    return null;
  }

  /** True if the kernel has it for the disk's block layer. */
  private static boolean isRegistered(Block block, Scheduler scheduler) {
    return scheduler.isSingleQueue() == block.queue().scheduler().isSingleQueue()
        && (scheduler != Scheduler.BFQ || block.has(Feature.BFQ))
        && (scheduler != Scheduler.ANTICIPATORY || block.has(Feature.ANTICIPATORY))
        && (scheduler != Scheduler.CFQ
            || block.has(Feature.CFQ)
            || block.has(Feature.CFQ_FLAT)
            || block.has(Feature.IO_CONTROLLER_V10));
  }
}
