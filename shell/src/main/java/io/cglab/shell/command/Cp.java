package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code cp [-r] SOURCE... TARGET}: reads and writes, so that it works into control files too. */
final class Cp {
  private static final int BUFFER_BYTES = 128 << 10;

  private Cp() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("rRafpv").parse(args);
    List<String> names = options.someOperands();
    if (names.size() == 1) {
      throw new CommandException(
          1, "missing destination file operand after '" + names.get(0) + "'");
    }
    String targetName = names.get(names.size() - 1);
    boolean into = Files.isDirectory(c.path(targetName));
    if (names.size() > 2 && !into) {
      throw new CommandException(1, "target '" + targetName + "' is not a directory");
    }
    boolean recursive = options.has('r') || options.has('R') || options.has('a');
    int status = 0;
    for (String name : names.subList(0, names.size() - 1)) {
      String to =
          into ? targetName.replaceAll("/+$", "") + "/" + c.path(name).getFileName() : targetName;
      status |= copy(c, name, to, recursive);
    }
    return status;
  }

  private static int copy(Context c, String from, String to, boolean recursive) throws IOException {
    Path source = c.path(from);
    if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      return c.error("cannot stat '" + from + "': No such file or directory");
    }
    if (Files.isDirectory(source)) {
      return recursive
          ? copyDirectory(c, from, source, to)
          : c.error("-r not specified; omitting directory '" + from + "'");
    }
    Descriptor in;
    try {
      in = Opener.read(c.shell(), from);
    } catch (IOException e) {
      return c.error("cannot open '" + from + "' for reading", e);
    }
    try {
      return copy(c, from, in, to);
    } finally {
      in.close();
    }
  }

  /** In pieces of 128 KiB: what is not longer, as control files are, is one write(2). */
  private static int copy(Context c, String from, Descriptor in, String to) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int count;
    try {
      count = fill(in, buffer);
    } catch (IOException e) {
      return c.error("cannot open '" + from + "' for reading", e);
    }
    try {
      Descriptor out = Opener.write(c.shell(), to);
      try {
        while (count == BUFFER_BYTES) {
          c.checkInterrupt();
          out.write(buffer.clone());
          count = fill(in, buffer);
        }
        out.write(Arrays.copyOf(buffer, count));
      } finally {
        out.close();
      }
      return 0;
    } catch (IOException e) {
      return c.error("error writing '" + to + "'", e);
    }
  }

  private static int fill(Descriptor in, byte[] buffer) throws IOException {
    int count = 0;
    while (count < buffer.length) {
      int read = in.read(buffer, count, buffer.length - count);
      if (read <= 0) {
        break;
      }
      count += read;
    }
    return count;
  }

  private static int copyDirectory(Context c, String from, Path source, String to)
      throws IOException {
    List<String> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(source)) {
      stream.forEach(child -> children.add(String.valueOf(child.getFileName())));
    }
    Path target = c.path(to);
    if (!Files.isDirectory(target)) {
      try {
        Opener.makeDirectory(target, 0777 & ~c.shell().umask());
      } catch (IOException e) {
        return c.error("cannot create directory '" + to + "'", e);
      }
    }
    int status = 0;
    for (String child : children) {
      status |= copy(c, from + "/" + child, to + "/" + child, true);
    }
    return status;
  }
}
