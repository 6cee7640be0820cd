package io.cglab.shell;

import io.cglab.shell.command.ControlFlow;
import io.cglab.shell.command.ShellOption;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.lang.Braces;
import io.cglab.shell.lang.Expression;
import io.cglab.shell.lang.ExpressionException;
import io.cglab.shell.lang.Glob;
import io.cglab.shell.lang.Names;
import io.cglab.shell.lang.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expands words: tilde, parameters, substitutions, arithmetic, then field splitting, then path
 * names; quotes went in the lexer. One expander serves one command.
 */
final class Expander {
  private static final String DEFAULT_IFS = " \t\n";
  private static final Pattern REFERENCE =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-])(?:\\[(.*)\\])?");

  private final Interpreter interpreter;
  private final ShellState shell;
  private final List<Field> fields = new ArrayList<>();
  private Field current = new Field();
  private boolean splits;

  /** Inside an unquoted {@code ${x:-...}}, whose text is split as a value is. */
  private boolean inArgument;

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
    boolean braces = shell.has(ShellOption.BRACEEXPAND);
    for (Word word : words) {
      for (Word one : braces ? Braces.expand(word) : List.of(word)) {
        for (Field field : split(one)) {
          result.addAll(
              shell.has(ShellOption.NOGLOB)
                  ? List.of(field.text())
                  : PathNames.matching(shell, field));
        }
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

  /** A word as a regular expression, in which what was quoted stands for itself. */
  String regex(Word word) throws IOException {
    Field field = whole(word);
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < field.text().length(); i++) {
      char c = field.text().charAt(i);
      boolean escapes = field.quoted().get(i) && "\\^$.|?*+()[]{}".indexOf(c) >= 0;
      expression.append(escapes ? "\\" : "").append(c);
    }
    return expression.toString();
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
      if (inArgument && !literal.quoted()) {
        value(literal.text(), false);
      } else {
        current.add(literal.text(), literal.quoted());
      }
    } else if (part instanceof Word.Tilde tilde) {
      current.add(home(tilde.user()), true);
    } else if (part instanceof Word.Parameter parameter) {
      parameter(parameter);
    } else if (part instanceof Word.Substitution substitution) {
      Interpreter.Captured captured = interpreter.capture(shell, substitution.body());
      substitutionStatus = captured.status();
      value(captured.text(), substitution.quoted());
    } else if (part instanceof Word.Arithmetic arithmetic) {
      value(Long.toString(arithmetic(arithmetic.expression())), arithmetic.quoted());
    }
  }

  private String home(String user) {
    if (user.isEmpty()) {
      return shell.variables().get("HOME", "/root");
    }
    return user.equals("root") ? "/root" : "/home/" + user;
  }

  /** The value of an arithmetic expression. */
  long arithmetic(Word expression) throws IOException {
    return arithmetic(string(expression));
  }

  private long arithmetic(String expression) {
    try {
      return Expression.evaluate(expression, new ArithmeticVariables(this, shell));
    } catch (ExpressionException e) {
      throw fail(String.valueOf(e.getMessage()));
    }
  }

  /** The key that a subscript means: a number, or a text for an associative array. */
  String key(String name, Word subscript) throws IOException {
    String text = string(subscript);
    if (shell.variables().isAssociative(name)) {
      return text;
    }
    long index = arithmetic(text);
    if (index < 0) {
      SortedMap<String, String> elements = shell.variables().elements(name);
      index += elements.isEmpty() ? 0 : Long.parseLong(elements.lastKey()) + 1;
      if (index < 0) {
        throw fail(name + "[" + text + "]: bad array subscript");
      }
    }
    return Long.toString(index);
  }

  // ---- parameters

  /**
   * What a parameter is before its operator.
   *
   * @param isList true for {@code $@}, {@code ${a[@]}} and the like
   * @param star true for the forms that join in quotes
   */
  private record Values(List<String> list, boolean isList, boolean star) {
    boolean isSet() {
      return !list.isEmpty();
    }

    boolean isEmpty() {
      return list.stream().allMatch(String::isEmpty) && list.size() < 2;
    }
  }

  private Values values(Word.Parameter parameter) throws IOException {
    String name = parameter.name();
    if (name.equals("@") || name.equals("*")) {
      return new Values(shell.positional(), true, name.equals("*"));
    }
    if (name.equals(ShellState.PIPESTATUS)) {
      shell.showPipeStatus();
    }
    Word subscript = parameter.subscript();
    String all = subscript == null ? null : subscript.bareText();
    if (all != null && (all.equals("@") || all.equals("*"))) {
      SortedMap<String, String> elements = shell.variables().elements(name);
      boolean keys = parameter.operator() == Word.Operator.KEYS;
      return new Values(
          List.copyOf(keys ? elements.keySet() : elements.values()), true, all.equals("*"));
    }
    String value =
        subscript == null ? get(name) : shell.variables().element(name, key(name, subscript));
    return new Values(value == null ? List.of() : List.of(value), false, false);
  }

  /** The parameter that {@code ${!name}} refers to. */
  private Word.Parameter referred(Word.Parameter parameter) throws IOException {
    List<String> target = values(parameter).list();
    Matcher matcher = REFERENCE.matcher(target.isEmpty() ? "" : target.get(0));
    if (!matcher.matches()) {
      throw fail(parameter.name() + ": invalid indirect expansion");
    }
    String key = matcher.group(2);
    Word subscript =
        key == null ? null : new Word(List.of(new Word.Literal(key, false)), shell.line());
    return new Word.Parameter(
        matcher.group(1),
        subscript,
        false,
        parameter.operator(),
        parameter.argument(),
        parameter.second(),
        parameter.quoted());
  }

  private void parameter(Word.Parameter given) throws IOException {
    Word.Parameter parameter = given.indirect() ? referred(given) : given;
    Values values = values(parameter);
    Word.Operator operator = parameter.operator();
    Word argument = parameter.argument();
    boolean quoted = parameter.quoted();
    if (operator == Word.Operator.LENGTH) {
      int length = values.isList() ? values.list().size() : single(parameter, values).length();
      value(Integer.toString(length), quoted);
    } else if (argument == null || !isConditional(operator)) {
      transformed(parameter, values);
    } else if (conditional(parameter, values, argument)) {
      boolean outer = inArgument;
      inArgument = !quoted;
      parts(argument);
      inArgument = outer;
    }
  }

  private static boolean isConditional(Word.Operator operator) {
    return operator.compareTo(Word.Operator.DEFAULT) >= 0
        && operator.compareTo(Word.Operator.ALTERNATIVE_UNLESS_EMPTY) <= 0;
  }

  /** {@code ${x:-y}} and the like. True where the argument is what remains to be expanded. */
  private boolean conditional(Word.Parameter parameter, Values values, Word argument)
      throws IOException {
    Word.Operator operator = parameter.operator();
    boolean unset = !values.isSet() || operator.emptyIsUnset() && values.isEmpty();
    Word.Operator plain = operator.plain();
    if (plain == Word.Operator.ALTERNATIVE) {
      return !unset;
    }
    if (!unset) {
      add(values.list(), values, parameter.quoted());
      return false;
    }
    if (plain == Word.Operator.DEFAULT) {
      return true;
    }
    String text = string(argument);
    if (plain == Word.Operator.FAIL) {
      throw fail(parameter.name() + ": " + (text.isEmpty() ? "parameter null or not set" : text));
    }
    Word subscript = parameter.subscript();
    if (subscript != null) {
      shell.variables().setElement(parameter.name(), key(parameter.name(), subscript), text);
    } else if (Names.isName(parameter.name())) {
      shell.variables().set(parameter.name(), text);
    } else {
      throw fail(parameter.name() + ": cannot assign in this way");
    }
    value(text, parameter.quoted());
    return false;
  }

  /** The value, or those of a list, with the operator applied to each. */
  private void transformed(Word.Parameter parameter, Values values) throws IOException {
    List<String> list = values.isList() ? values.list() : List.of(single(parameter, values));
    Word.Operator operator = parameter.operator();
    Word argument = parameter.argument();
    Word second = parameter.second();
    if (argument != null && operator == Word.Operator.SUBSTRING) {
      list = substring(list, values.isList(), parameter, argument, second);
    } else if (argument != null) {
      boolean all = argument.parts().isEmpty() && !operator.isTrim();
      Glob glob = all ? Glob.compile(operator.isReplacement() ? "" : "?") : pattern(argument);
      String replacement = second == null ? "" : string(second);
      list = list.stream().map(v -> Transforms.apply(operator, v, glob, replacement)).toList();
    }
    add(list, values, parameter.quoted());
  }

  private List<String> substring(
      List<String> list,
      boolean isList,
      Word.Parameter parameter,
      Word offsetWord,
      @Nullable Word lengthWord)
      throws IOException {
    boolean positional = parameter.name().equals("@") || parameter.name().equals("*");
    List<String> from = new ArrayList<>(list);
    if (positional) {
      from.add(0, shell.name());
    }
    if (isList && parameter.subscript() != null) {
      return elements(parameter.name(), arithmetic(offsetWord), lengthWord);
    }
    long size = isList ? from.size() : list.get(0).length();
    long offset = arithmetic(offsetWord);
    long start = offset < 0 ? size + offset : Math.min(offset, size);
    if (start < 0) {
      return isList ? List.of() : List.of("");
    }
    long end = size;
    if (lengthWord != null) {
      long length = arithmetic(lengthWord);
      end = length < 0 ? size + length : Math.min(size, start + length);
      if (length < 0 && (isList || end < start)) {
        throw fail(length + ": substring expression < 0");
      }
    }
    return isList
        ? from.subList((int) start, (int) end)
        : List.of(list.get(0).substring((int) start, (int) end));
  }

  /** The elements of an array from an index on. */
  private List<String> elements(String name, long offset, @Nullable Word lengthWord)
      throws IOException {
    SortedMap<String, String> elements = shell.variables().elements(name);
    if (elements.isEmpty()) {
      return List.of();
    }
    long from = offset < 0 ? Long.parseLong(elements.lastKey()) + 1 + offset : offset;
    List<String> values = from < 0 ? List.of() : List.copyOf(elements.tailMap(from + "").values());
    long most = lengthWord == null ? values.size() : arithmetic(lengthWord);
    if (most < 0) {
      throw fail(most + ": substring expression < 0");
    }
    return values.subList(0, (int) Math.min(most, values.size()));
  }

  private String single(Word.Parameter parameter, Values values) {
    if (!values.isSet() && shell.has(ShellOption.NOUNSET)) {
      throw fail(parameter.name() + ": unbound variable");
    }
    return values.isSet() ? values.list().get(0) : "";
  }

  private void add(List<String> list, Values like, boolean quoted) {
    if (like.isList()) {
      all(list, like.star(), quoted);
    } else {
      value(list.get(0), quoted);
    }
  }

  /** The value of a variable or special parameter; null where it is not set. */
  @Nullable String get(String name) {
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
      case "LINENO" -> Integer.toString(shell.line());
      default -> {
        String dynamic = interpreter.dynamic(shell, name);
        yield dynamic != null ? dynamic : shell.variables().get(name);
      }
    };
  }

  /** Where an expression uses a variable that is not set. */
  ControlFlow.Abort unbound(String name) {
    return fail(name + ": unbound variable");
  }

  /** {@code $@}, {@code $*}, {@code ${a[@]}}, {@code ${a[*]}}. */
  private void all(List<String> values, boolean star, boolean quoted) {
    if (quoted && star || !splits) {
      String ifs = shell.variables().get("IFS", DEFAULT_IFS);
      boolean blank = !star && quoted;
      String separator = blank ? " " : ifs.isEmpty() ? "" : ifs.substring(0, 1);
      current.add(String.join(separator, values), quoted);
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        endField(false);
      }
      value(values.get(i), quoted);
    }
    if (values.isEmpty() && quoted && current.text().isEmpty()) {
      // "$@" without parameters is no field at all, although it is quoted.
      current = new Field();
    }
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
