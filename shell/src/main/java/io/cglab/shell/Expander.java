package io.cglab.shell;

import io.cglab.shell.command.ControlFlow;
import io.cglab.shell.command.ShellOption;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.lang.Expression;
import io.cglab.shell.lang.ExpressionException;
import io.cglab.shell.lang.Glob;
import io.cglab.shell.lang.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expands words: tilde, parameters, substitutions, arithmetic, then field splitting, then path
 * names; quotes went in the lexer. One expander serves one command.
 */
final class Expander {
  private static final String DEFAULT_IFS = " \t\n";

  private final Interpreter interpreter;
  private final ShellState shell;
  private final List<Field> fields = new ArrayList<>();
  private Field current = new Field();
  private boolean splits;
  private int substitutionStatus;

  Expander(Interpreter interpreter, ShellState shell) {
    this.interpreter = interpreter;
    this.shell = shell;
  }

  /** Status of the last command substitution; 0 if there was none. */
  int substitutionStatus() {
    return substitutionStatus;
  }

  /** The fields that words become. */
  List<String> fields(List<Word> words) throws IOException {
    List<String> result = new ArrayList<>();
    for (Word word : words) {
      for (Field field : split(word)) {
        result.addAll(
            shell.has(ShellOption.NOGLOB)
                ? List.of(field.text())
                : PathNames.matching(shell, field));
      }
    }
    return result;
  }

  private List<Field> split(Word word) throws IOException {
    begin(true);
    parts(word);
    endField(false);
    return List.copyOf(fields);
  }

  /** A word as one string: assignments, redirections, here-documents. */
  String string(Word word) throws IOException {
    return whole(word).text();
  }

  /** A word as a pattern. */
  Glob pattern(Word word) throws IOException {
    Field field = whole(word);
    return Glob.compile(field.text(), field.quoted());
  }

  private Field whole(Word word) throws IOException {
    Expander inner = new Expander(interpreter, shell);
    inner.begin(false);
    inner.parts(word);
    substitutionStatus = inner.substitutionStatus;
    return inner.current;
  }

  private void begin(boolean splitting) {
    splits = splitting;
    fields.clear();
    current = new Field();
  }

  private void parts(Word word) throws IOException {
    for (Word.Part part : word.parts()) {
      part(part);
    }
  }

  private void part(Word.Part part) throws IOException {
    if (part instanceof Word.Literal literal) {
      current.add(literal.text(), literal.quoted());
    } else if (part instanceof Word.Tilde tilde) {
      current.add(home(tilde.user()), true);
    } else if (part instanceof Word.Parameter parameter) {
      parameter(parameter);
    } else if (part instanceof Word.Substitution substitution) {
      Interpreter.Captured captured = interpreter.capture(shell, substitution.body());
      substitutionStatus = captured.status();
      value(captured.text(), substitution.quoted());
    } else if (part instanceof Word.Arithmetic arithmetic) {
      value(Long.toString(arithmetic(string(arithmetic.expression()))), arithmetic.quoted());
    }
  }

  private String home(String user) {
    if (user.isEmpty()) {
      return shell.variables().get("HOME", "/root");
    }
    return user.equals("root") ? "/root" : "/home/" + user;
  }

  private long arithmetic(String expression) {
    try {
      return Expression.evaluate(
          expression,
          new Expression.Variables() {
            @Override
            public @Nullable String get(String name) {
              String value = shell.variables().get(name);
              if (value == null && shell.has(ShellOption.NOUNSET)) {
                throw fail(name + ": unbound variable");
              }
              return value;
            }

            @Override
            public void set(String name, String value) {
              shell.variables().set(name, value);
            }
          });
    } catch (ExpressionException e) {
      throw fail(String.valueOf(e.getMessage()));
    }
  }

  // ---- parameters

  private void parameter(Word.Parameter parameter) throws IOException {
    String name = parameter.name();
    Word.Operator operator = parameter.operator();
    boolean isList = name.equals("@") || name.equals("*");
    if (operator == Word.Operator.LENGTH) {
      int length = isList ? shell.positional().size() : required(name, get(name)).length();
      value(Integer.toString(length), parameter.quoted());
      return;
    }
    if (isList && operator == Word.Operator.NONE) {
      all(name, parameter.quoted());
      return;
    }
    String value = isList && shell.positional().isEmpty() ? null : get(name);
    boolean unset = value == null || operator.emptyIsUnset() && value.isEmpty();
    Word argument = parameter.argument();
    if (argument == null) {
      value(required(name, value), parameter.quoted());
      return;
    }
    switch (operator.plain()) {
      case DEFAULT -> {
        if (unset) {
          parts(argument);
        } else {
          value(name, value, parameter.quoted());
        }
      }
      case ALTERNATIVE -> {
        if (!unset) {
          parts(argument);
        }
      }
      case ASSIGN -> {
        if (unset) {
          value = string(argument);
          shell.variables().set(name, value);
        }
        value(name, value, parameter.quoted());
      }
      case FAIL -> {
        if (unset) {
          String message = string(argument);
          throw fail(name + ": " + (message.isEmpty() ? "parameter null or not set" : message));
        }
        value(name, value, parameter.quoted());
      }
      default -> value(trim(required(name, value), operator, argument), parameter.quoted());
    }
  }

