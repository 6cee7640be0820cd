package io.cglab.shell.prompt;

/**
 * A word or operator of a text that is being typed.
 *
 * @param start offset of its first character
 * @param end offset behind its last
 * @param value a word without its quotes, expansions as typed; an operator as it is
 * @param origins for each character of the value and for its end, where it is in the text
 * @param quotes for each character of the value and for its end, the quote that is open there; NUL
 *     for none
 */
record Piece(Role role, int start, int end, String value, int[] origins, char[] quotes) {
  enum Role {
    /** The name of a command. */
    COMMAND,
    /** {@code if}, {@code do} and the like. */
    RESERVED,
    /** {@code NAME=VALUE} before a command. */
    ASSIGNMENT,
    ARGUMENT,
    /** The file of a redirection. */
    TARGET,
    /** What ends a here-document. */
    DELIMITER,
    /** A redirection's operator, with the descriptor before it. */
    REDIRECTION,
    /** What separates commands; a new line among them. */
    SEPARATOR
  }

  /** The quote that is open behind it; NUL for none. */
  char openQuote() {
    return quotes[value.length()];
  }
}
