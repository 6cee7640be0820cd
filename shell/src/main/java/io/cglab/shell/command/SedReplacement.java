package io.cglab.shell.command;

import java.util.Locale;
import java.util.regex.Matcher;

/** The right side of {@code s/x/y/}: {@code &}, {@code \1}, and GNU's changes of case. */
final class SedReplacement {
  private final StringBuilder out = new StringBuilder();
  private char all = 'E';
  private char one = 'E';

  private SedReplacement() {}

  static String of(String replacement, Matcher match) {
    SedReplacement result = new SedReplacement();
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c == '&') {
        result.add(match.group());
      } else if (c != '\\' || i + 1 == replacement.length()) {
        result.add(String.valueOf(c));
      } else {
        result.escaped(replacement.charAt(++i), match);
      }
    }
    return result.out.toString();
  }

  private void escaped(char c, Matcher match) {
    if (Character.isDigit(c)) {
      int group = c - '0';
      if (group > match.groupCount()) {
        throw new CommandException(
            1, "-e expression #1: invalid reference \\" + c + " on `s' command's RHS");
      }
      String text = match.group(group);
      add(text == null ? "" : text);
    } else if (c == 'U' || c == 'L' || c == 'E') {
      all = c;
    } else if (c == 'u' || c == 'l') {
      one = c;
    } else if (c == 't' || c == 'n') {
      add(c == 't' ? "\t" : "\n");
    } else {
      add(String.valueOf(c));
    }
  }

  private void add(String text) {
    String cased =
        all == 'U'
            ? text.toUpperCase(Locale.ROOT)
            : all == 'L' ? text.toLowerCase(Locale.ROOT) : text;
    if (one != 'E' && !cased.isEmpty()) {
      String first = cased.substring(0, 1);
      first = one == 'u' ? first.toUpperCase(Locale.ROOT) : first.toLowerCase(Locale.ROOT);
      cased = first + cased.substring(1);
      one = 'E';
    }
    out.append(cased);
  }
}
