package io.cglab.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file of the user's machine, in a line. */
final class HostFiles {
  private HostFiles() {}

  /** The line; null where something else is wrong. */
  static @Nullable String problem(Throwable thrown) {
    if (thrown instanceof UncheckedIOException unchecked) {
      IOException cause = unchecked.getCause();
      return cause == null ? unchecked.getMessage() : problem(cause);
    }
    if (!(thrown instanceof IOException)) {
      return null;
    }
    if (thrown instanceof FileSystemException file) {
      String why =
          file instanceof NoSuchFileException
              ? "no such file or directory"
              : file instanceof AccessDeniedException
                  ? "permission denied"
                  : file instanceof NotDirectoryException ? "not a directory" : file.getReason();
      return file.getFile() + ": " + (why == null ? "cannot be used" : why);
    }
    return String.valueOf(thrown.getMessage());
  }
}
