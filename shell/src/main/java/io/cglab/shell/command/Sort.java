package io.cglab.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code sort [-bfhnrsuVzc] [-t C] [-k FIELD[.C][,FIELD[.C]][bfhnrV]]... [-o FILE] [FILE...]}. */
final class Sort {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("bfhnrsuVzcgdit:k:o:")
          .with(
              Map.of(
                  "numeric-sort", 'n',
                  "reverse", 'r',
                  "unique", 'u',
                  "key", 'k',
                  "field-separator", 't',
                  "human-numeric-sort", 'h',
                  "version-sort", 'V',
                  "stable", 's',
                  "output", 'o',
                  "ignore-case", 'f'))
          .failing(2);

  private Sort() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    List<String> lines = new ArrayList<>();
    int status =
        Filter.each(
            c,
            options.operands(),
            2,
            name -> "cannot read: " + name,
            (name, in) -> lines.addAll(lines(c.readAll(in), options.has('z'))));
    Comparator<String> byKey = keys(options);
    Comparator<String> whole =
        options.has('r') ? Comparator.reverseOrder() : Comparator.naturalOrder();
    Comparator<String> order =
        options.has('u') || options.has('s') ? byKey : byKey.thenComparing(whole);
    if (options.has('c')) {
      return check(c, options, lines, order);
    }
    lines.sort(order);
    StringBuilder out = new StringBuilder();
    String last = null;
    for (String line : lines) {
      if (last == null || !options.has('u') || byKey.compare(last, line) != 0) {
        out.append(line).append(options.has('z') ? '\0' : '\n');
      }
      last = line;
    }
    String file = options.value('o');
    if (file == null) {
      c.write(out);
    } else {
      try (Closing output = new Closing(Opener.write(c.shell(), file))) {
        output.file().write(Context.bytes(out));
      }
    }
    return status;
  }

  private static List<String> lines(String text, boolean zeros) {
    if (text.isEmpty()) {
      return List.of();
    }
    String end = zeros ? "\0" : "\n";
    String whole = text.endsWith(end) ? text.substring(0, text.length() - 1) : text;
    return List.of(whole.split(end, -1));
  }

  private static int check(
      Context c, Options options, List<String> lines, Comparator<String> order) {
    for (int i = 1; i < lines.size(); i++) {
      int compared = order.compare(lines.get(i - 1), lines.get(i));
      if (compared > 0 || compared == 0 && options.has('u')) {
        String name = options.operands().isEmpty() ? "-" : options.operands().get(0);
        return c.error(name + ":" + (i + 1) + ": disorder: " + lines.get(i));
      }
    }
    return 0;
  }

  private static Comparator<String> keys(Options options) {
    String letters = "";
    for (char letter : SortKey.FLAGS.toCharArray()) {
      letters += options.has(letter) ? String.valueOf(letter) : "";
    }
    String separator = options.value('t', "");
    if (separator.length() > 1 && !separator.equals("\\0")) {
      throw new CommandException(2, "multi-character tab '" + separator + "'");
    }
    if (options.values('k').isEmpty()) {
      return SortKey.whole(letters);
    }
    Comparator<String> order = null;
    for (String key : options.values('k')) {
      Comparator<String> one = SortKey.of(key, separator, letters);
      order = order == null ? one : order.thenComparing(one);
    }
    return order == null ? Comparator.naturalOrder() : order;
  }
}
