package io.cglab.shell.command;

import io.cglab.core.api.Errno;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** {@code cd [DIRECTORY|-]} and {@code pwd}. */
final class Cd {
  private Cd() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("LP").failing(2).strict().parse(args);
    Variables variables = c.shell().variables();
    String target =
        options.operands().isEmpty() ? variables.get("HOME", "/") : options.operands().get(0);
    boolean back = target.equals("-");
    if (back) {
      target = variables.get("OLDPWD", "");
      if (target.isEmpty()) {
        return c.error("OLDPWD not set");
      }
    }
    try {
      Path directory = c.path(target).normalize();
      if (!Files.exists(directory)) {
        throw new NoSuchFileException(target);
      }
      if (!Files.isDirectory(directory)) {
        throw Errors.of(target, Errno.ENOTDIR);
      }
      variables.set("OLDPWD", c.shell().cwd().toString());
      c.shell().setCwd(directory);
      variables.set("PWD", directory.toString());
    } catch (IOException e) {
      c.error(target, e);
      return c.shell().failure();
    }
    if (back) {
      c.write(c.shell().cwd() + "\n");
    }
    return 0;
  }

  static int pwd(Context c, List<String> args) throws IOException {
    Options.Spec.of("LP").failing(2).parse(args);
    c.write(c.shell().cwd() + "\n");
    return 0;
  }
}
