package io.cglab.shell.prompt;

import java.util.ArrayList;
import java.util.List;

/** The value of a word while it is read, and where in the text each character comes from. */
final class WordText {
  private final StringBuilder value = new StringBuilder();
  private final StringBuilder quotes = new StringBuilder();
  private final List<Integer> origins = new ArrayList<>();
  private char open;

  void add(char c, int origin, char quote) {
    value.append(c);
    quotes.append(quote);
    origins.add(origin);
  }

  void leaveOpen(char quote) {
    open = quote;
  }

  String value() {
    return value.toString();
  }

  Piece piece(Piece.Role role, int start, int end) {
    int[] places = new int[origins.size() + 1];
    for (int i = 0; i < origins.size(); i++) {
      places[i] = origins.get(i);
    }
    places[origins.size()] = end;
    return new Piece(role, start, end, value(), places, (quotes.toString() + open).toCharArray());
  }
}
