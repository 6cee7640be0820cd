package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.check.ShellLine;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.HostStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The shell behind the {@code sh} and {@code cgrun} lines of transcripts. */
public final class TranscriptShell {
  private static final int REFUSED = 1;

  private TranscriptShell() {}

  /** Runs a line to its end; a {@link ShellLine}. */
  public static ShellLine.Result run(CgroupFs machine, int pid, String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Shell shell =
        new Shell(
            new Instruments(machine),
            pid,
            "sh",
            HostStream.reading(new ByteArrayInputStream(new byte[0]), false),
            HostStream.writing(out, false),
            HostStream.writing(OutputStream.nullOutputStream(), false))) {
      int status = shell.script(command);
      return new ShellLine.Result(out.toString(StandardCharsets.ISO_8859_1), status);
    } catch (KernelException | IOException refused) {
      return new ShellLine.Result("", REFUSED);
    }
  }
}
