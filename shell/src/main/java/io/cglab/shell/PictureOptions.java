package io.cglab.shell;

import io.cglab.shell.observe.Instruments;
import io.cglab.shell.picture.Pictures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that write pictures of a run when it has ended. */
final class PictureOptions {
  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "at the end, write a page with plots, tables and settings")
  private @Nullable Path report;

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "at the end, write the plots as one picture")
  private @Nullable Path plot;

  /**
   * Refuses files that cannot be written, before anything runs.
   *
   * @throws UsageException with one line for the user
   */
  void check() throws UsageException {
    try {
      if (report != null) {
        Pictures.check(report);
      }
      if (plot != null) {
        Pictures.check(plot);
      }
    } catch (IOException unfit) {
      throw new UsageException(String.valueOf(unfit.getMessage()));
    }
  }

  /**
   * Writes what is wanted, and says so on {@code err}, since the standard output is the script's.
   *
   * @throws UsageException with one line for the user if a file cannot be written
   */
  void write(Instruments instruments, OutputStream err) throws IOException, UsageException {
    if (report == null && plot == null) {
      return;
    }
    StringBuilder said = new StringBuilder();
    try {
      if (report != null) {
        said.append("wrote ").append(Pictures.writeReport(instruments, report)).append('\n');
      }
      if (plot != null) {
        said.append("wrote ").append(Pictures.writePlot(instruments, plot)).append('\n');
      }
    } catch (IOException unwritable) {
      throw new UsageException(String.valueOf(unwritable.getMessage()));
    } finally {
      err.write(said.toString().getBytes(StandardCharsets.UTF_8));
      err.flush();
    }
  }
}
