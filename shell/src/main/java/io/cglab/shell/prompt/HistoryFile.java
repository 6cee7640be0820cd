package io.cglab.shell.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the lines that were typed are kept, on the user's own machine. */
final class HistoryFile {
  private HistoryFile() {}

  /**
   * The file, by the XDG base directories: {@code $XDG_STATE_HOME/cglab/history}, or below {@code
   * ~/.local/state}. Its directory is made. Null where that cannot be written to.
   */
  static @Nullable Path find(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    try {
      Path base = Path.of(state);
      if (!base.isAbsolute()) { // as if it were unset, says the specification
        base = Path.of(home, ".local", "state");
      }
      if (!base.isAbsolute()) {
        return null;
      }
      Path directory = Files.createDirectories(base.resolve("cglab"));
      Path file = directory.resolve("history");
      boolean usable =
          Files.exists(file)
              ? Files.isRegularFile(file) && Files.isWritable(file)
              : Files.isWritable(directory);
      return usable ? file : null;
    } catch (IOException | InvalidPathException | SecurityException e) {
      return null;
    }
  }
}
