package io.cglab.shell.command;

import io.cglab.core.api.Errno;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code rm [-rfv] FILE...}. */
final class Rm {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("rRfiv").with(Map.of("recursive", 'r', "force", 'f', "verbose", 'v'));

  private Rm() {}

  static int run(Context c, List<String> args) {
    Options options = OPTIONS.parse(args);
    boolean force = options.has('f');
    boolean recursive = options.has('r') || options.has('R');
    int status = 0;
    for (String name : force ? options.operands() : options.someOperands()) {
      try {
        status |= remove(c, name, c.path(name), recursive);
      } catch (NoSuchFileException e) {
        status |= force ? 0 : c.error("cannot remove '" + name + "'", e);
      } catch (IOException e) {
        status = c.error("cannot remove '" + name + "'", e);
      }
    }
    return status;
  }

  private static int remove(Context c, String name, Path path, boolean recursive)
      throws IOException {
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (directory && !recursive) {
      throw Errors.of(name, Errno.EISDIR);
    }
    int status = 0;
    if (directory) {
      List<Path> children = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
        stream.forEach(children::add);
      }
      for (Path child : children) {
        String childName = name + "/" + child.getFileName();
        try {
          status |= remove(c, childName, child, true);
        } catch (IOException e) {
          status = c.error("cannot remove '" + childName + "'", e);
        }
      }
    }
    if (status == 0) {
      Files.delete(path);
    }
    return status;
  }
}
