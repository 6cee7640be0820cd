package io.cglab.shell.lang;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of {@code $((...))}: C's operators on signed 64-bit integers that wrap, without
 * {@code ++}, {@code --} and the comma. Evaluates while it parses; what {@code &&}, {@code ||} and
 * {@code ?:} do not reach is parsed and has no effect.
 */
public final class Expression {
  /** The variables of a shell. */
  public interface Variables {
    /** The value, or null where the variable is not set. */
    @Nullable String get(String name);

    void set(String name, String value);
  }

  /** Binary operators by precedence, loosest first; longer spellings first within a level. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("||"),
          List.of("&&"),
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("==", "!="),
          List.of("<=", ">=", "<", ">"),
          List.of("<<", ">>"),
          List.of("+", "-"),
          List.of("*", "/", "%"));

  private static final List<String> ASSIGNMENTS =
      List.of("=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "|=", "^=");

  private final String text;
  private final Variables variables;
  private int at;

  private Expression(String text, Variables variables) {
    this.text = text;
    this.variables = variables;
  }

  /** Evaluates {@code text}; an empty one is 0. */
  public static long evaluate(String text, Variables variables) throws ExpressionException {
    Expression expression = new Expression(text, variables);
    expression.blanks();
    if (expression.at == text.length()) {
      return 0;
    }
    long value = expression.assignment(true);
    if (expression.at < text.length()) {
      throw expression.unexpected();
    }
    return value;
  }

  private long assignment(boolean live) throws ExpressionException {
    int start = at;
    String name = name();
    if (!name.isEmpty()) {
      for (String operator : ASSIGNMENTS) {
        if (text.startsWith(operator, at) && !text.startsWith("==", at)) {
          skip(operator.length());
          long right = assignment(live);
          if (!live) {
            return 0;
          }
          String binary = operator.substring(0, operator.length() - 1);
          long value = binary.isEmpty() ? right : apply(binary, value(name), right);
          variables.set(name, Long.toString(value));
          return value;
        }
      }
    }
    at = start;
    return conditional(live);
  }

  private long conditional(boolean live) throws ExpressionException {
    long condition = binary(0, live);
    if (!text.startsWith("?", at)) {
      return condition;
    }
    skip(1);
    long yes = assignment(live && condition != 0);
    if (!text.startsWith(":", at)) {
      throw unexpected();
    }
    skip(1);
    long no = conditional(live && condition == 0);
    return condition != 0 ? yes : no;
  }

  private long binary(int level, boolean live) throws ExpressionException {
    if (level == LEVELS.size()) {
      return unary(live);
    }
    long left = binary(level + 1, live);
    for (String operator = operatorAt(level); operator != null; operator = operatorAt(level)) {
      skip(operator.length());
      boolean rightLive =
          live
              && switch (operator) {
                case "&&" -> left != 0;
                case "||" -> left == 0;
                default -> true;
              };
      long right = binary(level + 1, rightLive);
      left = live ? apply(operator, left, right) : 0;
    }
    return left;
  }

  private @Nullable String operatorAt(int level) {
    for (String operator : LEVELS.get(level)) {
      if (!text.startsWith(operator, at)) {
        continue;
      }
      // "|" is not the first half of "||", nor "<" of "<<" or "<<=".
      char next = charAt(at + operator.length());
      boolean doubled = operator.length() == 1 && "|&<>".contains(operator);
      if (!(doubled && next == operator.charAt(0))) {
        return operator;
      }
    }
    return null;
  }

  private static long apply(String operator, long left, long right) throws ExpressionException {
    return switch (operator) {
      case "||" -> left != 0 || right != 0 ? 1 : 0;
      case "&&" -> left != 0 && right != 0 ? 1 : 0;
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "&" -> left & right;
      case "==" -> left == right ? 1 : 0;
      case "!=" -> left != right ? 1 : 0;
      case "<=" -> left <= right ? 1 : 0;
      case ">=" -> left >= right ? 1 : 0;
      case "<" -> left < right ? 1 : 0;
      case ">" -> left > right ? 1 : 0;
      case "<<" -> left << right;
      case ">>" -> left >> right;
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> left / divisor(right);
      case "%" -> left % divisor(right);
      default -> throw new AssertionError(operator);
    };
  }

  private static long divisor(long value) throws ExpressionException {
    if (value == 0) {
      throw new ExpressionException("division by zero");
    }
    return value;
  }

  private long unary(boolean live) throws ExpressionException {
    char c = charAt(at);
    switch (c) {
      case '!' -> {
        skip(1);
        return unary(live) == 0 ? 1 : 0;
      }
      case '~' -> {
        skip(1);
        return ~unary(live);
      }
      case '-' -> {
        skip(1);
        return -unary(live);
      }
      case '+' -> {
        skip(1);
        return unary(live);
      }
      case '(' -> {
        skip(1);
        long value = assignment(live);
        if (charAt(at) != ')') {
          throw unexpected();
        }
        skip(1);
        return value;
      }
      default -> {
        String name = name();
        return name.isEmpty() ? constant() : live ? value(name) : 0;
      }
    }
  }

  private long constant() throws ExpressionException {
    int start = at;
    while (Names.isPart(charAt(at))) {
      at++;
    }
    if (start == at) {
      throw unexpected();
    }
    String digits = text.substring(start, at);
    blanks();
    return number(digits);
  }

  private String name() {
    int start = at;
    if (!Names.isStart(charAt(at))) {
      return "";
    }
    while (Names.isPart(charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    blanks();
    return name;
  }

  private long value(String name) throws ExpressionException {
    String value = variables.get(name);
    return value == null || value.isBlank() ? 0 : number(value.strip());
  }

  /** A decimal, octal (leading 0) or hexadecimal (0x) number, with a sign. */
  private static long number(String text) throws ExpressionException {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = 10;
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      radix = 16;
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
      digits = digits.substring(1);
    }
    try {
      long value = Long.parseUnsignedLong(digits.startsWith("+") ? "" : digits, radix);
      return negative ? -value : value;
    } catch (NumberFormatException e) {
      throw new ExpressionException("Illegal number: " + text);
    }
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : Cursor.END;
  }

  private void skip(int count) {
    at += count;
    blanks();
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private ExpressionException unexpected() {
    String rest = text.substring(at).strip();
    return new ExpressionException(
        "arithmetic expression: "
            + (rest.isEmpty() ? "operand expected at the end" : "unexpected `" + rest + "'")
            + ": \""
            + text.strip()
            + "\"");
  }
}
