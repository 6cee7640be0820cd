package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;

/** io.pressure and its siblings (control-files.md 7.6): nobody waits on an idle machine. */
final class PressureFile {
  private PressureFile() {}

  static void show(FileContext context, StringBuilder out) {
    out.append("some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    out.append("full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
  }

  static void write(FileContext context, byte[] text) throws KernelException {
    Descriptor descriptor = context.descriptor();
    if (descriptor.trigger() != null) {
      throw new KernelException(
          Errno.EBUSY, "the descriptor has a trigger already; open the file again for another");
    }
    descriptor.setTrigger(PressureTrigger.parse(new Input(text), context.opener().isRoot()));
  }

  /** A descriptor without a trigger reports at once; a trigger when its threshold was passed. */
  static boolean hasEvent(FileContext context) {
    return context.descriptor().trigger() == null;
  }
}
