package io.cglab.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** {@code cut -d C -f LIST [-s] [FILE...]} and {@code cut -c LIST}. */
final class Cut {
  private static final int MAX_FIELD = 1 << 20;

  private Cut() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("d:f:c:b:s").parse(args);
    String fields = options.value('f');
    String list = fields != null ? fields : options.value('c', options.value('b', ""));
    if (list.isEmpty()) {
      throw new CommandException(1, "you must specify a list of bytes, characters, or fields");
    }
    BitSet wanted = list(list);
    String delimiter = options.value('d', "\t");
    if (delimiter.length() != 1) {
      throw new CommandException(1, "the delimiter must be a single character");
    }
    List<String> lines = new ArrayList<>();
    int status = Filter.lines(c, options.operands(), 1, lines);
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      if (fields == null) {
        wanted.stream()
            .filter(i -> i <= line.length())
            .forEach(i -> out.append(line.charAt(i - 1)));
        out.append('\n');
      } else if (line.contains(delimiter)) {
        String[] parts = line.split(Pattern.quote(delimiter), -1);
        List<String> kept = new ArrayList<>();
        wanted.stream().filter(i -> i <= parts.length).forEach(i -> kept.add(parts[i - 1]));
        out.append(String.join(delimiter, kept)).append('\n');
      } else if (!options.has('s')) {
        out.append(line).append('\n');
      }
    }
    c.write(out);
    return status;
  }

  private static BitSet list(String text) {
    BitSet wanted = new BitSet();
    for (String range : text.split(",", -1)) {
      if (!range.matches("[0-9]{1,6}|[0-9]{1,6}-[0-9]{0,6}|-[0-9]{1,6}")) {
        throw new CommandException(1, "invalid field value '" + range + "'");
      }
      int dash = range.indexOf('-');
      String low = dash < 0 ? range : range.substring(0, dash);
      String high = dash < 0 ? range : range.substring(dash + 1);
      int from = low.isEmpty() ? 1 : Integer.parseInt(low);
      int to = high.isEmpty() ? MAX_FIELD : Integer.parseInt(high);
      if (from < 1 || to < from) {
        throw new CommandException(1, "fields are numbered from 1");
      }
      wanted.set(from, to + 1);
    }
    return wanted;
  }
}
