package io.cglab.shell.lang;

/** A place in a text that knows its line. Reading beyond the end gives {@link #END}. */
final class Cursor {
  /** No character of a script, which holds bytes. */
  static final char END = '\uffff';

  private static final int DEPTH_MAX = 400;

  private final String text;
  private int offset;
  private int line;
  private int depth;

  Cursor(String text, int firstLine) {
    this.text = text;
    this.line = firstLine;
  }

  /**
   * Goes a level deeper into what is nested, until {@link #leave}. What nobody types is refused
   * before readers and interpreters, which recurse, run out of stack.
   */
  void enter() throws SyntaxException {
    if (++depth > DEPTH_MAX) {
      throw new SyntaxException(line, "nested too deeply", false);
    }
  }

  void leave() {
    depth--;
  }

  /** A cursor in a part of this text that was cut out of it, as deep in it as this one. */
  Cursor inside(String part, int firstLine) {
    Cursor inner = new Cursor(part, firstLine);
    inner.depth = depth;
    return inner;
  }

  int offset() {
    return offset;
  }

  int line() {
    return line;
  }

  boolean atEnd() {
    return offset >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    int at = offset + ahead;
    return at < text.length() ? text.charAt(at) : END;
  }

  char take() {
    char c = text.charAt(offset++);
    if (c == '\n') {
      line++;
    }
    return c;
  }

  /** Takes {@code expected} if it comes next. */
  boolean takeIf(String expected) {
    if (!text.startsWith(expected, offset)) {
      return false;
    }
    moveTo(offset + expected.length());
    return true;
  }

  /** Takes the rest of the line and its end; returns it without the end. */
  String takeLine() {
    int newline = text.indexOf('\n', offset);
    String rest = text.substring(offset, newline < 0 ? text.length() : newline);
    moveTo(newline < 0 ? text.length() : newline + 1);
    return rest;
  }

  String text(int start, int end) {
    return text.substring(start, end);
  }

  /** Goes on at {@code newOffset}, which is at or behind the present one. */
  void moveTo(int newOffset) {
    while (offset < newOffset) {
      take();
    }
  }

  /** Gives a cursor at the same place that moves on its own. */
  Cursor fork() {
    Cursor copy = new Cursor(text, line);
    copy.offset = offset;
    return copy;
  }
}
