package io.cglab.shell.command;

import java.util.List;
import java.util.Map;

/** {@code trap [COMMAND SIGNAL...]}; {@code -} lifts a trap. */
final class Trap {
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
      Integer number = Signals.number(signal);
      if (number == null) {
        status = c.error(signal + ": bad trap");
        continue;
      }
      if (lifts) {
        traps.remove(Signals.name(number));
        c.shell().process().caught().remove(number);
      } else {
        traps.put(Signals.name(number), operands.get(0));
        if (number > 0) {
          c.shell().process().caught().add(number);
        }
      }
    }
    return status;
  }
}
