package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code tee [-a] [FILE...]}: each piece that is read is one write(2) to each file. */
final class Tee {
  private Tee() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("ai").with(Map.of("append", 'a')).parse(args);
    Map<String, Descriptor> files = new LinkedHashMap<>();
    int status = 0;
    try {
      for (String name : options.operands()) {
        try {
          Descriptor file =
              options.has('a') ? Opener.append(c.shell(), name) : Opener.write(c.shell(), name);
          Descriptor twice = files.put(name, file);
          if (twice != null) {
            twice.close();
          }
        } catch (IOException e) {
          status = c.error(name, e);
        }
      }
      return status | copy(c, files);
    } finally {
      for (Descriptor file : files.values()) {
        file.close();
      }
    }
  }

  private static int copy(Context c, Map<String, Descriptor> files) throws IOException {
    int status = 0;
    byte[] buffer = new byte[1 << 16];
    while (true) {
      int count = c.in().read(buffer, 0, buffer.length);
      if (count <= 0) {
        return status;
      }
      byte[] piece = Arrays.copyOf(buffer, count);
      c.write(piece);
      for (Map.Entry<String, Descriptor> file : files.entrySet()) {
        try {
          c.writeTo(file.getValue(), piece);
        } catch (IOException e) {
          status = c.error(file.getKey(), e, file.getValue(), piece);
        }
      }
    }
  }
}
