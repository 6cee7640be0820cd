package io.cglab.shell.command;

import io.cglab.core.api.KernelException;
import io.cglab.shell.lang.Names;
import io.cglab.shell.process.ShellProcess;
import java.util.List;

/**
 * {@code spawn NAME} starts a sleeping process in the root cgroup and puts its PID into a variable;
 * {@code reap NAME} kills it and waits for it.
 */
final class Spawn {
  private static final int SIGKILL = 9;

  private Spawn() {}

  static int run(Context c, List<String> args) {
    try {
      for (String name : names(args)) {
        ShellProcess process = c.processes().forkFromInit("sleep");
        c.shell().variables().set(name, Integer.toString(process.pid()));
      }
      return 0;
    } catch (KernelException e) {
      return c.error("fork: " + e.errno().text());
    }
  }

  static int reap(Context c, List<String> args) {
    int status = 0;
    for (String name : names(args)) {
      String pid = c.shell().variables().get(name, "");
      if (Numbers.whole(pid) <= 0) {
        throw new CommandException(1, name + ": no process was spawned under this name");
      }
      try {
        c.processes().kill((int) Numbers.whole(pid), SIGKILL);
      } catch (KernelException e) {
        status = c.error("(" + pid + ") - " + e.errno().text());
      }
    }
    return status;
  }

  private static List<String> names(List<String> args) {
    List<String> names = Options.Spec.of("").parse(args).someOperands();
    for (String name : names) {
      if (!Names.isName(name)) {
        throw new CommandException(2, "'" + name + "': not a valid identifier");
      }
    }
    return names;
  }
}
