package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;

/** {@code chown [-R] [USER][:GROUP] FILE...}. */
final class Chown {
  private Chown() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("Rvh").parse(args);
    List<String> operands = options.someOperands();
    if (operands.size() == 1) {
      throw new CommandException(1, "missing operand after '" + operands.get(0) + "'");
    }
    String[] owner = operands.get(0).split(":", 2);
    int status = 0;
    for (String name : operands.subList(1, operands.size())) {
      status |= change(c, owner[0], owner.length > 1 ? owner[1] : "", name, options.has('R'));
    }
    return status;
  }

  private static int change(Context c, String user, String group, String name, boolean recursive)
      throws IOException {
    int status = 0;
    Path path;
    try {
      path = c.path(name);
      FileStatus.of(path, true);
    } catch (IOException e) {
      return c.error("cannot access '" + name + "'", e);
    }
    try {
      PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
      if (view == null) {
        return c.error("changing ownership of '" + name + "': Operation not supported");
      }
      if (!user.isEmpty()) {
        view.setOwner(user(path, user));
      }
      if (!group.isEmpty()) {
        view.setGroup(group(path, group));
      }
    } catch (IOException e) {
      status = c.error("changing ownership of '" + name + "'", e);
    }
    if (recursive && Files.isDirectory(path)) {
      for (String child : Listing.names(path)) {
        status |= change(c, user, group, name + "/" + child, true);
      }
    }
    return status;
  }

  private static UserPrincipal user(Path path, String name) throws IOException {
    return path.getFileSystem()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(id(name, "user"));
  }

  private static GroupPrincipal group(Path path, String name) throws IOException {
    return path.getFileSystem()
        .getUserPrincipalLookupService()
        .lookupPrincipalByGroupName(id(name, "group"));
  }

  private static String id(String name, String kind) {
    Integer number = Users.number(name);
    if (number == null) {
      throw new CommandException(1, "invalid " + kind + ": '" + name + "'");
    }
    return number == 0 ? "root" : Integer.toString(number);
  }
}
