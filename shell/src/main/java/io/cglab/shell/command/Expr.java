package io.cglab.shell.command;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code expr EXPRESSION}: numbers, strings, comparisons and {@code STRING : REGEX}. */
final class Expr {
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("|"),
          List.of("&"),
          List.of("=", "==", "!=", "<", "<=", ">", ">="),
          List.of("+", "-"),
          List.of("*", "/", "%"),
          List.of(":"));
  private static final int WRONG = 2;

  private final List<String> words;
  private int at;

  private Expr(List<String> words) {
    this.words = words;
  }

  static int run(Context c, List<String> args) {
    Expr expr = new Expr(args);
    if (args.isEmpty()) {
      throw new CommandException(WRONG, "missing operand");
    }
    String value = expr.level(0);
    if (expr.at < args.size()) {
      throw new CommandException(
          WRONG, "syntax error: unexpected argument '" + args.get(expr.at) + "'");
    }
    c.write(value + "\n");
    return isNull(value) ? 1 : 0;
  }

  private static boolean isNull(String value) {
    return value.isEmpty() || value.matches("-?0+");
  }

  private String level(int level) {
    if (level == LEVELS.size()) {
      return primary();
    }
    String left = level(level + 1);
    while (at < words.size() && LEVELS.get(level).contains(words.get(at))) {
      String operator = words.get(at++);
      left = apply(left, operator, level(level + 1));
    }
    return left;
  }

  private static String apply(String left, String operator, String right) {
    return switch (operator) {
      case "|" -> isNull(left) ? (isNull(right) ? "0" : right) : left;
      case "&" -> isNull(left) || isNull(right) ? "0" : left;
      case "+" -> number(left).add(number(right)).toString();
      case "-" -> number(left).subtract(number(right)).toString();
      case "*" -> number(left).multiply(number(right)).toString();
      case "/" -> number(left).divide(divisor(right)).toString();
      case "%" -> number(left).remainder(divisor(right)).toString();
      case ":" -> match(left, right);
      default -> compare(left, operator, right) ? "1" : "0";
    };
  }

  private static boolean compare(String left, String operator, String right) {
    boolean numbers = left.matches("-?[0-9]+") && right.matches("-?[0-9]+");
    int order = numbers ? number(left).compareTo(number(right)) : left.compareTo(right);
    return switch (operator) {
      case "=", "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static BigInteger number(String text) {
    if (!text.matches("-?[0-9]+")) {
      throw new CommandException(WRONG, "non-integer argument");
    }
    return new BigInteger(text);
  }

  private static BigInteger divisor(String text) {
    BigInteger divisor = number(text);
    if (divisor.signum() == 0) {
      throw new CommandException(WRONG, "division by zero");
    }
    return divisor;
  }

  /** The first group, or how many characters match at the beginning. */
  private static String match(String text, String expression) {
    Matcher matcher = Pattern.compile(Regex.basic(expression)).matcher(text);
    boolean found = matcher.lookingAt();
    if (matcher.groupCount() > 0) {
      @Nullable String group = found ? matcher.group(1) : "";
      return group == null ? "" : group;
    }
    return found ? Integer.toString(matcher.end()) : "0";
  }

  private String next() {
    if (at == words.size()) {
      throw new CommandException(
          WRONG, "syntax error: missing argument after '" + words.get(at - 1) + "'");
    }
    return words.get(at++);
  }

  private String primary() {
    String word = next();
    switch (word) {
      case "(" -> {
        String value = level(0);
        if (at == words.size() || !words.get(at).equals(")")) {
          throw new CommandException(
              WRONG, "syntax error: expecting ')' after '" + words.get(at - 1) + "'");
        }
        at++;
        return value;
      }
      case "+" -> {
        return next();
      }
      case "length" -> {
        return at == words.size() ? word : Integer.toString(primary().length());
      }
      case "match" -> {
        return at == words.size() ? word : match(primary(), primary());
      }
      case "index" -> {
        if (at == words.size()) {
          return word;
        }
        String text = primary();
        String set = primary();
        for (int i = 0; i < text.length(); i++) {
          if (set.indexOf(text.charAt(i)) >= 0) {
            return Integer.toString(i + 1);
          }
        }
        return "0";
      }
      case "substr" -> {
        if (at == words.size()) {
          return word;
        }
        String text = primary();
        int from = number(primary()).intValue();
        int length = number(primary()).intValue();
        if (from < 1 || length < 1 || from > text.length()) {
          return "";
        }
        return text.substring(from - 1, Math.min(text.length(), from - 1 + length));
      }
      default -> {
        return word;
      }
    }
  }
}
