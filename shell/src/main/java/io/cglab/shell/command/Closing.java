package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.Closeable;
import java.io.IOException;

/** A descriptor for a try statement. */
record Closing(Descriptor file) implements Closeable {
  @Override
  public void close() throws IOException {
    file.close();
  }
}
