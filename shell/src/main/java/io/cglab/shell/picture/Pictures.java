package io.cglab.shell.picture;

import io.cglab.shell.observe.Instruments;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pictures of a run to files of the user's machine. */
public final class Pictures {
  private Pictures() {}

  /**
   * Writes the page; returns the file's whole name.
   *
   * @throws IOException where the file cannot be written; its message is one line for the user
   */
  public static Path writeReport(Instruments instruments, Path file) throws IOException {
    return write(ReportPage.html(instruments), file);
  }

  /**
   * Writes the picture as SVG; returns the file's whole name.
   *
   * @throws IOException where the file cannot be written; its message is one line for the user
   */
  public static Path writePlot(Instruments instruments, Path file) throws IOException {
    return write(SvgPlot.svg(instruments), file);
  }

  /**
   * Checks that a file can be written, as far as that can be known before.
   *
   * @throws IOException where it cannot; its message is one line for the user
   */
  public static void check(Path file) throws IOException {
    Path whole = file.toAbsolutePath().normalize();
    Path directory = whole.getParent();
    if (file.toString().isEmpty() || Files.isDirectory(whole)) {
      throw new IOException("'" + file + "' is a directory; name a file in it");
    }
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException(file + ": no such directory on your machine: " + directory);
    }
    if (!Files.isWritable(Files.exists(whole) ? whole : directory)) {
      throw new IOException(file + ": you may not write there");
    }
  }

  private static Path write(String text, Path file) throws IOException {
    check(file);
    Path whole = file.toAbsolutePath().normalize();
    try {
      Files.writeString(whole, text);
    } catch (FileSystemException failed) {
      throw new IOException(file + ": cannot be written: " + failed.getReason(), failed);
    }
    return whole;
  }
}
