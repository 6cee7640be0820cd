package io.cglab.shell.command;

import io.cglab.shell.picture.Pictures;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code report FILE} and {@code plot FILE}: pictures of all that has happened, written not to the
 * machine's files but to the user's.
 */
final class HostPictures {
  private HostPictures() {}

  static int report(Context c, List<String> args) {
    Path file = file(args, "report FILE.html");
    return write(c, file, () -> Pictures.writeReport(c.kernel().instruments(), file));
  }

  static int plot(Context c, List<String> args) {
    Path file = file(args, "plot FILE.svg");
    return write(c, file, () -> Pictures.writePlot(c.kernel().instruments(), file));
  }

  private static Path file(List<String> args, String usage) {
    List<String> operands = Options.Spec.of("").failing(2).parse(args).operands();
    if (operands.size() != 1) {
      throw new CommandException(2, "usage: " + usage + " (a file of your machine)");
    }
    try {
      return Path.of(operands.get(0));
    } catch (InvalidPathException unfit) {
      throw new CommandException(2, operands.get(0) + ": not a file name");
    }
  }

  private interface Writer {
    Path write() throws IOException;
  }

  private static int write(Context c, Path file, Writer writer) {
    try {
      if (c.kernel().instruments().isReplayed()) {
        Pictures.check(file); // it was written the first time
        return 0;
      }
      c.write(Context.utf8("wrote " + writer.write() + "\n"));
      return 0;
    } catch (IOException unwritable) {
      return c.error(String.valueOf(unwritable.getMessage()));
    }
  }
}
