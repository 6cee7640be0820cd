package io.cglab.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Small filters of lines: {@code paste}, {@code tac}, {@code rev}, {@code nl}, {@code comm}. */
final class TextFilters {
  private TextFilters() {}

  /** {@code paste [-s] [-d LIST] [FILE...]}. */
  static int paste(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("sd:").parse(args);
    String delimiters = Escapes.expand(options.value('d', "\t"), Escapes.Style.FORMAT).text();
    List<String> names = options.operands().isEmpty() ? List.of("-") : options.operands();
    List<List<String>> columns = new ArrayList<>();
    int status = Filter.each(c, names, 1, (name, in) -> columns.add(Filter.lines(in)));
    long dashes = names.stream().filter("-"::equals).count();
    if (dashes > 1 && dashes == names.size()) {
      deal(columns);
    }
    StringBuilder out = new StringBuilder();
    if (options.has('s')) {
      for (List<String> column : columns) {
        join(column, delimiters, out);
      }
    } else {
      int rows = columns.stream().mapToInt(List::size).max().orElse(0);
      for (int row = 0; row < rows; row++) {
        List<String> cells = new ArrayList<>();
        for (List<String> column : columns) {
          cells.add(row < column.size() ? column.get(row) : "");
        }
        join(cells, delimiters, out);
      }
    }
    c.write(out);
    return status;
  }

  /** Several dashes take turns with the lines of stdin, all of which the first one has read. */
  private static void deal(List<List<String>> columns) {
    List<String> all = columns.get(0);
    for (int i = 0; i < columns.size(); i++) {
      List<String> mine = new ArrayList<>();
      for (int line = i; line < all.size(); line += columns.size()) {
        mine.add(all.get(line));
      }
      columns.set(i, mine);
    }
  }

  private static void join(List<String> cells, String delimiters, StringBuilder out) {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0 && !delimiters.isEmpty()) {
        out.append(delimiters.charAt((i - 1) % delimiters.length()));
      }
      out.append(cells.get(i));
    }
    out.append('\n');
  }

  /** {@code tac [FILE...]}. */
  static int tac(Context c, List<String> args) throws IOException {
    StringBuilder out = new StringBuilder();
    int status =
        Filter.each(
            c,
            Options.Spec.of("").parse(args).operands(),
            1,
            (name, in) -> {
              List<String> lines = new ArrayList<>();
              Lines reader = new Lines(in);
              for (String line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
              }
              Collections.reverse(lines);
              lines.forEach(out::append);
            });
    c.write(out);
    return status;
  }

  /** {@code rev [FILE...]}. */
  static int rev(Context c, List<String> args) throws IOException {
    List<String> lines = new ArrayList<>();
    int status = Filter.lines(c, Options.Spec.of("").parse(args).operands(), 1, lines);
    StringBuilder out = new StringBuilder();
    lines.forEach(line -> out.append(new StringBuilder(line).reverse()).append('\n'));
    c.write(out);
    return status;
  }

  /** {@code nl [-b a|t|n] [-w WIDTH] [-s SEPARATOR] [-v START] [FILE...]}. */
  static int nl(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("b:w:s:v:n:").parse(args);
    String body = options.value('b', "t");
    if (!body.matches("[atn]")) {
      throw new CommandException(1, "invalid body numbering style: '" + body + "'");
    }
    long width = Numbers.whole(options.value('w', "6"));
    if (width < 1 || width > 100) {
      throw new CommandException(1, "invalid line number field width: " + options.value('w'));
    }
    String format =
        switch (options.value('n', "rn")) {
          case "ln" -> "%-" + width + "d";
          case "rz" -> "%0" + width + "d";
          default -> "%" + width + "d";
        };
    String separator = options.value('s', "\t");
    List<String> lines = new ArrayList<>();
    int status = Filter.lines(c, options.operands(), 1, lines);
    long number = Math.max(0, Numbers.whole(options.value('v', "1")));
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      if (body.equals("a") || body.equals("t") && !line.isEmpty()) {
        out.append(String.format(Locale.ROOT, format, number++)).append(separator);
      } else {
        out.append(" ".repeat((int) width + separator.length()));
      }
      out.append(line).append('\n');
    }
    c.write(out);
    return status;
  }

  /** {@code comm [-123] FILE FILE}; both sorted. */
  static int comm(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("123").parse(args);
    if (options.operands().size() != 2) {
      throw new CommandException(1, "expected two files");
    }
    List<List<String>> files = new ArrayList<>();
    int status = Filter.each(c, options.operands(), 1, (n, in) -> files.add(Filter.lines(in)));
    if (status != 0) {
      return status;
    }
    StringBuilder out = new StringBuilder();
    List<String> left = files.get(0);
    List<String> right = files.get(1);
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      int order =
          i == left.size()
              ? 1
              : j == right.size() ? -1 : Integer.signum(left.get(i).compareTo(right.get(j)));
      char column = order < 0 ? '1' : order > 0 ? '2' : '3';
      String line = order > 0 ? right.get(j) : left.get(i);
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
      if (!options.has(column)) {
        boolean second = column != '1' && !options.has('1');
        boolean third = column == '3' && !options.has('2');
        out.append(second ? "\t" : "").append(third ? "\t" : "").append(line).append('\n');
      }
    }
    c.write(out);
    return 0;
  }
}
