package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.pressure.PsiResource;
import io.cglab.core.pressure.StallWatch;

/**
 * io.pressure and its siblings (control-files.md 7.6). Tasks here do not compete for a CPU, so
 * cpu.pressure has nothing to tell.
 */
final class PressureFile {
  private PressureFile() {}

  static void showIo(FileContext context, StringBuilder out) {
    show(context, PsiResource.IO, out);
  }

  static void showMemory(FileContext context, StringBuilder out) {
    show(context, PsiResource.MEMORY, out);
  }

  private static void show(FileContext context, PsiResource resource, StringBuilder out) {
    PressureText.show(context.machine().pressure(), context.cgroup(), resource, out);
  }

  static void showIdle(FileContext context, StringBuilder out) {
    out.append(PressureText.IDLE);
  }

  static void watchIo(FileContext context, byte[] text) throws KernelException {
    watch(context, PsiResource.IO, "io.pressure", text);
  }

  static void watchMemory(FileContext context, byte[] text) throws KernelException {
    watch(context, PsiResource.MEMORY, "memory.pressure", text);
  }

  private static void watch(FileContext context, PsiResource resource, String file, byte[] text)
      throws KernelException {
    PressureTrigger trigger = parse(context, text);
    Descriptor descriptor = context.descriptor();
    descriptor.setTrigger(trigger);
    descriptor.setWatch(
        trigger.watch(
            context.machine(),
            context.cgroup(),
            resource,
            context.opener().isRoot(),
            () -> {
              context.tree().triggered(context.cgroup(), file);
              descriptor.tell();
            }));
  }

  /** A trigger that nothing sets off. */
  static void watchIdle(FileContext context, byte[] text) throws KernelException {
    context.descriptor().setTrigger(parse(context, text));
  }

  private static PressureTrigger parse(FileContext context, byte[] text) throws KernelException {
    if (context.descriptor().trigger() != null) {
      throw new KernelException(
          Errno.EBUSY, "the descriptor has a trigger already; open the file again for another");
    }
    return PressureTrigger.parse(new Input(text), context.opener().isRoot());
  }

  /** A descriptor without a trigger reports at once; one with it each event once. */
  static boolean hasEvent(FileContext context) {
    StallWatch watch = context.descriptor().watch();
    return watch == null ? context.descriptor().trigger() == null : watch.takeEvent();
  }
}
