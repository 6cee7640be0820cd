package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.api.KernelException;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.MemoryFile;
import java.io.IOException;
import java.util.List;

/** Runs scripts on a machine of their own. */
final class Scripts {
  /** What a script left behind. */
  record Result(int status, String out, String err, long elapsedNs) {}

  private Scripts() {}

  /** Runs a script named {@code test} on the default machine. */
  static Result run(String text, String... arguments) {
    return runOn("default", text, arguments);
  }

  /** Runs a script on the default machine; a refused command is followed by why. */
  static Result runWithHints(String text) {
    return runOn("default", true, text);
  }

  /** Runs a script named {@code test} on a built-in machine. */
  static Result runOn(String name, String text, String... arguments) {
    return runOn(name, false, text, arguments);
  }

  private static Result runOn(String name, boolean hints, String text, String... arguments) {
    return runOn(MachineSpec.named(name), hints, text, arguments);
  }

  /** Runs a script named {@code test} on a machine that a test describes. */
  static Result runOn(MachineSpec spec, boolean hints, String text, String... arguments) {
    try (CgroupFs machine = CgroupFs.boot(spec)) {
      MemoryFile out = new MemoryFile();
      MemoryFile err = new MemoryFile();
      int init = machine.machine().tasks().init().pid();
      try (Shell shell =
          new Shell(Instruments.attached(machine), init, "test", new MemoryFile(), out, err)) {
        int status = shell.withArguments(List.of(arguments)).withHints(hints).script(text);
        return new Result(status, out.text(), err.text(), machine.machine().nowNs());
      }
    } catch (IOException | KernelException e) {
      throw new AssertionError(e);
    }
  }
}
