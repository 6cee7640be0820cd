package io.cglab.shell.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Parses a sed script. */
final class SedScript {
  private static final char END = '\uffff';
  private static final String COMMANDS = "{}:=acdDgGhHilnNpPqQrstTbwxyz";

  private final String text;
  private final boolean extended;
  private final List<SedCommand> commands = new ArrayList<>();
  private final Map<String, Integer> labels = new TreeMap<>();
  private int at;

  private SedScript(String text, boolean extended) {
    this.text = text;
    this.extended = extended;
  }

  /** The commands of a script, with branches resolved. */
  static List<SedCommand> parse(String text, boolean extended) {
    SedScript script = new SedScript(text, extended);
    script.all();
    return script.resolved();
  }

  private void all() {
    while (true) {
      while (at < text.length() && " \t\n;".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at == text.length()) {
        return;
      }
      if (text.charAt(at) == '#') {
        line();
      } else {
        commands.add(command());
      }
    }
  }

  private SedCommand command() {
    SedCommand.Address from = address();
    SedCommand.Address to = null;
    blanks();
    if (from != null && peek() == ',') {
      at++;
      blanks();
      to = secondAddress();
      blanks();
    }
    boolean negated = false;
    while (peek() == '!') {
      negated = true;
      at++;
      blanks();
    }
    char name = peek();
    if (name == END) {
      throw error("missing command");
    }
    at++;
    if (COMMANDS.indexOf(name) < 0) {
      throw error("unknown command: `" + name + "'");
    }
    if (from instanceof SedCommand.Line line
        && line.number() == 0
        && !(to instanceof SedCommand.Matching)) {
      throw error("invalid usage of line address 0");
    }
    SedCommand.Substitution substitution = null;
    String argument = "";
    switch (name) {
      case 's' -> substitution = substitution();
      case 'y' -> argument = transliteration();
      case 'a', 'i', 'c' -> argument = textArgument();
      case ':', 'b', 't', 'T' -> argument = label();
      case 'r', 'w' -> argument = line().strip();
      case 'q', 'Q' -> argument = digits();
      default -> {}
    }
    if (name == ':') {
      labels.put(argument, commands.size());
    }
    end(name);
    return new SedCommand(from, to, negated, name, argument, substitution, 0);
  }

  private void end(char name) {
    if ("{}aicrw:".indexOf(name) >= 0) {
      return;
    }
    blanks();
    char next = peek();
    if (next != END && ";\n}#".indexOf(next) < 0) {
      throw error("extra characters after command");
    }
  }

  private SedCommand.@Nullable Address address() {
    char c = peek();
    if (Character.isDigit(c)) {
      long first = Numbers.whole(digits());
      if (peek() == '~') {
        at++;
        return new SedCommand.Step(first, Math.max(0, Numbers.whole(digits())));
      }
      return new SedCommand.Line(first);
    } else if (c == '$') {
      at++;
      return new SedCommand.Last();
    } else if (c == '/' || c == '\\') {
      at += c == '\\' ? 1 : 0;
      String expression = delimited(text.charAt(at++), true);
      boolean folds = peek() == 'I';
      at += folds ? 1 : 0;
      return new SedCommand.Matching(pattern(expression, folds));
    }
    return null;
  }

  private SedCommand.Address secondAddress() {
    char c = peek();
    if (c == '+' || c == '~') {
      at++;
      long number = Numbers.whole(digits());
      return c == '+' ? new SedCommand.More(number) : new SedCommand.Multiple(number);
    }
    SedCommand.Address address = address();
    if (address == null) {
      throw error("unexpected `,'");
    }
    return address;
  }

