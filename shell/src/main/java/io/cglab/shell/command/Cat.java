package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** {@code cat [FILE...]}: passes bytes through unchanged. */
final class Cat {
  private static final int BUFFER_BYTES = 128 << 10;

  private Cat() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("u").parse(args);
    List<String> files = options.operands().isEmpty() ? List.of("-") : options.operands();
    byte[] buffer = new byte[BUFFER_BYTES];
    int status = 0;
    for (String file : files) {
      try {
        Descriptor in = file.equals("-") ? c.in().retain() : Opener.read(c.shell(), file);
        try {
          status |= copy(c, file, in, buffer);
        } finally {
          in.close();
        }
      } catch (IOException e) {
        status = c.error(file, e);
      }
    }
    return status;
  }

  private static int copy(Context c, String file, Descriptor in, byte[] buffer) throws IOException {
    while (true) {
      int count;
      try {
        count = in.read(buffer, 0, buffer.length);
      } catch (IOException e) {
        return c.error(file, e);
      }
      if (count <= 0) {
        return 0;
      }
      c.write(Arrays.copyOf(buffer, count));
    }
  }
}
