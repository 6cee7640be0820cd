package io.cglab.shell.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command into words as a POSIX shell does, without globs and variables: inside double
 * quotes a backslash escapes only {@code "} and {@code \} and otherwise stays; single quotes are
 * literal; outside quotes a backslash takes the next character as it is.
 */
final class Words {
  /**
   * One word.
   *
   * @param text the word without its quotes
   * @param quoted true if any part of it was quoted or escaped, so that it is no operator
   */
  record Word(String text, boolean quoted) {
    /** True for an unquoted {@code >} or {@code >>}. */
    boolean isRedirection() {
      return !quoted && (text.equals(">") || text.equals(">>"));
    }
  }

  private final String line;
  private final List<Word> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private boolean quoted;
  private int at;

  private Words(String line) {
    this.line = line;
  }

  /** Returns the words of {@code line}, possibly none. */
  static List<Word> split(String line) throws CommandSyntaxException {
    return new Words(line).split();
  }

  private List<Word> split() throws CommandSyntaxException {
    while (at < line.length()) {
      char c = line.charAt(at++);
      switch (c) {
        case ' ', '\t' -> endWord();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> escaped();
        default -> {
          word.append(c);
          inWord = true;
        }
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void endWord() {
    if (inWord) {
      words.add(new Word(word.toString(), quoted));
    }
    word.setLength(0);
    inWord = false;
    quoted = false;
  }

  private void startQuoted() {
    inWord = true;
    quoted = true;
  }

  private void escaped() throws CommandSyntaxException {
    if (at == line.length()) {
      throw new CommandSyntaxException("expected a character after the backslash at the end");
    }
    startQuoted();
    word.append(line.charAt(at++));
  }

  private void singleQuoted() throws CommandSyntaxException {
    startQuoted();
    int end = line.indexOf('\'', at);
    if (end < 0) {
      throw new CommandSyntaxException("expected a closing '");
    }
    word.append(line, at, end);
    at = end + 1;
  }

  private void doubleQuoted() throws CommandSyntaxException {
    startQuoted();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && at < line.length() && (line.charAt(at) == '"' || line.charAt(at) == '\\')) {
        c = line.charAt(at++);
      }
      word.append(c);
    }
    throw new CommandSyntaxException("expected a closing \"");
  }
}
