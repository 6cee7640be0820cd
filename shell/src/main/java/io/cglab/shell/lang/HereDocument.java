package io.cglab.shell.lang;

import java.util.List;

/**
 * The text between {@code <<WORD} and the line that is WORD. It stands behind the line of its
 * command, so the parser makes the redirection first and the lexer fills in the body.
 */
public final class HereDocument {
  private final String delimiter;
  private final boolean expands;
  private final boolean stripsTabs;
  private Word body;

  HereDocument(String delimiter, boolean expands, boolean stripsTabs, int line) {
    this.delimiter = delimiter;
    this.expands = expands;
    this.stripsTabs = stripsTabs;
    this.body = new Word(List.of(), line);
  }

  String delimiter() {
    return delimiter;
  }

  boolean expands() {
    return expands;
  }

  boolean stripsTabs() {
    return stripsTabs;
  }

  void setBody(Word body) {
    this.body = body;
  }

  /** The text, with the expansions that remain to be done; everything counts as quoted. */
  public Word body() {
    return body;
  }
}
