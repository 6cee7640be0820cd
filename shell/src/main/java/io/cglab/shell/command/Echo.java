package io.cglab.shell.command;

import java.io.IOException;
import java.util.List;

/** {@code echo [-neE] WORD...}, as bash has it: no escapes without {@code -e}; in sh as dash. */
final class Echo {
  private Echo() {}

  static int run(Context c, List<String> args) throws IOException {
    if (c.shell().has(ShellOption.POSIX)) {
      return posix(c, args);
    }
    boolean newline = true;
    boolean escapes = false;
    int i = 0;
    for (; i < args.size() && args.get(i).matches("-[neE]+"); i++) {
      newline &= args.get(i).indexOf('n') < 0;
      int on = args.get(i).lastIndexOf('e');
      int off = args.get(i).lastIndexOf('E');
      escapes = on == off ? escapes : on > off;
    }
    String text = String.join(" ", args.subList(i, args.size()));
    if (escapes) {
      Escapes.Result result = Escapes.expand(text, Escapes.Style.ECHO);
      text = result.text();
      newline &= !result.stops();
    }
    c.write(newline ? text + "\n" : text);
    return 0;
  }

  /** As dash has it: escapes always, {@code -n} the only option. */
  private static int posix(Context c, List<String> args) {
    boolean newline = args.isEmpty() || !args.get(0).equals("-n");
    List<String> words = newline ? args : args.subList(1, args.size());
    Escapes.Result result = Escapes.expand(String.join(" ", words), Escapes.Style.ECHO, false);
    c.write(newline && !result.stops() ? result.text() + "\n" : result.text());
    return 0;
  }
}
