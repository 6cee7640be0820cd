package io.cglab.shell.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sort [-nrufbV] [-t C] [-k FIELD[,FIELD][nr]] [FILE...]}, in byte order; stable. */
final class Sort {
  private static final Pattern NUMBER = Pattern.compile("\\s*(-?[0-9]+(?:\\.[0-9]*)?|-?\\.[0-9]+)");
  private static final Pattern KEY =
      Pattern.compile("([0-9]+)(?:\\.[0-9]+)?([bnrf]*)(?:,([0-9]+)([bnrf]*))?");

  private Sort() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("nrufbst:k:o:").failing(2).parse(args);
    List<String> lines = new ArrayList<>();
    int status = Filter.lines(c, options.operands(), 2, lines);
    Comparator<String> byKey = byKey(options);
    Comparator<String> order =
        options.has('u') || options.has('s')
            ? byKey
            : byKey.thenComparing(
                options.has('r') ? Comparator.reverseOrder() : Comparator.naturalOrder());
    lines.sort(order);
    StringBuilder out = new StringBuilder();
    String last = null;
    for (String line : lines) {
      if (last == null || !options.has('u') || byKey.compare(last, line) != 0) {
        out.append(line).append('\n');
      }
      last = line;
    }
    c.write(out);
    return status;
  }

  private static Comparator<String> byKey(Options options) {
    String key = options.value('k');
    if (key == null) {
      return direction(values(options.has('n'), options.has('f')), options.has('r'));
    }
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      throw new CommandException(
          2, "invalid number at field start: invalid count at start of '" + key + "'");
    }
    String flags = matcher.group(2) + (matcher.group(4) == null ? "" : matcher.group(4));
    int from = Integer.parseInt(matcher.group(1));
    int to = matcher.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(matcher.group(3));
    String separator = options.value('t', "");
    Comparator<String> values =
        values(flags.contains("n") || options.has('n'), flags.contains("f") || options.has('f'));
    return direction(
        Comparator.comparing(line -> field(line, separator, from, to), values),
        flags.contains("r") || options.has('r'));
  }

  private static Comparator<String> values(boolean numeric, boolean fold) {
    if (numeric) {
      return Comparator.comparing(Sort::number);
    }
    return fold
        ? Comparator.comparing(line -> line.toUpperCase(java.util.Locale.ROOT))
        : Comparator.naturalOrder();
  }

  private static Comparator<String> direction(Comparator<String> order, boolean reverse) {
    return reverse ? order.reversed() : order;
  }

  private static BigDecimal number(String line) {
    Matcher matcher = NUMBER.matcher(line);
    return matcher.lookingAt() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
  }

  private static String field(String line, String separator, int from, int to) {
    String[] fields =
        separator.isEmpty()
            ? line.split("(?<=\\S)(?=\\s)", -1)
            : line.split(Pattern.quote(separator), -1);
    StringBuilder key = new StringBuilder();
    for (int i = from - 1; i < Math.min(to, fields.length); i++) {
      key.append(key.length() > 0 ? separator : "").append(fields[i]);
    }
    return key.toString();
  }
}
