package io.cglab.shell.prompt;

import java.util.List;

/**
 * How a text can go on at the cursor.
 *
 * @param start offset of what a choice replaces; it ends at the cursor
 * @param typed what is there, without quotes: every choice begins with it
 * @param outer the quote that is open at {@code start}; NUL for none
 * @param inner the quote that is open at the cursor; NUL for none
 * @param choices without duplicates, in order
 */
record Choices(int start, String typed, char outer, char inner, List<Choice> choices) {
  private static final String SPECIAL = " \t\n\\'\"`$&|;<>()*?[]{}#~!";

  static Choices none(int cursor) {
    return new Choices(cursor, "", '\0', '\0', List.of());
  }

  /**
   * A value as it is typed in place of what is there. The word goes on in the quote that is open at
   * the cursor, unless it is {@code complete}.
   */
  String quoted(String value, boolean complete) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean tilde = c == '~' && i > 0;
      if (outer == '\'' && c == '\'') {
        out.append("'\\'");
      } else if ((outer == '"' && "$`\"\\".indexOf(c) >= 0)
          || (outer == '\0' && SPECIAL.indexOf(c) >= 0 && !tilde)) {
        out.append('\\');
      }
      out.append(c);
    }
    if (outer != '\0' && (complete || inner == '\0')) {
      out.append(outer);
    }
    return out.toString();
  }
}
