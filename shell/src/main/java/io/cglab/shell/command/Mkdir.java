package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code mkdir [-pv] [-m MODE] DIRECTORY...}. */
final class Mkdir {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("pvm:").with(Map.of("parents", 'p', "mode", 'm', "verbose", 'v'));

  private Mkdir() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    String modeText = options.value('m');
    int defaultMode = 0777 & ~c.shell().umask();
    int mode = modeText == null ? defaultMode : Modes.change(modeText, 0777, true);
    int status = 0;
    for (String name : options.someOperands()) {
      try {
        Path path = c.path(name);
        if (options.has('p')) {
          makeParents(path, defaultMode);
        }
        if (!options.has('p') || !Files.isDirectory(path)) {
          Opener.makeDirectory(path, mode);
          if (options.has('v')) {
            c.write("mkdir: created directory '" + name + "'\n");
          }
        }
      } catch (IOException e) {
        status = c.error("cannot create directory '" + name + "'", e);
      }
    }
    return status;
  }

  private static void makeParents(Path path, int mode) throws IOException {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null || Files.isDirectory(parent)) {
      return;
    }
    makeParents(parent, mode);
    try {
      Opener.makeDirectory(parent, mode);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(parent)) {
        throw e;
      }
    }
  }
}
