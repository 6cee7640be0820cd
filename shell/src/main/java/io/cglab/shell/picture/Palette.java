package io.cglab.shell.picture;

/** How a terminal is told to write in a colour: not at all, or by ANSI sequences. */
public enum Palette {
  /** No colour. */
  NONE,
  /** The colours that every terminal has. */
  ANSI;

  private static final String[] CODES = {"36", "33", "32", "35", "34", "31", "96", "93"};

  String color(int owner) {
    return this == NONE ? "" : "\u001b[" + CODES[owner % CODES.length] + "m";
  }

  String plain() {
    return this == NONE ? "" : "\u001b[0m";
  }
}
