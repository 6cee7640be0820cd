package io.cglab.shell.prompt;

import io.cglab.shell.prompt.Piece.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The command around the cursor.
 *
 * @param name what it runs; empty if that is not known yet
 * @param arguments those before the cursor, without the word at it
 * @param targets the files that its output goes to, by redirection or through tee
 */
record SimpleCommand(String name, List<Piece> arguments, List<String> targets) {
  private static final Set<String> LAUNCHERS = Set.of("both", "command", "exec", "sudo", "time");

  /**
   * Looks around.
   *
   * @param before the pieces before the word
   * @param rest the text behind the cursor
   */
  static SimpleCommand around(List<Piece> before, Piece word, String rest) {
    int start = before.size();
    while (start > 0 && before.get(start - 1).role() != Role.SEPARATOR) {
      start--;
    }
    String name = "";
    List<Piece> arguments = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    for (int i = start; i < before.size(); i++) {
      Piece piece = before.get(i);
      boolean launched = LAUNCHERS.contains(name) && arguments.isEmpty();
      if (piece.role() == Role.COMMAND || (piece.role() == Role.ARGUMENT && launched)) {
        name = piece.value();
      } else if (piece.role() == Role.ARGUMENT) {
        arguments.add(piece);
      } else if (piece.role() == Role.TARGET && isOutput(before.get(i - 1))) {
        targets.add(piece.value());
      }
    }
    addTargetsBehind(behindWord(word, rest), targets);
    return new SimpleCommand(name, arguments, targets);
  }

  /** What follows the word that the cursor is in: behind its closing quote, or its end. */
  private static List<Piece> behindWord(Piece word, String rest) {
    char quote = word.openQuote();
    int close = quote == '\0' ? -1 : rest.indexOf(quote);
    return Draft.rest(quote != '\0' && close < 0 ? "" : rest.substring(close + 1)).pieces();
  }

  private static void addTargetsBehind(List<Piece> pieces, List<String> targets) {
    String reader = "";
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.role() == Role.SEPARATOR) {
        if (!piece.value().equals("|")) {
          return;
        }
        reader = "|";
      } else if (piece.role() == Role.TARGET && reader.isEmpty() && isOutput(pieces.get(i - 1))) {
        targets.add(piece.value());
      } else if (piece.role() == Role.COMMAND) {
        reader = piece.value();
      } else if (piece.role() == Role.ARGUMENT && reader.equals("sudo")) {
        reader = piece.value();
      } else if (piece.role() == Role.ARGUMENT && reader.equals("tee")) {
        targets.add(piece.value());
      }
    }
  }

  private static boolean isOutput(Piece operator) {
    return operator.value().startsWith(">") || operator.value().equals("<>");
  }

  /** True if its arguments are what it prints. */
  boolean writesText() {
    return name.equals("echo") || name.equals("printf");
  }
}
