package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code basename}, {@code dirname}, {@code readlink}, {@code realpath}. */
final class PathNames {
  private PathNames() {}

  static int basename(Context c, List<String> args) throws IOException {
    List<String> operands = Options.Spec.of("").strict().parse(args).someOperands();
    String name = stripSlashes(operands.get(0));
    name = name.equals("/") ? name : name.substring(name.lastIndexOf('/') + 1);
    String suffix = operands.size() > 1 ? operands.get(1) : "";
    boolean cut = !suffix.isEmpty() && name.endsWith(suffix) && !name.equals(suffix);
    c.write((cut ? name.substring(0, name.length() - suffix.length()) : name) + "\n");
    return 0;
  }

  static int dirname(Context c, List<String> args) throws IOException {
    for (String operand : Options.Spec.of("").strict().parse(args).someOperands()) {
      String name = stripSlashes(operand);
      int slash = name.lastIndexOf('/');
      c.write((slash < 0 ? "." : slash == 0 ? "/" : stripSlashes(name.substring(0, slash))) + "\n");
    }
    return 0;
  }

  private static String stripSlashes(String name) {
    int end = name.length();
    while (end > 1 && name.charAt(end - 1) == '/') {
      end--;
    }
    return name.substring(0, end);
  }

  static int readlink(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("fe").parse(args);
    int status = 0;
    for (String name : options.someOperands()) {
      try {
        Path path = c.path(name);
        c.write(
            (options.has('f') || options.has('e')
                    ? path.toRealPath()
                    : Files.readSymbolicLink(path))
                + "\n");
      } catch (IOException e) {
        status = 1;
      }
    }
    return status;
  }

  static int realpath(Context c, List<String> args) throws IOException {
    int status = 0;
    for (String name : Options.Spec.of("").parse(args).someOperands()) {
      try {
        c.write(c.path(name).toRealPath() + "\n");
      } catch (IOException e) {
        status = c.error(name, e);
      }
    }
    return status;
  }
}
