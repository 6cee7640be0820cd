package io.cglab.shell.command;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** POSIX regular expressions as java.util.regex has them. */
public final class Regex {
  private Regex() {}

  /** A basic expression: {@code \( \) \{ \} \| \+ \?} are operators, the bare characters not. */
  static String basic(String expression) {
    return translate(expression, true);
  }

  /** An extended expression. */
  static String extended(String expression) {
    return translate(expression, false);
  }

  /** Compiles an extended expression. */
  public static Pattern compile(String extended) {
    try {
      return Pattern.compile(extended(extended));
    } catch (PatternSyntaxException e) {
      throw new CommandException(2, "invalid regular expression: " + e.getDescription());
    }
  }

  private static String translate(String expression, boolean basic) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '[') {
        int close = closing(expression, i);
        if (close < 0) {
          throw new CommandException(2, "Unmatched [, [^, [:, [., or [=");
        }
        out.append(bracket(expression.substring(i + 1, close)));
        i = close;
      } else if (c == '\\' && i + 1 < expression.length()) {
        char next = expression.charAt(++i);
        if (basic && "(){}|+?".indexOf(next) >= 0) {
          out.append(next);
        } else if (next == '<' || next == '>') {
          out.append("\\b");
        } else {
          out.append('\\').append(next);
        }
      } else if (basic && "(){}|+?".indexOf(c) >= 0) {
        out.append('\\').append(c);
      } else if (basic
          && c == '*'
          && (i == 0 || expression.startsWith("\\(", Math.max(0, i - 2)))) {
        out.append("\\*");
      } else if (!basic && c == '{' && !expression.substring(i).matches("\\{[0-9]*,?[0-9]*\\}.*")) {
        out.append("\\{");
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int closing(String expression, int open) {
    int i = open + 1;
    if (i < expression.length() && expression.charAt(i) == '^') {
      i++;
    }
    for (int first = i; i < expression.length(); i++) {
      if (expression.startsWith("[:", i)) {
        i = expression.indexOf(":]", i) + 1;
        if (i == 0) {
          return -1;
        }
      } else if (expression.charAt(i) == ']' && i > first) {
        return i;
      }
    }
    return -1;
  }

  private static String bracket(String inside) {
    StringBuilder out = new StringBuilder("[");
    int i = 0;
    if (inside.startsWith("^")) {
      out.append('^');
      i++;
    }
    for (; i < inside.length(); i++) {
      if (inside.startsWith("[:", i)) {
        int end = inside.indexOf(":]", i);
        out.append(named(inside.substring(i + 2, end)));
        i = end + 1;
      } else {
        char c = inside.charAt(i);
        out.append("[]\\&^".indexOf(c) >= 0 ? "\\" : "").append(c);
      }
    }
    return out.append(']').toString();
  }

  private static String named(String name) {
    return switch (name) {
      case "alpha" -> "A-Za-z";
      case "digit" -> "0-9";
      case "alnum" -> "A-Za-z0-9";
      case "upper" -> "A-Z";
      case "lower" -> "a-z";
      case "space" -> "\\s";
      case "blank" -> " \\t";
      case "punct" -> "\\p{Punct}";
      case "xdigit" -> "0-9A-Fa-f";
      default -> throw new CommandException(2, "Invalid character class name");
    };
  }
}
