package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;

/** {@code chmod MODE FILE...}. */
final class Chmod {
  private Chmod() {}

  static int run(Context c, List<String> args) throws IOException {
    // A mode such as -x looks like an option: only what cannot be a mode is one.
    boolean recursive = !args.isEmpty() && args.get(0).equals("-R");
    List<String> rest = recursive ? args.subList(1, args.size()) : args;
    if (rest.isEmpty()) {
      throw new CommandException(1, "missing operand");
    }
    String mode = rest.get(0);
    if (rest.size() == 1) {
      throw new CommandException(1, "missing operand after '" + mode + "'");
    }
    Modes.change(mode, 0, false);
    int status = 0;
    for (String name : rest.subList(1, rest.size())) {
      status |= change(c, mode, name, recursive);
    }
    return status;
  }

  private static int change(Context c, String mode, String name, boolean recursive)
      throws IOException {
    FileStatus was;
    Path path;
    try {
      path = c.path(name);
      was = FileStatus.of(path, true);
    } catch (IOException e) {
      return c.error("cannot access '" + name + "'", e);
    }
    int status = 0;
    try {
      int bits = Modes.change(mode, was.permissions(), was.isDirectory());
      PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
      if (view == null) {
        return c.error("changing permissions of '" + name + "': Operation not supported");
      }
      view.setPermissions(Opener.permissionSet(bits));
    } catch (IOException e) {
      status = c.error("changing permissions of '" + name + "'", e);
    }
    if (recursive && was.isDirectory()) {
      for (String child : Listing.names(path)) {
        status |= change(c, mode, name + "/" + child, true);
      }
    }
    return status;
  }
}
