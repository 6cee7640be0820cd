package io.cglab.shell.command;

import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands that run another as somebody else: {@code su}, {@code sudo -u}, and {@code setsid},
 * which runs it in a process group of its own.
 */
final class Su {
  private Su() {}

  /** {@code su [-] [USER] [-c COMMAND]}: without a user, as root; without a command, stdin's. */
  static int su(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("lmpc:s:").parse(args);
    List<String> names = new ArrayList<>(options.operands());
    names.remove("-");
    String user = names.isEmpty() ? "root" : names.get(0);
    List<String> shell = new ArrayList<>(List.of("sh"));
    if (options.has('c')) {
      shell.add("-c");
      shell.add(options.value('c', ""));
    }
    return as(c, user, null, shell);
  }

  /**
   * Becomes the user for the rest of the process, and runs a command.
   *
   * @param user a name or a number, which may have a {@code #} before it
   * @param group the same; null for that of the user's number
   */
  static int as(Context c, String user, @Nullable String group, List<String> command)
      throws IOException {
    Integer uid = Users.number(user.replaceFirst("^#", ""));
    Integer gid = group == null ? uid : Users.number(group.replaceFirst("^#", ""));
    if (uid == null || gid == null || uid < 0 || gid < 0) {
      throw new CommandException(1, "user " + (uid == null ? user : group) + " does not exist");
    }
    int pid = c.shell().process().pid();
    try {
      c.kernel().setOwner(pid, uid, gid);
    } catch (KernelException refused) {
      return c.refused(refused.errno().text(), refused);
    }
    return c.kernel().as(pid, () -> c.runner().call(c.shell(), command, true));
  }

  static int setsid(Context c, List<String> args) throws IOException {
    List<String> command = Options.Spec.of("cfw").strict().parse(args).someOperands();
    try {
      int pid = c.shell().process().pid();
      c.kernel().setGroup(pid, pid);
    } catch (KernelException refused) {
      return c.refused(refused.errno().text(), refused);
    }
    return c.runner().call(c.shell(), command, true);
  }
}
