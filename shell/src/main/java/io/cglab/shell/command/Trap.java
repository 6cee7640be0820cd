package io.cglab.shell.command;

import io.cglab.shell.process.ShellProcess;
import java.util.List;
import java.util.Map;

/** {@code trap [COMMAND SIGNAL...]}; {@code -} lifts a trap. */
final class Trap {
  /** The key of the trap that runs when a command fails. */
  static final String ERR = "ERR";

  private Trap() {}

  static int run(Context c, List<String> args) {
    List<String> operands =
        !args.isEmpty() && args.get(0).equals("--") ? args.subList(1, args.size()) : args;
    Map<String, String> traps = c.shell().traps();
    if (operands.isEmpty()) {
      StringBuilder out = new StringBuilder();
      traps.forEach(
          (signal, command) ->
              out.append("trap -- ")
                  .append(Quoting.quote(command))
                  .append(' ')
                  .append(signal)
                  .append('\n'));
      c.write(out);
      return 0;
    }
    boolean lifts = operands.size() == 1 || operands.get(0).equals("-");
    List<String> signals = operands.size() == 1 ? operands : operands.subList(1, operands.size());
    int status = 0;
    for (String signal : signals) {
      if (signal.equalsIgnoreCase(ERR)) {
        traps.remove(ERR);
        if (!lifts) {
          traps.put(ERR, operands.get(0));
        }
        continue;
      }
      Integer number = Signals.number(signal);
      if (number == null) {
        status = c.error(signal + ": bad trap");
        continue;
      }
      ShellProcess process = c.shell().process();
      process.caught().remove(number);
      process.ignored().remove(number);
      if (lifts) {
        traps.remove(Signals.name(number));
        continue;
      }
      traps.put(Signals.name(number), operands.get(0));
      if (number > 0 && number != ShellProcess.SIGKILL) {
        (operands.get(0).isEmpty() ? process.ignored() : process.caught()).add(number);
      }
    }
    return status;
  }
}
