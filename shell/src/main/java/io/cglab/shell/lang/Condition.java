package io.cglab.shell.lang;

/** What stands between {@code [[} and {@code ]]}. */
public sealed interface Condition {
  /** True where the word is not empty. */
  record NotEmpty(Word word) implements Condition {}

  /** {@code -f word} and the like. */
  record Unary(String operator, Word operand) implements Condition {}

  /**
   * {@code left == right} and the like; for {@code ==} and {@code !=} a pattern is on the right.
   */
  record Binary(Word left, String operator, Word right) implements Condition {}

  /** {@code ! condition}. */
  record Not(Condition condition) implements Condition {}

  /** {@code left && right}. */
  record And(Condition left, Condition right) implements Condition {}

  /** {@code left || right}. */
  record Or(Condition left, Condition right) implements Condition {}
}