  private @Nullable Pattern pattern(String expression, boolean folds) {
    if (expression.isEmpty()) {
      return null;
    }
    try {
      String regex = extended ? Regex.extended(expression) : Regex.basic(expression);
      return Pattern.compile(regex, folds ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException e) {
      throw error("invalid regular expression: " + e.getDescription());
    }
  }

  /** Text up to a delimiter, which loses its backslash; in a pattern brackets protect it. */
  private String delimited(char delimiter, boolean isPattern) {
    StringBuilder out = new StringBuilder();
    boolean inBrackets = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == delimiter && !inBrackets) {
        return out.toString();
      }
      if (c == '\\' && at < text.length() && !inBrackets) {
        char next = text.charAt(at++);
        if (next == 'n' && delimiter != 'n') {
          out.append(isPattern ? "\\n" : "\n");
        } else if (next == delimiter && "(){}|+?.*^$".indexOf(delimiter) < 0) {
          out.append(next);
        } else {
          out.append(c).append(next);
        }
        continue;
      }
      if (isPattern && c == '[' && !inBrackets) {
        inBrackets = text.indexOf(']', at + 1) >= 0;
        out.append(c);
        if (peek() == '^') {
          out.append(text.charAt(at++));
        }
        if (peek() == ']') {
          out.append(text.charAt(at++));
        }
        continue;
      }
      if (inBrackets && c == '[' && peek() == ':') {
        int close = text.indexOf(":]", at);
        if (close >= 0) {
          out.append(text, at - 1, close + 2);
          at = close + 2;
          continue;
        }
      }
      inBrackets &= c != ']';
      out.append(c);
    }
    throw error(isPattern ? "unterminated address regex" : "unterminated `s' command");
  }

  private SedCommand.Substitution substitution() {
    char delimiter = peek();
    if (delimiter == END || delimiter == '\n' || delimiter == '\\') {
      throw error("unterminated `s' command");
    }
    at++;
    String expression;
    try {
      expression = delimited(delimiter, true);
    } catch (CommandException e) {
      throw error("unterminated `s' command");
    }
    String replacement = delimited(delimiter, false);
    boolean global = false;
    boolean prints = false;
    boolean folds = false;
    int number = 1;
    while (true) {
      char flag = peek();
      if (flag == 'g') {
        global = true;
      } else if (flag == 'p') {
        prints = true;
      } else if (flag == 'i' || flag == 'I') {
        folds = true;
      } else if (Character.isDigit(flag)) {
        number = (int) Numbers.whole(digits());
        if (number == 0) {
          throw error("number option to `s' command may not be zero");
        }
        continue;
      } else if (flag == END || " \t\n;}#".indexOf(flag) >= 0) {
        return new SedCommand.Substitution(
            pattern(expression, folds), replacement, global, number, prints);
      } else {
        throw error("unknown option to `s'");
      }
      at++;
    }
  }

  /** The two sets of y, one behind the other. */
  private String transliteration() {
    char delimiter = peek();
    at++;
    String from = plain(delimited(delimiter, false));
    String to = plain(delimited(delimiter, false));
    if (from.length() != to.length()) {
      throw error("strings for `y' command are different lengths");
    }
    return from + to;
  }

  private static String plain(String set) {
    return set.replace("\\\\", "\\");
  }

  /** The text of a, i and c: behind a backslash and newline, or in GNU's way on the same line. */
  private String textArgument() {
    blanks();
    if (peek() == '\\') {
      at++;
      blanks();
      if (peek() == '\n') {
        at++;
      }
    }
    StringBuilder out = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\n') {
        break;
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      out.append(c);
    }
    if (out.length() == 0) {
      throw error("expected \\ after `a', `c' or `i'");
    }
    return out.append('\n').toString();
  }

  private String label() {
    blanks();
    int start = at;
    while (at < text.length() && ";\n}".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String line() {
    int end = text.indexOf('\n', at);
    String line = text.substring(at, end < 0 ? text.length() : end);
    at = end < 0 ? text.length() : end + 1;
    return line;
  }

  private String digits() {
    int start = at;
    while (Character.isDigit(peek())) {
      at++;
    }
    return text.substring(start, at);
  }

  private void blanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private CommandException error(String message) {
    return new CommandException(1, "-e expression #1, char " + at + ": " + message);
  }

  private List<SedCommand> resolved() {
    Deque<Integer> open = new ArrayDeque<>();
    List<SedCommand> all = new ArrayList<>(commands);
    for (int i = 0; i < all.size(); i++) {
      SedCommand command = all.get(i);
      switch (command.name()) {
        case '{' -> open.push(i);
        case '}' -> {
          if (open.isEmpty()) {
            throw error("unexpected `}'");
          }
          int begin = open.pop();
          all.set(begin, all.get(begin).goingOnAt(i + 1));
        }
        case 'b', 't', 'T' -> {
          Integer target = command.text().isEmpty() ? all.size() : labels.get(command.text());
          if (target == null) {
            throw new CommandException(
                1,
                "-e expression #1, char "
                    + at
                    + ": can't find label for jump to `"
                    + command.text()
                    + "'");
          }
          all.set(i, command.goingOnAt(target));
        }
        default -> {}
      }
    }
    if (!open.isEmpty()) {
      throw new CommandException(1, "-e expression #1, char 0: unmatched `{'");
    }
    return all;
  }
}
