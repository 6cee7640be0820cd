package io.cglab.shell.command;

import io.cglab.core.api.KernelException;
import io.cglab.shell.process.ShellProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code timeout [-s SIGNAL] [-k DURATION] DURATION COMMAND}, in virtual time. */
final class Timeout {
  private static final int TIMED_OUT = 124;
  private static final int FAILED = 125;
  private static final int SIGNAL_STATUS = 128;
  private static final Options.Spec OPTIONS =
      Options.Spec.of("s:k:vfp")
          .with(
              Map.of(
                  "signal", 's',
                  "kill-after", 'k',
                  "verbose", 'v',
                  "foreground", 'f',
                  "preserve-status", 'p'))
          .failing(FAILED)
          .strict();

  private Timeout() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    List<String> operands = options.operands();
    if (operands.size() < 2) {
      throw new CommandException(FAILED, "missing operand");
    }
    long ns = duration(operands.get(0));
    long killNs = options.has('k') ? duration(options.value('k', "")) : 0;
    Integer signal = Signals.number(options.value('s', "TERM"));
    if (signal == null) {
      throw new CommandException(FAILED, "'" + options.value('s') + "': invalid signal");
    }
    List<String> words = operands.subList(1, operands.size());
    ShellProcess child;
    try {
      child = c.processes().fork(c.shell().process(), String.join(" ", words));
    } catch (KernelException e) {
      throw new CommandException(FAILED, "fork system call failed: " + e.errno().text());
    }
    ShellState state = c.shell().fork(child);
    c.processes()
        .start(
            child,
            () -> {
              try {
                return c.runner().call(state, words, true);
              } finally {
                state.files().closeAll();
              }
            });
    if (ns == 0) {
      return c.processes().await(child);
    }
    if (c.processes().awaitFor(child, ns)) {
      return child.status();
    }
    int sent = send(c, options, child, signal, words);
    boolean insists = options.has('k') && killNs > 0;
    if (insists && !c.processes().awaitFor(child, killNs)) {
      sent = send(c, options, child, ShellProcess.SIGKILL, words);
    }
    int status = c.processes().await(child);
    if (options.has('p')) {
      return status;
    }
    return sent == ShellProcess.SIGKILL ? SIGNAL_STATUS + sent : TIMED_OUT;
  }

  private static long duration(String text) {
    long ns = Durations.ns(text);
    if (ns < 0) {
      throw new CommandException(FAILED, "invalid time interval '" + text + "'");
    }
    return ns;
  }

  private static int send(
      Context c, Options options, ShellProcess child, int signal, List<String> words) {
    if (options.has('v')) {
      c.error("sending signal " + Signals.name(signal) + " to command '" + words.get(0) + "'");
    }
    try {
      c.processes().kill(child.pid(), signal);
    } catch (KernelException e) {
      return signal; // it has ended in the meantime
    }
    return signal;
  }
}
