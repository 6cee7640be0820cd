package io.cglab.shell.command;

import io.cglab.cgroupfs.disk.DiskFile;
import io.cglab.core.api.KernelException;
import io.cglab.core.file.FileSystem;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.FileDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sync [-d|-f] [FILE...]} of GNU coreutils. */
final class Sync {
  private static final String TRY = "\nTry 'sync --help' for more information.";
  private static final Options.Spec OPTIONS =
      Options.Spec.of("df").with(Map.of("data", 'd', "file-system", 'f'));

  private Sync() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    if (options.has('d') && options.has('f')) {
      throw new CommandException(1, "cannot specify both --data and --file-system");
    }
    if (options.has('d') && options.operands().isEmpty()) {
      throw new CommandException(1, "--data needs at least one argument" + TRY);
    }
    if (options.operands().isEmpty()) {
      return all(c, null);
    }
    int status = 0;
    for (String name : options.operands()) {
      status |= options.has('f') ? fileSystem(c, name) : file(c, name, options.has('d'));
    }
    return status;
  }

  private static int all(Context c, @Nullable FileSystem only) {
    try {
      c.processes().await(c.kernel().sync(c.shell().process().pid(), only));
      return 0;
    } catch (KernelException refused) {
      return c.refused("error syncing", refused);
    }
  }

  private static int fileSystem(Context c, String name) throws IOException {
    DiskFile file = c.kernel().diskFile(c.path(name));
    if (file == null && Files.exists(c.path(name))) {
      Df.Mounted mounted = Df.Mounted.covering(c, c.path(name));
      FileSystem found = mounted == null ? null : mounted.onDisk(c);
      return found == null ? 0 : all(c, found);
    }
    return file == null
        ? c.error("error opening '" + name + "': No such file or directory")
        : all(c, file.inode().fileSystem());
  }

  private static int file(Context c, String name, boolean dataOnly) throws IOException {
    if (Files.isDirectory(c.path(name))) {
      return 0; // what a directory has is not simulated
    }
    try {
      Descriptor opened = Opener.open(c.shell(), name, StandardOpenOption.READ);
      try {
        if (opened instanceof FileDescription described) {
          described.sync(dataOnly);
        }
        return 0;
      } finally {
        opened.close();
      }
    } catch (IOException e) {
      return c.error("error opening '" + name + "'", e);
    }
  }
}
