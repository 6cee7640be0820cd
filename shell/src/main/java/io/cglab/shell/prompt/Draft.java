package io.cglab.shell.prompt;

import java.util.List;

/**
 * A text that is being typed, cut up as far as it goes: in contrast to {@link
 * io.cglab.shell.lang.Parser}, no quote need be closed and no command complete.
 *
 * @param text what was typed
 * @param pieces words and operators where the text ends: inside of {@code $(} or a backquote that
 *     is not closed, only those behind it
 * @param marks how it looks, all of it
 * @param free true if no word can begin or go on at the end: in a comment or a here-document
 * @param continued true if the text ends with a backslash that joins it with the next line
 */
record Draft(String text, List<Piece> pieces, List<Mark> marks, boolean free, boolean continued) {
  static Draft of(String text) {
    return new DraftScanner(text, false).scan();
  }

  /** The rest of a command whose name came before. */
  static Draft rest(String text) {
    return new DraftScanner(text, true).scan();
  }
}
