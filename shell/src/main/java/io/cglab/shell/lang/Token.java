package io.cglab.shell.lang;

import org.jspecify.annotations.Nullable;

/**
 * What the lexer hands to the parser.
 *
 * @param text the operator, or the text as typed
 * @param word the word; null for every other kind
 * @param start offset of the first character
 * @param end offset behind the last character
 */
record Token(Kind kind, String text, @Nullable Word word, int line, int start, int end) {
  enum Kind {
    WORD,
    /** Digits right before a redirection. */
    IO_NUMBER,
    OPERATOR,
    NEWLINE,
    END
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  /** True for an unquoted word that reads exactly so: what a reserved word must be. */
  boolean isReserved(String reserved) {
    return word != null && reserved.equals(word.bareText());
  }

  /** The token as error messages name it. */
  String shown() {
    return kind == Kind.NEWLINE ? "newline" : text;
  }
}
