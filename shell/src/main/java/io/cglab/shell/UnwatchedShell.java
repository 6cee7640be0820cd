package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.HostStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A shell on a machine that no instrument watches, for runs of which only files are read. */
public final class UnwatchedShell {
  private UnwatchedShell() {}

  /** Runs a script; a {@link io.cglab.shell.reproduce.ScriptRun}. */
  public static String complaints(CgroupFs machine, String script) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Shell shell =
        new Shell(
            new Instruments(machine),
            machine.machine().tasks().init().pid(),
            "sh",
            HostStream.reading(new ByteArrayInputStream(new byte[0]), false),
            HostStream.writing(out, false),
            HostStream.writing(out, false))) {
      int status = shell.script(script);
      String text = out.toString(StandardCharsets.UTF_8);
      return status == 0 ? text : text + "exit status " + status + "\n";
    } catch (KernelException | IOException refused) {
      return refused.getMessage() + "\n";
    }
  }
}
