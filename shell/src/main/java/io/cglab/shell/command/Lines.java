package io.cglab.shell.command;

import io.cglab.core.api.Errno;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines, each with its newline if it has one. */
final class Lines {
  private final Descriptor in;
  private final byte[] buffer = new byte[1 << 13];
  private int at;
  private int end;

  Lines(Descriptor in) {
    this.in = in;
  }

  /**
   * The next line, or null at the end.
   *
   * @throws IOException ENOMEM for a line that never ends
   */
  @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (at == end) {
        at = 0;
        end = in.read(buffer, 0, buffer.length);
        if (end <= 0) {
          end = 0;
          return line.length() == 0 ? null : line.toString();
        }
      }
      int start = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (line.length() > Context.MOST_BYTES) {
        throw Errors.of("", Errno.ENOMEM);
      }
      boolean whole = at < end;
      at += whole ? 1 : 0;
      line.append(new String(buffer, start, at - start, StandardCharsets.ISO_8859_1));
      if (whole) {
        return line.toString();
      }
    }
  }

  /** A line without its newline. */
  static String chomp(String line) {
    return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
  }
}
