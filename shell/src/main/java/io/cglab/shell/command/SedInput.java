package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of several files one behind another, read one line ahead to know the last one. */
final class SedInput {
  private final Context c;
  private final Deque<String> names;
  private final int failure;
  private @Nullable Descriptor file;
  private @Nullable Lines lines;
  private @Nullable String ahead;
  private int status;

  SedInput(Context c, List<String> names, int failure) {
    this.c = c;
    this.names = new ArrayDeque<>(names.isEmpty() ? List.of("-") : names);
    this.failure = failure;
  }

  /** 0, or what it is where a file could not be read. */
  int status() {
    return status;
  }

  /** True behind the last line. */
  boolean isEmpty() throws IOException {
    while (ahead == null && (lines != null || !names.isEmpty())) {
      Lines reader = lines;
      if (reader == null) {
        open(names.remove());
        continue;
      }
      ahead = reader.next();
      if (ahead == null) {
        close();
      }
    }
    return ahead == null;
  }

  /** The next line with its newline, or null at the end. */
  @Nullable String poll() throws IOException {
    String line = isEmpty() ? null : ahead;
    ahead = null;
    return line;
  }

  private void open(String name) {
    try {
      Descriptor opened = name.equals("-") ? c.in().retain() : Opener.read(c.shell(), name);
      file = opened;
      lines = new Lines(opened);
    } catch (IOException e) {
      c.error("can't read " + name, e);
      status = failure;
    }
  }

  /** Closes the file that is open, if there is one. */
  void close() throws IOException {
    Descriptor open = file;
    file = null;
    lines = null;
    if (open != null) {
      open.close();
    }
  }
}
