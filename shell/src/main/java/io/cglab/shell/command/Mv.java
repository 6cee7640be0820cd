package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** {@code mv SOURCE... TARGET}: rename(2). */
final class Mv {
  private Mv() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("fnvT").parse(args);
    List<String> names = options.someOperands();
    if (names.size() == 1) {
      throw new CommandException(
          1, "missing destination file operand after '" + names.get(0) + "'");
    }
    String targetName = names.get(names.size() - 1);
    Path target = c.path(targetName);
    boolean into = Files.isDirectory(target) && !options.has('T');
    if (names.size() > 2 && !into) {
      throw new CommandException(1, "target '" + targetName + "' is not a directory");
    }
    int status = 0;
    for (String name : names.subList(0, names.size() - 1)) {
      status |= move(c, name, targetName, target, into, options.has('n'));
    }
    return status;
  }

  private static int move(
      Context c, String name, String targetName, Path target, boolean into, boolean keep)
      throws IOException {
    Path source = c.path(name);
    Path fileName = source.getFileName();
    Path to = into && fileName != null ? target.resolve(fileName.toString()) : target;
    String toName = into ? targetName.replaceAll("/+$", "") + "/" + fileName : targetName;
    if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      return c.error("cannot stat '" + name + "': No such file or directory");
    }
    boolean overwrites = Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS);
    if (overwrites && keep) {
      return 0;
    }
    try {
      CopyOption[] how =
          overwrites ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING} : new CopyOption[0];
      Files.move(source, to, how);
      return 0;
    } catch (IOException e) {
      return c.error("cannot move '" + name + "' to '" + toName + "'", e);
    }
  }
}
