package io.cglab.shell.prompt;

/** How a stretch of a text looks. Of marks that overlap, the later one counts. */
record Mark(Look look, int start, int end) {
  enum Look {
    COMMAND,
    RESERVED,
    STRING,
    VARIABLE,
    REDIRECTION,
    SEPARATOR,
    COMMENT,
    /** From a quote without its partner to the end. */
    UNCLOSED
  }
}
