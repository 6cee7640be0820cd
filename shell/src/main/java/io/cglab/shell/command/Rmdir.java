package io.cglab.shell.command;

import io.cglab.core.api.Errno;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code rmdir [-p] DIRECTORY...}. */
final class Rmdir {
  private static final Options.Spec OPTIONS = Options.Spec.of("p").with(Map.of("parents", 'p'));

  private Rmdir() {}

  static int run(Context c, List<String> args) {
    Options options = OPTIONS.parse(args);
    int status = 0;
    for (String name : options.someOperands()) {
      String rest = name;
      try {
        remove(c, rest);
        int slash = rest.lastIndexOf('/');
        while (options.has('p') && slash > 0) {
          rest = rest.substring(0, slash);
          remove(c, rest);
          slash = rest.lastIndexOf('/');
        }
      } catch (IOException e) {
        status = c.error("failed to remove '" + rest + "'", e);
      }
    }
    return status;
  }

  private static void remove(Context c, String name) throws IOException {
    Path path = c.path(name);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw Errors.of(name, Errno.ENOTDIR);
    }
    Files.delete(path);
  }
}
