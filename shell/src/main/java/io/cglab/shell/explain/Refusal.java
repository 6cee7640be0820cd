package io.cglab.shell.explain;

import io.cglab.core.api.Errno;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A call that was refused, as far as the shell knows.
 *
 * @param command what made it, such as {@code echo}; {@link #REDIRECTION} for a redirection
 * @param path the file, absolute and normal; null where there was none
 * @param errno what the kernel answered; null where a program refused by itself
 * @param written the text of a refused write(2) without the newline at its end; null if it was not
 *     a write
 * @param intended where a redirection failed: what the command would have written there, as far as
 *     its words tell; null otherwise
 * @param line the first line of what was printed
 * @param given the hint that came with the errno; null if none did
 */
public record Refusal(
    String command,
    @Nullable Path path,
    @Nullable Errno errno,
    @Nullable String written,
    @Nullable String intended,
    String line,
    @Nullable String given) {

  /** Stands for a command where the shell itself opened a file. */
  public static final String REDIRECTION = ">";

  /** The last component of the path; empty without one. */
  String file() {
    Path name = path == null ? null : path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** The directory of the path; null without one. */
  @Nullable Path directory() {
    return path == null ? null : path.getParent();
  }

  /** True if a write(2) was refused. */
  boolean isWrite() {
    return written != null;
  }

  /** What was written, without blanks around it; empty if nothing was. */
  String text() {
    return written == null ? "" : written.strip();
  }
}
