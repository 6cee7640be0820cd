package io.cglab.shell;

import io.cglab.shell.lang.Glob;
import io.cglab.shell.lang.Word;
import java.util.Locale;

/** What the operators of {@code ${name#pattern}}, {@code ${name/pattern/text}} and so on do. */
final class Transforms {
  private Transforms() {}

  static String apply(Word.Operator operator, String value, Glob glob, String replacement) {
    if (operator.isTrim()) {
      return trim(operator, value, glob);
    }
    return switch (operator) {
      case REPLACE_PREFIX -> {
        int end = longest(glob, value, 0);
        yield end < 0 ? value : replacement + value.substring(end);
      }
      case REPLACE_SUFFIX -> {
        String kept = trim(Word.Operator.LONGEST_SUFFIX, value, glob);
        boolean matches = kept.length() < value.length() || glob.matches("");
        yield matches ? kept + replacement : value;
      }
      case REPLACE_FIRST, REPLACE_ALL ->
          replace(value, glob, replacement, operator == Word.Operator.REPLACE_ALL);
      default -> inCase(operator, value, glob);
    };
  }

  private static String trim(Word.Operator operator, String value, Glob glob) {
    int length = value.length();
    boolean prefix =
        operator == Word.Operator.SHORTEST_PREFIX || operator == Word.Operator.LONGEST_PREFIX;
    // From the left for what is shortest at the left or longest at the right.
    boolean ascending =
        operator == Word.Operator.SHORTEST_PREFIX || operator == Word.Operator.LONGEST_SUFFIX;
    for (int i = 0; i <= length; i++) {
      int at = ascending ? i : length - i;
      if (glob.matches(prefix ? value.substring(0, at) : value.substring(at))) {
        return prefix ? value.substring(at) : value.substring(0, at);
      }
    }
    return value;
  }

  /** The end of the longest match that begins at {@code start}; -1 for none. */
  private static int longest(Glob glob, String value, int start) {
    for (int end = value.length(); end >= start; end--) {
      if (glob.matches(value.substring(start, end))) {
        return end;
      }
    }
    return -1;
  }

  private static String replace(String value, Glob glob, String replacement, boolean all) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < value.length()) {
      int end = longest(glob, value, at);
      if (end <= at) {
        out.append(value.charAt(at++));
        continue;
      }
      out.append(replacement);
      at = end;
      if (!all) {
        break;
      }
    }
    return out.append(value.substring(at)).toString();
  }

  private static String inCase(Word.Operator operator, String value, Glob glob) {
    boolean first = operator == Word.Operator.UPPER_FIRST || operator == Word.Operator.LOWER_FIRST;
    boolean upper = operator == Word.Operator.UPPER_FIRST || operator == Word.Operator.UPPER_ALL;
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      String letter = value.substring(i, i + 1);
      boolean changes = (i == 0 || !first) && glob.matches(letter);
      out.append(
          !changes
              ? letter
              : upper ? letter.toUpperCase(Locale.ROOT) : letter.toLowerCase(Locale.ROOT));
    }
    return out.toString();
  }
}
