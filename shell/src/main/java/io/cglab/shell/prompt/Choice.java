package io.cglab.shell.prompt;

/**
 * One way to go on.
 *
 * @param value the word, or as much of it as is replaced, without quotes
 * @param shown what a list of choices shows for it
 * @param about a word or two on it; empty for none
 * @param complete true if the word ends with it
 */
record Choice(String value, String shown, String about, boolean complete) {
  static Choice word(String value) {
    return new Choice(value, value, "", true);
  }

  static Choice word(String value, String about) {
    return new Choice(value, value, about, true);
  }

  /** The beginning of a word, such as {@code if=}. */
  static Choice start(String value) {
    return new Choice(value, value, "", false);
  }
}
