package io.cglab.shell.command;

import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.util.List;

/** {@code kill [-SIGNAL | -s SIGNAL] PID|%JOB...} and {@code kill -l}. */
final class Kill {
  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private Kill() {}

  static int run(Context c, List<String> args) throws IOException {
    int signal = SIGTERM;
    int at = 0;
    if (!args.isEmpty() && args.get(0).startsWith("-") && !args.get(0).equals("--")) {
      String option = args.get(at++);
      if (option.equals("-l") && at < args.size()) {
        Integer number = Signals.number(args.get(at));
        if (number == null) {
          return c.error(args.get(at) + ": invalid signal specification");
        }
        int signalOfStatus = number > 128 ? number - 128 : number;
        boolean named = Numbers.whole(args.get(at)) < 0;
        c.write((named ? Integer.toString(number) : Signals.name(signalOfStatus)) + "\n");
        return 0;
      }
      if (option.equals("-l")) {
        c.write(Signals.list() + "\n");
        return 0;
      }
      String name = option.substring(1);
      if (name.equals("s") || name.equals("n")) {
        name = at < args.size() ? args.get(at++) : "";
      }
      Integer number = Signals.number(name);
      if (number == null) {
        return c.error(name + ": invalid signal specification");
      }
      signal = number;
    }
    if (at < args.size() && args.get(at).equals("--")) {
      at++;
    }
    if (at == args.size()) {
      throw new CommandException(2, "usage: kill [-s sigspec | -sigspec] pid | %job ...");
    }
    if (signal == SIGSTOP || signal == SIGCONT) {
      return c.error("SIG" + Signals.name(signal) + ": use cgroup.freeze to stop processes here");
    }
    int status = 0;
    for (String target : args.subList(at, args.size())) {
      status |= send(c, target, signal);
    }
    return status;
  }

  private static int send(Context c, String target, int signal) {
    if (target.startsWith("%")) {
      Jobs.Job job = c.shell().jobs().named(target);
      if (job == null) {
        return c.error(target + ": no such job");
      }
      int status = 0;
      for (var process : job.processes()) {
        if (!process.isDone()) {
          status |= send(c, process.pid(), signal);
        }
      }
      return status;
    }
    long pid = Numbers.whole(target);
    if (pid < 0 || pid > Integer.MAX_VALUE) {
      return c.error(target + ": arguments must be process or job IDs");
    }
    return send(c, (int) pid, signal);
  }

  private static int send(Context c, int pid, int signal) {
    try {
      c.processes().kill(pid, signal);
      return 0;
    } catch (KernelException e) {
      return c.refused("(" + pid + ") - " + e.errno().text(), e);
    }
  }
}
