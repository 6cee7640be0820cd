package io.cglab.shell.command;

import io.cglab.shell.lang.Names;
import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * {@code read [-r] [-p PROMPT] [-a ARRAY] [-d C] [-n N] [-t S] [-s] [-u FD] NAME...}: one line,
 * byte by byte so that no more is taken.
 */
final class Read {
  private final StringBuilder line = new StringBuilder();
  private final BitSet escaped = new BitSet();

  private Read() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("rsa:d:n:N:p:t:u:").failing(2).strict().parse(args);
    List<String> names = options.operands().isEmpty() ? List.of("REPLY") : options.operands();
    for (String name : names) {
      if (!Names.isName(name)) {
        throw new CommandException(2, name + ": bad variable name");
      }
    }
    if (options.has('t') && Durations.ns(options.value('t', "")) < 0) {
      throw new CommandException(1, options.value('t', "") + ": invalid timeout specification");
    }
    Descriptor in = c.shell().files().get((int) Numbers.whole(options.value('u', "0")));
    if (options.has('p') && in.isTerminal()) {
      c.shell().files().get(2).write(Context.bytes(options.value('p', "")));
    }
    long most = options.has('n') ? count(options, 'n') : Long.MAX_VALUE;
    most = options.has('N') ? count(options, 'N') : most;
    String delimiter = options.value('d', "\n");
    char end = delimiter.isEmpty() ? '\0' : delimiter.charAt(0);
    Read read = new Read();
    boolean whole = read.line(in, options.has('r'), end, most);
    Variables variables = c.shell().variables();
    String array = options.value('a');
    if (array != null) {
      variables.clearArray(array);
      int index = 0;
      for (String field : read.fields(variables.get("IFS", " \t\n"))) {
        variables.setElement(array, Integer.toString(index++), field);
      }
    } else if (options.operands().isEmpty()) {
      variables.set("REPLY", read.line.toString());
    } else {
      read.assign(variables, names);
    }
    return whole ? 0 : 1;
  }

  private static long count(Options options, char letter) {
    long count = Numbers.whole(options.value(letter, ""));
    if (count < 0) {
      throw new CommandException(1, options.value(letter, "") + ": invalid number");
    }
    return count;
  }

  /** False at the end of the input. */
  private boolean line(Descriptor in, boolean raw, char end, long most) throws IOException {
    byte[] one = new byte[1];
    boolean escape = false;
    while (line.length() < most) {
      if (in.read(one, 0, 1) <= 0) {
        return false;
      }
      char ch = (char) (one[0] & 0xff);
      if (escape) {
        escape = false;
        if (ch != '\n') {
          escaped.set(line.length());
          line.append(ch);
        }
      } else if (ch == '\\' && !raw) {
        escape = true;
      } else if (ch == end) {
        return true;
      } else {
        line.append(ch);
      }
    }
    return true;
  }

  private List<String> fields(String ifs) {
    List<String> fields = new ArrayList<>();
    int at = skipBlanks(0, ifs);
    while (at < line.length()) {
      int start = at;
      while (at < line.length() && !isIn(at, ifs)) {
        at++;
      }
      fields.add(line.substring(start, at));
      at = skipBlanks(at, ifs);
      if (at < line.length() && isIn(at, ifs) && !isBlank(at, ifs)) {
        at = skipBlanks(at + 1, ifs);
      }
    }
    return fields;
  }

  private void assign(Variables variables, List<String> names) {
    String ifs = variables.get("IFS", " \t\n");
    int at = skipBlanks(0, ifs);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < names.size() - 1; i++) {
      int start = at;
      while (at < line.length() && !isIn(at, ifs)) {
        at++;
      }
      values.add(line.substring(start, at));
      at = skipBlanks(at, ifs);
      if (at < line.length() && isIn(at, ifs) && !isBlank(at, ifs)) {
        at = skipBlanks(at + 1, ifs);
      }
    }
    values.add(rest(at, ifs));
    for (int i = 0; i < names.size(); i++) {
      variables.set(names.get(i), values.get(i));
    }
  }

  /** What the last name gets: without trailing blanks, and without a delimiter that ends it. */
  private String rest(int from, String ifs) {
    int end = line.length();
    while (end > from && isBlank(end - 1, ifs)) {
      end--;
    }
    int delimiters = 0;
    for (int i = from; i < end; i++) {
      delimiters += isIn(i, ifs) ? 1 : 0;
    }
    if (delimiters == 1 && end > from && isIn(end - 1, ifs) && !isBlank(end - 1, ifs)) {
      end--;
      while (end > from && isBlank(end - 1, ifs)) {
        end--;
      }
    }
    return line.substring(from, Math.max(from, end));
  }

  private int skipBlanks(int from, String ifs) {
    int at = from;
    while (at < line.length() && isBlank(at, ifs)) {
      at++;
    }
    return at;
  }

  private boolean isIn(int index, String ifs) {
    return !escaped.get(index) && ifs.indexOf(line.charAt(index)) >= 0;
  }

  private boolean isBlank(int index, String ifs) {
    return isIn(index, ifs) && " \t\n".indexOf(line.charAt(index)) >= 0;
  }
}
