package io.cglab.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The streams of the program itself.
 *
 * @param terminal true if a person sits there
 */
record Console(InputStream in, OutputStream out, OutputStream err, boolean terminal) {
  /** All of the standard input, a byte a character. */
  String readAll() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
