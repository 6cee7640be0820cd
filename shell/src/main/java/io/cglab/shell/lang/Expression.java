package io.cglab.shell.lang;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of {@code $((...))}: C's operators on signed 64-bit integers that wrap, and bash's
 * {@code **}, {@code base#digits} and elements of arrays. Evaluates while it parses; what {@code
 * &&}, {@code ||} and {@code ?:} do not reach is parsed and has no effect.
 */
public final class Expression {
  /** The variables of a shell. */
  public interface Variables {
    /** The value, or null where the variable is not set. */
    @Nullable String get(String name);

    void set(String name, String value);

    /** The value of an element of an array, or null. */
    @Nullable String element(String name, String key);

    void setElement(String name, String key, String value);

    /** True where keys are texts, not numbers. */
    boolean isAssociative(String name);
  }

  /** What can be assigned to: a variable, or an element of an array. */
  private record Place(String name, @Nullable String key) {}

  /** How deep variables may refer to expressions in other variables. */
  private static final int MOST_NESTED = 100;

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
          List.of("*", "/", "%"),
          List.of("**"));

  private static final int POWER = 10;

  private static final List<String> ASSIGNMENTS =
      List.of("=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "|=", "^=");

  private final String text;
  private final Variables variables;
  private final int depth;
  private int at;

  private Expression(String text, Variables variables, int depth) {
    this.text = text;
    this.variables = variables;
    this.depth = depth;
  }

  /** Evaluates {@code text}; an empty one is 0. */
  public static long evaluate(String text, Variables variables) throws ExpressionException {
    return evaluate(text, variables, 0);
  }

  private static long evaluate(String text, Variables variables, int depth)
      throws ExpressionException {
    if (depth > MOST_NESTED) {
      throw new ExpressionException("expression recursion level exceeded: " + text.strip());
    }
    Expression expression = new Expression(text, variables, depth);
    expression.blanks();
    if (expression.at == text.length()) {
      return 0;
    }
    long value = expression.comma(true);
    if (expression.at < text.length()) {
      throw expression.unexpected();
    }
    return value;
  }

  private long comma(boolean live) throws ExpressionException {
    long value = assignment(live);
    while (charAt(at) == ',') {
      skip(1);
      value = assignment(live);
    }
    return value;
  }

  private long assignment(boolean live) throws ExpressionException {
    int start = at;
    Place place = place(live);
    if (place != null) {
      for (String operator : ASSIGNMENTS) {
        if (text.startsWith(operator, at) && !text.startsWith("==", at)) {
          skip(operator.length());
          long right = assignment(live);
          if (!live) {
            return 0;
          }
          String binary = operator.substring(0, operator.length() - 1);
          long value = binary.isEmpty() ? right : apply(binary, value(place), right);
          set(place, value);
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
    long yes = comma(live && condition != 0);
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
      // a ** b ** c is a ** (b ** c)
      long right = binary(level == POWER ? level : level + 1, rightLive);
      left = live ? apply(operator, left, right) : 0;
    }
    return left;
  }

  private @Nullable String operatorAt(int level) {
    for (String operator : LEVELS.get(level)) {
      if (!text.startsWith(operator, at)) {
        continue;
      }
      // "|" is not the first half of "||", nor "<" of "<<" or "<<="; nor "+" of "+=".
      char next = charAt(at + operator.length());
      boolean doubled = operator.length() == 1 && "|&<>*".contains(operator);
      boolean assigns = next == '=' && "|^&<<>>+-*/%".contains(operator);
      if (!(doubled && next == operator.charAt(0)) && !assigns) {
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
      case "**" -> power(left, right);
      default -> throw new AssertionError(operator);
    };
  }

  private static long power(long base, long exponent) throws ExpressionException {
    if (exponent < 0) {
      throw new ExpressionException("exponent less than 0");
    }
    long result = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      result *= (rest & 1) == 1 ? square : 1;
      square *= square;
    }
    return result;
  }

  private static long divisor(long value) throws ExpressionException {
    if (value == 0) {
      throw new ExpressionException("division by zero");
    }
    return value;
  }

  private long unary(boolean live) throws ExpressionException {
    char c = charAt(at);
    if ((c == '+' || c == '-') && charAt(at + 1) == c) {
      int start = at;
      skip(2);
      Place place = place(live);
      if (place != null) {
        return step(place, c == '+' ? 1 : -1, live);
      }
      at = start;
    }
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
        long value = comma(live);
        if (charAt(at) != ')') {
          throw unexpected();
        }
        skip(1);
        return value;
      }
      default -> {
        Place place = place(live);
        return place == null ? constant() : postfix(place, live);
      }
    }
  }

  private long postfix(Place place, boolean live) throws ExpressionException {
    char c = charAt(at);
    boolean steps = (c == '+' || c == '-') && charAt(at + 1) == c;
    if (!steps) {
      return live ? value(place) : 0;
    }
    skip(2);
    int by = c == '+' ? 1 : -1;
    return step(place, by, live) - (live ? by : 0);
  }

  /** Adds to a variable; returns its new value. */
  private long step(Place place, int by, boolean live) throws ExpressionException {
    if (!live) {
      return 0;
    }
    long value = value(place) + by;
    set(place, value);
    return value;
  }

  private void set(Place place, long value) {
    if (place.key() == null) {
      variables.set(place.name(), Long.toString(value));
    } else {
      variables.setElement(place.name(), place.key(), Long.toString(value));
    }
  }

  private long constant() throws ExpressionException {
    int start = at;
    while (Names.isPart(charAt(at)) || charAt(at) == '#' && at > start) {
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

  /** A name, perhaps with a subscript; null where none comes next. */
  private @Nullable Place place(boolean live) throws ExpressionException {
    String name = name();
    if (name.isEmpty()) {
      return null;
    }
    if (charAt(at) != '[') {
      return new Place(name, null);
    }
    int nested = 0;
    int start = ++at;
    while (at < text.length() && (nested > 0 || text.charAt(at) != ']')) {
      nested += text.charAt(at) == '[' ? 1 : text.charAt(at) == ']' ? -1 : 0;
      at++;
    }
    if (at == text.length()) {
      throw unexpected();
    }
    String key = text.substring(start, at);
    skip(1);
    if (variables.isAssociative(name) || !live) {
      return new Place(name, key);
    }
    return new Place(name, Long.toString(evaluate(key, variables, depth + 1)));
  }

  private long value(Place place) throws ExpressionException {
    String value =
        place.key() == null
            ? variables.get(place.name())
            : variables.element(place.name(), place.key());
    if (value == null || value.isBlank()) {
      return 0;
    }
    String text = value.strip();
    // A variable may hold a name or an expression.
    return text.matches("[-+]?[0-9][0-9a-zA-Z#]*")
        ? number(text)
        : evaluate(text, variables, depth + 1);
  }

  /** A decimal, octal (leading 0) or hexadecimal (0x) number, with a sign. */
  private static long number(String text) throws ExpressionException {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = 10;
    int base = digits.indexOf('#');
    if (base > 0 && digits.substring(0, base).matches("[0-9]{1,2}")) {
      radix = Integer.parseInt(digits.substring(0, base));
      digits = digits.substring(base + 1);
      if (radix < 2 || radix > Character.MAX_RADIX) {
        throw new ExpressionException("invalid arithmetic base: " + text);
      }
    } else if (digits.startsWith("0x") || digits.startsWith("0X")) {
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
