package io.cglab.shell;

import java.util.BitSet;

/** A word under expansion: its text, and which of its characters were quoted. */
final class Field {
  private final StringBuilder text = new StringBuilder();
  private final BitSet quoted = new BitSet();
  private boolean exists;

  void add(String more, boolean isQuoted) {
    if (isQuoted) {
      quoted.set(text.length(), text.length() + more.length());
      exists = true;
    }
    exists |= !more.isEmpty();
    text.append(more);
  }

  /** False for a word of which nothing is left, not even a pair of quotes. */
  boolean exists() {
    return exists;
  }

  String text() {
    return text.toString();
  }

  BitSet quoted() {
    return quoted;
  }
}