  private void value(String name, @Nullable String value, boolean quoted) {
    if (name.equals("@") || name.equals("*")) {
      all(name, quoted);
    } else {
      value(value == null ? "" : value, quoted);
    }
  }

  private String required(String name, @Nullable String value) {
    if (value == null && shell.has(ShellOption.NOUNSET) && !name.equals("@") && !name.equals("*")) {
      throw fail(name + ": unbound variable");
    }
    return value == null ? "" : value;
  }

  private @Nullable String get(String name) {
    char first = name.charAt(0);
    if (Character.isDigit(first)) {
      int index = name.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(name);
      if (index == 0) {
        return shell.name();
      }
      return index <= shell.positional().size() ? shell.positional().get(index - 1) : null;
    }
    return switch (name) {
      case "?" -> Integer.toString(shell.lastStatus());
      case "#" -> Integer.toString(shell.positional().size());
      case "$" -> Integer.toString(shell.shellPid());
      case "!" -> shell.lastBackground() == 0 ? null : Integer.toString(shell.lastBackground());
      case "-" -> shell.optionLetters();
      case "@", "*" -> String.join(" ", shell.positional());
      case "LINENO" -> Integer.toString(shell.line());
      default -> shell.variables().get(name);
    };
  }

  /** {@code $@} and {@code $*}. */
  private void all(String name, boolean quoted) {
    List<String> positional = shell.positional();
    if (quoted && name.equals("*") || !splits) {
      String ifs = shell.variables().get("IFS", DEFAULT_IFS);
      boolean blank = name.equals("@") && quoted;
      String separator = blank ? " " : ifs.isEmpty() ? "" : ifs.substring(0, 1);
      current.add(String.join(separator, positional), quoted);
      return;
    }
    for (int i = 0; i < positional.size(); i++) {
      if (i > 0) {
        endField(false);
      }
      value(positional.get(i), quoted);
    }
    if (positional.isEmpty() && quoted && current.text().isEmpty()) {
      // "$@" without parameters is no field at all, although it is quoted.
      current = new Field();
    }
  }

  private String trim(String value, Word.Operator operator, Word argument) throws IOException {
    Glob glob = pattern(argument);
    int length = value.length();
    switch (operator) {
      case SHORTEST_PREFIX -> {
        for (int i = 0; i <= length; i++) {
          if (glob.matches(value.substring(0, i))) {
            return value.substring(i);
          }
        }
      }
      case LONGEST_PREFIX -> {
        for (int i = length; i >= 0; i--) {
          if (glob.matches(value.substring(0, i))) {
            return value.substring(i);
          }
        }
      }
      case SHORTEST_SUFFIX -> {
        for (int i = length; i >= 0; i--) {
          if (glob.matches(value.substring(i))) {
            return value.substring(0, i);
          }
        }
      }
      default -> {
        for (int i = 0; i <= length; i++) {
          if (glob.matches(value.substring(i))) {
            return value.substring(0, i);
          }
        }
      }
    }
    return value;
  }

  // ---- fields

  /** Adds what an expansion gave; unquoted, it is split into fields. */
  private void value(String value, boolean quoted) {
    if (quoted || !splits) {
      current.add(value, quoted);
      return;
    }
    String ifs = shell.variables().get("IFS", DEFAULT_IFS);
    int at = 0;
    while (at < value.length()) {
      char c = value.charAt(at);
      if (ifs.indexOf(c) < 0) {
        current.add(String.valueOf(c), false);
        at++;
        continue;
      }
      int next = skipBlanks(value, at, ifs);
      boolean delimiter = next < value.length() && ifs.indexOf(value.charAt(next)) >= 0;
      if (delimiter) {
        next = skipBlanks(value, next + 1, ifs);
      }
      endField(delimiter);
      at = next;
    }
  }

  private static int skipBlanks(String value, int from, String ifs) {
    int at = from;
    while (at < value.length()
        && DEFAULT_IFS.indexOf(value.charAt(at)) >= 0
        && ifs.indexOf(value.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private void endField(boolean evenIfEmpty) {
    if (current.exists() || evenIfEmpty) {
      fields.add(current);
    }
    current = new Field();
  }

  private ControlFlow.Abort fail(String message) {
    interpreter.complain(shell, shell.errorPrefix() + message);
    return new ControlFlow.Abort(2);
  }
}
