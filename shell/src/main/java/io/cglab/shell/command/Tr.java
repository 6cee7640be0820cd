package io.cglab.shell.command;

import java.io.IOException;
import java.util.List;

/** {@code tr [-ds] SET1 [SET2]}, with ranges and the classes upper, lower, digit, space, alpha. */
final class Tr {
  private Tr() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("dsc").parse(args);
    List<String> sets = options.someOperands();
    String from = expand(sets.get(0));
    String to = sets.size() > 1 ? expand(sets.get(1)) : "";
    if (to.isEmpty() && !options.has('d') && !options.has('s')) {
      throw new CommandException(1, "missing operand after '" + sets.get(0) + "'");
    }
    String text = c.readAll(c.in());
    StringBuilder out = new StringBuilder();
    String squeezed = options.has('s') ? (to.isEmpty() ? from : to) : "";
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      int at =
          options.has('c') ? (from.indexOf(ch) < 0 ? Integer.MAX_VALUE : -1) : from.indexOf(ch);
      if (at >= 0 && options.has('d')) {
        continue;
      }
      char result = at < 0 || to.isEmpty() ? ch : to.charAt(Math.min(at, to.length() - 1));
      boolean repeats = out.length() > 0 && out.charAt(out.length() - 1) == result;
      if (!repeats || squeezed.indexOf(result) < 0) {
        out.append(result);
      }
    }
    c.write(out);
    return 0;
  }

  private static String expand(String set) {
    String text =
        Escapes.expand(
                set.replace("[:upper:]", "A-Z")
                    .replace("[:lower:]", "a-z")
                    .replace("[:digit:]", "0-9")
                    .replace("[:alpha:]", "A-Za-z")
                    .replace("[:alnum:]", "A-Za-z0-9")
                    .replace("[:space:]", " \\t\\n\\r\\f\\v"),
                Escapes.Style.FORMAT)
            .text();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (i + 2 < text.length()
          && text.charAt(i + 1) == '-'
          && text.charAt(i + 2) >= text.charAt(i)) {
        for (char ch = text.charAt(i); ch <= text.charAt(i + 2); ch++) {
          out.append(ch);
        }
        i += 2;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
